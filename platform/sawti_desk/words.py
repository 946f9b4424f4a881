"""What staff read about a case: due dates, states and events in words, never by colour alone."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext, pgettext
from django.utils.translation import gettext_lazy as _

from sawti.calendars.hours import BusinessCalendar
from sawti.calendars.queries import business_calendar
from sawti.cases.labels import HAPPENED, state_label
from sawti.cases.lifecycle import PAUSED, UNANSWERED, Event, State
from sawti.cases.models import InvolvementKind, WaitsFor
from sawti.cases.queries import CaseForStaff, CaseRow, HistoryFacts, NoteFacts
from sawti.cases.waits import WaitFacts
from sawti.entities.queries import entity_tree
from sawti_ui.parts import Note, Progress, Tag, TimelineEvent, Tone
from sawti_ui.templatetags.sawti_ui import moment_in_words

SOON = 2  # working days
LONGEST_QUOTE = 120
NOTHING_BESIDE: Mapping[Any, str] = MappingProxyType({})

STATE_LOOKS: dict[str, tuple[Tone, str]] = {
    State.RECEIVED: (Tone.INFO, ""),
    State.OPEN: (Tone.PLAIN, ""),
    State.WAITING: (Tone.PLAIN, "pause"),
    State.THIRD_PARTY: (Tone.PLAIN, "pause"),
    State.COURT: (Tone.PLAIN, "pause"),
    State.ANSWERED: (Tone.OK, "check"),
    State.WITHDRAWN: (Tone.PLAIN, ""),
    State.LAPSED: (Tone.PLAIN, ""),
}
IMPORTANCE_LOOKS = {"critical": Tone.ERROR, "high": Tone.WARN}


@dataclass(frozen=True)
class Due:
    """A due date and where its clock stands; `tone` and `icon` repeat what `words` say."""

    at: datetime
    words: str
    tone: Tone = Tone.PLAIN
    icon: str = ""


def isolated(text: str) -> str:
    """Keep `text` from changing the direction of the sentence around it (UAX #9, FSI … PDI)."""
    return f"\u2068{text}\u2069" if text else ""


def due_of(row: CaseRow, at: datetime) -> Due:
    """Return the due date of a case in words, counted in working days from `at`."""
    if row.state not in UNANSWERED:
        return Due(row.due_at, "")
    if row.state in PAUSED:
        return Due(row.due_at, gettext("Clock paused"), icon="pause")
    if row.is_overdue:
        return Due(row.due_at, _overdue(row, at), Tone.ERROR, "alert")
    if timezone.localtime(row.due_at).date() == timezone.localtime(at).date():
        return Due(row.due_at, gettext("Due today"), Tone.WARN, "clock")
    left = calendar_of(row).working_days_between(at, row.due_at)
    words = ngettext("%(count)s working day left", "%(count)s working days left", left)
    tone = Tone.WARN if left <= SOON else Tone.PLAIN
    return Due(row.due_at, words % {"count": left}, tone, "clock")


def calendar_of(row: CaseRow) -> BusinessCalendar:
    """Return the calendar of the entity that has the case."""
    return business_calendar(entity_tree().by_code[row.entity_code].id)


def _overdue(row: CaseRow, at: datetime) -> str:
    late = calendar_of(row).working_days_between(row.due_at, at)
    if not late:
        return gettext("Overdue")
    words = ngettext("Overdue by %(count)s working day", "Overdue by %(count)s working days", late)
    return words % {"count": late}


WAITS_FOR = {
    WaitsFor.APPLICANT: _("the applicant"),
    WaitsFor.THIRD_PARTY: _("a third party"),
    WaitsFor.COURT: _("a court"),
}


def waits_in_words(wait: WaitFacts) -> str:
    """Return for whom a case waits, until when, what happens then, and why it waits."""
    who = str(WAITS_FOR[WaitsFor(wait.waits_for)])
    names = {"who": who, "day": _day(wait.until)}
    if wait.until is None:
        text = gettext("%(who)s, without a limit.")
    elif wait.closes:
        text = gettext("%(who)s, until %(day)s; then silence closes the case.")
    else:
        text = gettext("%(who)s, until %(day)s; then the clock runs on.")
    return f"{text % names} {isolated(wait.reason)}".strip()


def _day(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), pgettext("date format", "j F Y")) if at else ""


def state_tag(state: str) -> Tag:
    """Return the state as a tag."""
    tone, icon = STATE_LOOKS[state]
    return Tag(state_label(state), tone, icon)


def confidential_tag(row: CaseRow) -> Tag | None:
    """Return the mark of a confidential case."""
    return Tag(gettext("Confidential"), Tone.WARN) if row.is_confidential else None


