"""Frozen facts for the includes in `templates/sawti_ui/parts/`; all texts are translated."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Tone(StrEnum):
    """How a tag, a note or a due date looks; its text says the same in words."""

    PLAIN = ""
    INFO = "info"
    OK = "ok"
    WARN = "warn"
    ERROR = "error"


class Progress(StrEnum):
    """Where a step of a form or an event of a case stands."""

    DONE = "done"
    CURRENT = "current"
    TO_COME = "to_come"


@dataclass(frozen=True)
class Step:
    """One step of a form, for `progress.html`."""

    label: str
    progress: Progress


@dataclass(frozen=True)
class Tag:
    """A state in words, for `tag.html`. `icon`: a name known to `icon.html`, or ""."""

    label: str
    tone: Tone = Tone.PLAIN
    icon: str = ""


@dataclass(frozen=True)
class Fact:
    """A term and what it is, for `facts.html`; give exactly one of text, code, on, at and tag.

    `code` is a left-to-right value (number, phone, e-mail). `on` is a date, `at` an aware instant.
    `change_url` adds a "Change" link.
    """

    label: str
    text: str = ""
    code: str = ""
    on: date | None = None
    at: datetime | None = None
    tag: Tag | None = None
    hint: str = ""
    change_url: str = ""


@dataclass(frozen=True)
class TimelineEvent:
    """What happened, or will; for `timeline.html`. `at` is aware."""

    label: str
    progress: Progress
    at: datetime | None = None
    note: str = ""


@dataclass(frozen=True)
class FileCard:
    """A file, for `file_list.html` and for the field `files.html`.

    `size` in words. `url` opens it and `small_url` shows a small picture; "" where there is none.
    `token`: of an upload that a form still holds.
    """

    name: str
    size: str
    url: str = ""
    small_url: str = ""
    token: str = ""


@dataclass(frozen=True)
class Message:
    """One message of a case, for `message.html`.

    `text` is as it was written. `is_own`: the reader wrote it. `tag`: for example "Internal note".
    """

    author: str
    at: datetime
    text: str
    is_own: bool = False
    tag: Tag | None = None
    files: tuple[FileCard, ...] = ()


@dataclass(frozen=True)
class Pager:
    """Neighbouring pages of a list read by keys (there is no count); "" where there is none."""

    newer_url: str = ""
    older_url: str = ""


@dataclass(frozen=True)
class Note:
    """A paragraph that must not be missed, for `note.html`."""

    text: str
    title: str = ""
    tone: Tone = Tone.PLAIN
