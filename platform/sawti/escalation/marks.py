"""When a clock reaches the mark of a level: business time, pauses left out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sawti.calendars.hours import BusinessCalendar

Stretch = tuple[datetime, datetime]
PERCENT, DAYS = "percent", "days"


@dataclass(frozen=True)
class Run:
    """How a clock has run: instants in UTC, `pauses` that have ended, in order, none in another."""

    started_at: datetime
    due_at: datetime
    pauses: Sequence[Stretch] = ()


def reached_at(mark: str, amount: int, run: Run, calendar: "BusinessCalendar") -> datetime:
    """Return when the clock reaches a mark, if nothing stops it from now on.

    Per cent are those of the business time from the start to the due date without the pauses;
    from 100 on it is the due date. Days after the due date are working days, and their mark is the
    close of the last one; minutes run within working hours. A pause after the due date moves what
    comes later by its open time.
    """
    if mark == PERCENT:
        return run.due_at if amount >= 100 else _share_of(run, amount, calendar)
    at = (
        calendar.end_of_working_day(run.due_at, amount)
        if mark == DAYS
        else calendar.add_time(run.due_at, timedelta(minutes=amount))
    )
    for began_at, ended_at in run.pauses:
        if run.due_at <= began_at <= at:
            at = calendar.add_time(at, calendar.time_between(began_at, ended_at))
    return at


def _share_of(run: Run, percent: int, calendar: "BusinessCalendar") -> datetime:
    running = list(_running(run))
    total = sum((calendar.time_between(*stretch) for stretch in running), timedelta())
    left = total * percent / 100
    for begin, end in running:
        length = calendar.time_between(begin, end)
        if left <= length:
            return calendar.add_time(begin, left)
        left -= length
    return run.due_at


def _running(run: Run) -> list[Stretch]:
    """Return the stretches from the start to the due date in which the clock ran."""
    pauses = [(begin, end) for begin, end in run.pauses if begin < run.due_at]
    edges = [run.started_at, *(edge for pause in pauses for edge in pause), run.due_at]
    return [pair for place, pair in enumerate(pairwise(edges)) if place % 2 == 0]