def reopened_tag(row: CaseRow) -> Tag | None:
    """Return that the applicant was not content with an answer, or None."""
    if not row.reopenings:
        return None
    words = ngettext("Reopened", "Reopened %(count)s times", row.reopenings)
    return Tag(words % {"count": row.reopenings}, Tone.WARN, "alert")


def importance_tag(row: CaseRow) -> Tag:
    """Return the importance as a tag."""
    return Tag(row.importance_name, IMPORTANCE_LOOKS.get(row.importance_code, Tone.PLAIN))


def timeline(
    case: CaseForStaff, beside: Mapping[Any, str] = NOTHING_BESIDE
) -> tuple[TimelineEvent, ...]:
    """Return what happened and what was written, oldest first, with who and why; then what comes.

    A message stands with the event it came by; a note has an entry of its own. `beside`: what else
    is said of a row of history.
    """
    said = {message.sent_at: message.body for message in case.messages}
    # An answer for many takes a case and answers it in the same moment.
    past = [
        _with_words(
            _with(event_happened(row), beside.get(row.id, "")),
            "" if row.event == Event.TAKE else said.get(row.at, ""),
        )
        for row in case.history
    ]
    past += [_note_written(note) for note in case.notes]
    past.sort(key=lambda event: event.at or case.row.due_at)
    if case.row.state in UNANSWERED:
        past.append(TimelineEvent(gettext("Answer due"), Progress.TO_COME, case.row.due_at))
    return tuple(past)


def _with(event: TimelineEvent, more: str) -> TimelineEvent:
    return replace(event, note=f"{more} {event.note}".strip()) if more else event


def _with_words(event: TimelineEvent, body: str) -> TimelineEvent:
    return replace(event, note=f"{event.note} {_quoted(body)}".strip()) if body else event


def _note_written(note: NoteFacts) -> TimelineEvent:
    by = gettext("By %(name)s.") % {"name": isolated(note.author_name)}
    words = f"{by} {_quoted(note.body)}"
    return TimelineEvent(gettext("Internal note"), Progress.DONE, note.written_at, words)


def _quoted(body: str) -> str:
    """Return the beginning of what somebody wrote, on one line; it stands in full further up."""
    line = " ".join(body.split())
    short = line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE].rstrip()}…"
    # Translators: what somebody wrote, in quotation marks
    return gettext("“%(words)s”") % {"words": isolated(short)}


def event_happened(row: HistoryFacts) -> TimelineEvent:
    """Return one line of the timeline."""
    return TimelineEvent(str(HAPPENED[row.event]), Progress.DONE, row.at, _who_and_why(row))


def by_whom(name: str, represented: str) -> str:
    """Return who did it, and for which colleague."""
    if not represented:
        return gettext("By %(name)s.") % {"name": isolated(name)}
    names = {"name": isolated(name), "colleague": isolated(represented)}
    return gettext("By %(name)s for %(colleague)s.") % names


def _who_and_why(row: HistoryFacts) -> str:
    parts = []
    if row.from_entity and row.to_entity:
        entities = {"old": isolated(row.from_entity), "new": isolated(row.to_entity)}
        parts.append(gettext("From %(old)s to %(new)s.") % entities)
    elif row.to_name:
        parts.append(gettext("To %(name)s.") % {"name": isolated(row.to_name)})
    elif row.to_entity:
        parts.append(gettext("Sent to %(entity)s.") % {"entity": isolated(row.to_entity)})
    if row.by_name:
        parts.append(by_whom(row.by_name, row.for_name))
    if row.due_from and row.due_to:
        dates = {"old": moment_in_words(row.due_from), "new": moment_in_words(row.due_to)}
        parts.append(gettext("Answer due %(new)s instead of %(old)s.") % dates)
    if row.reason:
        parts.append(gettext("Reason: %(reason)s") % {"reason": isolated(row.reason)})
    return " ".join(parts)


def confidential_notes(case: CaseForStaff) -> tuple[Note, ...]:
    """Return what the page of a case says on top about who may know of it."""
    notes = []
    if case.confidentiality_name:
        text = gettext("Only those whom this class names know of the case: %(name)s.")
        words = text % {"name": case.confidentiality_name}
        notes.append(Note(words, gettext("Confidential"), Tone.WARN))
    if any(each.kind == InvolvementKind.NAMED for each in case.involved):
        words = gettext(
            "The applicant says that the case is about an employee. Say who it is before anybody "
            "of their entity gets the case."
        )
        notes.append(Note(words, gettext("About an employee"), Tone.WARN))
    return tuple(notes)
