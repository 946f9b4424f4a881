"""Clocks with random waits against a walker that looks at every minute."""

from datetime import datetime, timedelta
from unittest.mock import patch
from uuid import uuid4

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from sawti.calendars.hours import BusinessCalendar
from sawti.sla import queries
from sawti.sla.models import DurationUnit
from sawti.sla.terms import Target
from tests.sawti.calendars.test_hours import MINUTE, Walker, scenes

WEEK = timedelta(days=7)
Waits = list[tuple[datetime, datetime]]


def waits_from(start: datetime, marks: list[int]) -> Waits:
    """Return waits between pairs of minutes after `start`; some touch, none overlap."""
    marks = sorted(marks)[: len(marks) // 2 * 2]
    pairs = zip(marks[::2], marks[1::2], strict=True)
    return [(start + begin * MINUTE, start + end * MINUTE) for begin, end in pairs]


def walked(walker: Walker, start: datetime, minutes: int, waits: Waits) -> datetime:
    """Return when `minutes` open minutes outside of all waits are over."""
    now = start
    while minutes:
        stands = any(begin <= now < end for begin, end in waits)
        minutes -= walker.is_open(now) and not stands
        now += MINUTE
    return now


def due(calendar: BusinessCalendar, start: datetime, minutes: int, waits: Waits) -> datetime:
    with patch.object(queries, "business_calendar", lambda _entity_id, since: calendar):
        return queries.due_with_pauses(
            Target(minutes, DurationUnit.MINUTES), start=start, pauses=waits, entity_id=uuid4()
        )


minutes = st.integers(0, 3000)
marks = st.lists(st.integers(0, 4 * 24 * 60), max_size=6)


@settings(max_examples=40, deadline=None)
@given(scenes(), st.integers(1, 180), marks)
def test_a_clock_with_waits_is_due_when_a_walk_over_the_minutes_has_spent_its_target(
    scene: tuple[BusinessCalendar, datetime], minutes: int, marks: list[int]
) -> None:
    calendar, start = scene
    assume(calendar.time_between(start, start + WEEK) > 60 * MINUTE)  # else one walks for years
    walker, waits = Walker(calendar), waits_from(start, marks)
    now, reached = walked(walker, start, minutes, []), 0
    for begin, _ in waits:  # what begins after the due date moves it no more
        assume(begin != now)
        reached += begin < now
        now = walked(walker, start, minutes, waits[:reached])

    assert due(calendar, start, minutes, waits) == now


@settings(max_examples=60, deadline=None)
@given(
    scenes(), st.integers(1, 600), st.integers(0, 3000), st.integers(0, 3000), st.integers(0, 3000)
)
def test_waits_that_touch_count_as_one(
    scene: tuple[BusinessCalendar, datetime], minutes: int, begin: int, first: int, second: int
) -> None:
    calendar, start = scene
    begins = start + begin * MINUTE
    middle, end = begins + first * MINUTE, begins + (first + second) * MINUTE

    apart = due(calendar, start, minutes, [(begins, middle), (middle, end)])

    assert apart == due(calendar, start, minutes, [(begins, end)])


@settings(max_examples=60, deadline=None)
@given(scenes(), st.integers(1, 600), st.integers(0, 3000), st.integers(1, 59))
def test_a_wait_of_seconds_moves_the_due_date_by_seconds_of_open_time(
    scene: tuple[BusinessCalendar, datetime], minutes: int, begin: int, seconds: int
) -> None:
    calendar, start = scene
    began = start + begin * MINUTE
    waits = [(began, began + timedelta(seconds=seconds))]
    plain = due(calendar, start, minutes, [])

    found = due(calendar, start, minutes, waits)

    stood = calendar.time_between(*waits[0]) if began <= plain else timedelta()
    assert calendar.time_between(plain, found) == stood
