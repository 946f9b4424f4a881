"""How far a case climbed its ladder, from its history rows and from when workers looked at it.

Independent of ours: nothing here is taken from `sawti.escalation`. The ladder is the default one of
Bahrain's pack; marks are business time, as `retold` tells of promises and pauses.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sawti.calendars.hours import BusinessCalendar
from tests.sawti.cases.retold import Promise, Retold

LADDER = (
    ("warning", "percent", 75),
    ("secretary-general", "percent", 100),
    ("minister", "days", 2),
    ("prime-ministers-office", "days", 5),
)
LEVELS = tuple(code for code, _, _ in LADDER)
SETS_RUNNING = frozenset({"file", "reopen", "applicant_replied", "go_on"})


@dataclass(frozen=True)
class Look:
    """A look of a worker at what is due. `after`: what had happened by then it could see; `at`:
    what its clock said, and `waits_at` when it ended waits; both may be behind."""

    after: datetime
    waits_at: datetime
    at: datetime


@dataclass(frozen=True)
class Rung:
    """A level that a promise of the case reached; `passed`: those that nobody held."""

    round: int
    level: str
    reached_at: datetime
    outcome: str
    passed: tuple[str, ...]


def climbed(
    rows: Sequence[Any],
    looks: Sequence[Look],
    *,
    told: Callable[[Sequence[Any]], Retold],
    calendar: Callable[[datetime], BusinessCalendar],
    is_held: Callable[[str, UUID, datetime], bool],
) -> list[Rung]:
    """Return the levels that a case climbed, in their order.

    `told`: what some of the rows make of the case. `is_held`: whether somebody hears of a level of
    a case of this entity, at an instant.
    """
    rungs: list[Rung] = []
    known: tuple[int, Retold] | None = None
    for look in looks:
        seen = [row for row in rows if _is_seen(row, look)]
        if not seen or any(row.at > look.at and row.event in SETS_RUNNING for row in seen):
            continue  # the news that the clock runs had not reached the worker yet
        if known is None or known[0] != len(seen):
            known = len(seen), told(seen)
        rungs += _reached(known[1], look, calendar(look.after), is_held, rungs)
    return rungs


def _is_seen(row: Any, look: Look) -> bool:
    return bool(row.at <= (look.waits_at if row.event == "wait_over" else look.after))


def _reached(
    case: Retold,
    look: Look,
    calendar: BusinessCalendar,
    is_held: Callable[[str, UUID, datetime], bool],
    before: Sequence[Rung],
) -> list[Rung]:
    promise, number = case.promises[-1], len(case.promises)
    pauses = [pause for pause in case.pauses if pause[0] >= promise.started_at]
    ended = [(began, over) for began, over in pauses if over is not None]
    if promise.ended_at or len(ended) < len(pauses):
        return []
    done = {rung.level for rung in before if rung.round == number}
    marks = [(_mark(kind, n, promise, ended, calendar), code) for code, kind, n in LADDER]
    due = [(at, code) for at, code in marks if at <= look.at and code not in done]
    if not due:
        return []
    latest, entity_id = max(due)[0], case.stages[-1].entity_id
    return [
        Rung(number, code, at, "recorded", ())
        if at < latest
        else Rung(number, code, at, "acted", _passed(code, entity_id, look, is_held))
        for at, code in due
    ]


def _mark(
    kind: str,
    amount: int,
    promise: Promise,
    pauses: Sequence[tuple[datetime, datetime]],
    calendar: BusinessCalendar,
) -> datetime:
    """Return when a mark is reached: first as if nothing had stood, then moved by each wait."""
    if kind == "days":
        at, moved_by = calendar.end_of_working_day(promise.due_at, amount), promise.due_at
    elif amount == 100:
        return promise.due_at
    else:
        waited = sum(
            (
                calendar.time_between(began, min(over, promise.due_at))
                for began, over in pauses
                if began < promise.due_at
            ),
            timedelta(),
        )
        promised = calendar.time_between(promise.started_at, promise.due_at) - waited
        at = calendar.add_time(promise.started_at, promised * amount / 100)
        moved_by = promise.started_at
    for began, over in pauses:
        if moved_by <= began < at:
            at = calendar.add_time(at, calendar.time_between(began, over))
    return at


def _passed(
    code: str, entity_id: UUID, look: Look, is_held: Callable[[str, UUID, datetime], bool]
) -> tuple[str, ...]:
    passed: list[str] = []
    for level in LEVELS[LEVELS.index(code) :]:
        if is_held(level, entity_id, look.at):
            break
        passed.append(level)
    return tuple(passed)
