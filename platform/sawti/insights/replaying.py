"""What adherence would have been under another promise: one case's history, judged anew. Pure.

The first promise of a case counts from its receipt by the calendar of the entity that received it
and stands while somebody outside is waited for; docs/sla.md says how it is judged.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from sawti.cases.lifecycle import Event
from sawti.cases.pauses import pauses_in
from sawti.sla.models import DurationUnit


class Target(Protocol):
    """Working days or minutes, as `unit` says."""

    @property
    def amount(self) -> int: ...

    @property
    def unit(self) -> str: ...


class Calendar(Protocol):
    """What a promise is counted by."""

    def end_of_working_day(self, start: datetime, days: int) -> datetime: ...

    def add_time(self, start: datetime, length: timedelta) -> datetime: ...

    def time_between(self, start: datetime, end: datetime) -> timedelta: ...


@dataclass(frozen=True)
class Row:
    """One row of history, as far as it counts here."""

    event: str
    at: datetime
    from_state: str
    to_state: str
    to_entity_id: UUID | None = None


@dataclass(frozen=True)
class Told:
    """What a history tells of the first promise.

    `received_by`: the entity by whose calendar it counts. `ended_at`: when the first answer, a
    withdrawal or, while the case stands, the pause ended its run; None: it runs still. `pauses`:
    the ended ones before that. `is_late`: whether it was broken.
    """

    received_at: datetime
    received_by: UUID
    held_by: UUID
    is_answered: bool
    ended_at: datetime | None
    pauses: tuple[tuple[datetime, datetime], ...]
    is_late: bool


def told_by(rows: Sequence[Row]) -> Told:
    """Return what the rows of one case tell; they come in order, the filing first."""
    start = _start_of_judged_round(rows)
    judged_rows = list(_up_to_the_answer(rows[start:]))
    pauses, stands_since = pauses_in(judged_rows)
    ends = [row for row in judged_rows if row.event in _ENDS]
    return Told(
        received_at=rows[start].at,
        received_by=_holder(rows[: start + 1]),
        held_by=_holder(rows),
        is_answered=judged_rows[-1].event == Event.ANSWER,
        ended_at=stands_since or (ends[0].at if ends else None),
        pauses=tuple(pauses),
        is_late=any(row.event == Event.BREACH for row in judged_rows),
    )


def judged(told: Told, target: Target, calendar: Calendar, *, at: datetime) -> bool | None:
    """Tell whether the promise had been kept at `at` with this target; None: not judged (yet)."""
    if due_at(told, target, calendar) < (told.ended_at or at):
        return False
    return True if told.is_answered else None


def found(told: Told) -> bool | None:
    """Tell whether the promise that was given was kept; None: not judged (yet)."""
    if told.is_late:
        return False
    return True if told.is_answered else None


def due_at(told: Told, target: Target, calendar: Calendar) -> datetime:
    """Return the due date of the first promise with this target, moved by the pauses."""
    if target.unit == DurationUnit.DAYS:
        due = calendar.end_of_working_day(told.received_at, target.amount)
    else:
        due = calendar.add_time(told.received_at, timedelta(minutes=target.amount))
    for began, ended in told.pauses:
        if due >= began:
            due = calendar.add_time(due, calendar.time_between(began, ended))
    return due


_ENDS = frozenset({Event.ANSWER, Event.WITHDRAW, Event.LAPSE})


def _start_of_judged_round(rows: Sequence[Row]) -> int:
    """Return where the promise begins that the first answer is judged by.

    It is that of the filing, or of the reopening of a case that had lapsed without an answer.
    """
    start = 0
    for place, row in enumerate(rows):
        if row.event == Event.ANSWER:
            break
        if row.event == Event.REOPEN:
            start = place
    return start


def _up_to_the_answer(rows: Sequence[Row]) -> Iterator[Row]:
    for row in rows:
        yield row
        if row.event == Event.ANSWER:
            return


def _holder(rows: Sequence[Row]) -> UUID:
    """Return who has the case after these rows."""
    return next(row.to_entity_id for row in reversed(rows) if row.to_entity_id)


@dataclass(frozen=True)
class Share:
    """How many promises were kept and broken, and how many would have been."""

    in_time: int = 0
    late: int = 0
    then_in_time: int = 0
    then_late: int = 0

    def __add__(self, other: "Share") -> "Share":
        return Share(
            self.in_time + other.in_time,
            self.late + other.late,
            self.then_in_time + other.then_in_time,
            self.then_late + other.then_late,
        )


def share_of(now: bool | None, then: bool | None) -> Share:
    """Return one case as it is judged now and would have been."""
    return Share(now is True, now is False, then is True, then is False)


def summed(shares: Mapping[str, Share], more: Iterable[tuple[str, Share]]) -> dict[str, Share]:
    """Return the shares by key with more cases added."""
    sums = dict(shares)
    for key, share in more:
        sums[key] = sums.get(key, Share()) + share
    return sums
