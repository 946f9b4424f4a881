"""What every change by an editor leaves behind: a row of history, an audit entry, a new version."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.models import Edit
from sawti.lib.errors import N_, Invalid, InvalidInput, Missing
from sawti.lib.text import has_controls
from sawti.tenancy.actions import configuration_changed

LANGUAGES = ("ar", "en")
LONGEST_LINE, LONGEST_PROSE = 200, 5000


class Table(StrEnum):
    """What editors change, as history and audit name it."""

    CATEGORY = "category"
    CONFIDENTIALITY = "confidentiality"
    REPRESENTATION = "representation"
    REPLY = "reply"
    TEXT = "text"
    THEME = "theme"
    MENU_LINK = "menu_link"
    NOTICE = "notice"
    WORKING_WEEK = "working_week"
    HOLIDAY = "holiday"
    POLICY = "policy"
    TELLING = "telling"
    WORDING = "wording"
    LEVEL = "level"


def locked(model: Any, *, seen: datetime | None, **key: object) -> Any:
    """Return the row, locked until the transaction ends.

    `seen`: when it was last edited as the editor saw it. Raises Missing, EditedMeanwhile.
    """
    row = model.objects.select_for_update().filter(**key).first()
    if row is None:
        raise Missing
    if row.edited_at != seen:
        raise EditedMeanwhile
    return row


def record_edit(
    table: Table,
    row: str,
    *,
    row_id: UUID,
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    by: Staff,
    at: datetime,
) -> None:
    """Write history and audit, and let every process read the configuration anew."""
    Edit.objects.create(table=table, row=row, editor=by, at=at, before=before, after=after)
    write_entry(
        f"catalogue.{table}_{_deed(before, after)}",
        at=at,
        actor_id=by.pk,
        object_type=table,
        object_id=row_id,
    )
    configuration_changed()


def _deed(before: object, after: object) -> str:
    if before is None:
        return "added"
    return "changed" if after is not None else "removed"


def refuse(faults: list[Invalid]) -> None:
    """Raise InvalidInput if there are any faults."""
    if faults:
        raise InvalidInput(faults)


def faults_of_words(field: str, words: dict[str, str], longest: int) -> list[Invalid]:
    """Return what is wrong with a text that is needed in every language."""
    faults = []
    for language in LANGUAGES:
        text = words.get(language, "")
        if not text.strip():
            faults.append(Invalid(f"{field}_{language}", _MISSING[language]))
        elif len(text) > longest:
            faults.append(_too_long(f"{field}_{language}", text, longest))
        elif has_controls(text) or (longest == LONGEST_LINE and len(text.splitlines()) > 1):
            faults.append(Invalid(f"{field}_{language}", N_("Write this on one line, as text.")))
    return faults


def _too_long(field: str, text: str, longest: int) -> Invalid:
    return Invalid(
        field,
        N_("Shorten this to %(longest)s characters; it has %(length)s."),
        longest=longest,
        length=len(text),
    )


_MISSING = {
    "ar": N_("Write this in Arabic too: it is shown in both languages."),
    "en": N_("Write this in English too: it is shown in both languages."),
}
