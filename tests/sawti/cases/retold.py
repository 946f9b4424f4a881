"""A case told anew from its history rows alone: clocks, pauses, due dates. Independent of ours.

Nothing here is taken from `sawti.cases`; calendars are the ones that were in force at each event.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.calendars.hours import BusinessCalendar

CalendarAt = Callable[[datetime], BusinessCalendar]


@dataclass
class Promise:
    """The promise of an answer of one round."""

    started_at: datetime
    due_at: datetime
    breached_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: str = ""


@dataclass
class Stage:
    """How long one entity had the case."""

    entity_id: UUID
    started_at: datetime
    ended_at: datetime | None = None


@dataclass
class Retold:
    """What the rows make of a case."""

    promises: list[Promise] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    ends: Mapping[datetime, datetime | None] = field(default_factory=dict)
    first_in_time: bool | None = None


def retold(
    rows: Iterable[Any],
    *,
    days: Callable[[datetime], int],
    calendar: CalendarAt,
    ends: Mapping[datetime, datetime | None],
) -> Retold:
    """Return what the rows, in the order of their instants, make of a case.

    `days`: how many working days were promised at an instant. `ends`: by when a wait that began at
    an instant is over by itself.
    """
    case = Retold(ends=ends)
    for row in rows:
        _TELL.get(row.event, _nothing)(case, row, days, calendar)
    return case


def _file(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    due = calendar(row.at).end_of_working_day(row.at, days(row.at))
    case.promises.append(Promise(row.at, due))
    case.stages.append(Stage(row.to_entity_id or case.stages[-1].entity_id, row.at))


def _transfer(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    case.stages[-1].ended_at = row.at
    case.stages.append(Stage(row.to_entity_id, row.at))


def _ask(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    case.pauses.append((row.at, None))


def _resume(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    began, promise = case.pauses[-1][0], case.promises[-1]
    if case.pauses[-1][1] is not None:
        return  # a reply to a question whose wait was over
    ended = min(row.at, case.ends.get(began) or row.at)
    case.pauses[-1] = (began, ended)
    if promise.due_at >= began:
        now = calendar(row.at)
        promise.due_at = now.add_time(promise.due_at, now.time_between(began, ended))


def _breach(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    assert row.at == case.promises[-1].due_at, "a breach is dated when it fell due"
    case.promises[-1].breached_at = row.at


def _answer(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    promise = case.promises[-1]
    promise.ended_at, promise.ended_by, case.stages[-1].ended_at = row.at, "met", row.at
    if case.first_in_time is None:
        case.first_in_time = row.at <= promise.due_at


def _withdraw(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    promise = case.promises[-1]
    by = "lapsed" if row.event == "lapse" else "withdrawn"
    promise.ended_at, promise.ended_by, case.stages[-1].ended_at = row.at, by, row.at
    if case.pauses and case.pauses[-1][1] is None:
        began = case.pauses[-1][0]
        case.pauses[-1] = (began, min(row.at, case.ends.get(began) or row.at))


def _move(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    if row.due_to:
        assert row.due_from == case.promises[-1].due_at, "it moves from where it was"
        case.promises[-1].due_at = row.due_to


def _nothing(case: Retold, row: Any, days: Any, calendar: CalendarAt) -> None:
    """Of no matter to any clock."""


_TELL = {
    "file": _file,
    "reopen": _file,
    "transfer": _transfer,
    "ask_applicant": _ask,
    "applicant_replied": _resume,
    "wait_third_party": _ask,
    "wait_court": _ask,
    "go_on": _resume,
    "wait_over": _resume,
    "lapse": _withdraw,
    "breach": _breach,
    "answer": _answer,
    "withdraw": _withdraw,
    "reschedule": _move,
    "rebaseline": _move,
}
