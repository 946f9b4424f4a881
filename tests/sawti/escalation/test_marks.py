"""When a clock reaches the mark of a level, in business time and without its pauses."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sawti.calendars.hours import BusinessCalendar, Hours
from sawti.escalation.marks import Run, reached_at
from tests.cast import utc

# Sunday to Thursday, 07:00 to 14:00 in Bahrain, which is 04:00 to 11:00 UTC.
WEEK = dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), ((420, 840),))
OPEN = BusinessCalendar(ZoneInfo("Asia/Bahrain"), (Hours(WEEK),))
# From Sunday's opening to Thursday's close: 35 hours of work.
WEEK_LONG = Run(utc("2026-03-01T04:00"), utc("2026-03-05T11:00"))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("mark", "amount", "at"),
    [
        ("percent", 50, "2026-03-03T07:30"),
        ("percent", 75, "2026-03-04T09:15"),
        ("percent", 100, "2026-03-05T11:00"),
        # Friday and Saturday are the weekend.
        ("days", 2, "2026-03-09T11:00"),
        ("days", 5, "2026-03-12T11:00"),
        ("minutes", 60, "2026-03-08T05:00"),
    ],
)
def test_marks_are_business_time(mark: str, amount: int, at: str) -> None:
    assert reached_at(mark, amount, WEEK_LONG, OPEN) == utc(at)


def test_a_pause_before_a_mark_moves_it_by_its_open_time() -> None:
    """Monday is waited for the applicant: half of 35 hours is over a working day later."""
    pause = utc("2026-03-02T04:00"), utc("2026-03-03T04:00")
    paused = Run(WEEK_LONG.started_at, utc("2026-03-08T11:00"), [pause])

    assert reached_at("percent", 50, paused, OPEN) == utc("2026-03-04T07:30")


def test_a_pause_after_a_mark_leaves_it_where_it_was() -> None:
    pause = utc("2026-03-04T04:00"), utc("2026-03-05T04:00")
    paused = Run(WEEK_LONG.started_at, utc("2026-03-08T11:00"), [pause])

    assert reached_at("percent", 50, paused, OPEN) == utc("2026-03-03T07:30")


def test_a_pause_after_the_due_date_moves_what_comes_later() -> None:
    pause = utc("2026-03-08T04:00"), utc("2026-03-09T04:00")
    late = Run(WEEK_LONG.started_at, WEEK_LONG.due_at, [pause])

    assert reached_at("days", 2, late, OPEN) == utc("2026-03-10T11:00")
    assert reached_at("percent", 100, late, OPEN) == WEEK_LONG.due_at


def test_nothing_is_reached_outside_working_hours() -> None:
    """Zammad #4432 and #2157: its escalations come at midnight and at weekends."""
    friday = Run(utc("2026-03-05T10:00"), utc("2026-03-09T05:00"))

    marks = [reached_at("percent", percent, friday, OPEN) for percent in range(5, 101, 5)]

    assert all(OPEN.is_open(at - timedelta(microseconds=1)) for at in marks)


moments = st.integers(0, 365 * 86_400).map(
    lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)
lengths = st.lists(st.timedeltas(timedelta(hours=1), 6 * DAY), min_size=2, max_size=7)


def runs(start: datetime, steps: list[timedelta]) -> Run:
    """Return a clock that ran and stood in turns, each for one of the steps."""
    at, edges = start, []
    for step in steps:
        at += step
        edges.append(at)
    pauses = [(edges[place], edges[place + 1]) for place in range(0, len(edges) - 2, 2)]
    return Run(start, edges[-1], pauses)


def ran_until(run: Run, at: datetime) -> timedelta:
    """Return how much open time the clock had run at an instant, pauses left out."""
    stood = (OPEN.time_between(begin, min(end, at)) for begin, end in run.pauses)
    return OPEN.time_between(run.started_at, at) - sum(stood, timedelta())


@given(start=moments, steps=lengths, percent=st.integers(1, 99))
def test_at_a_mark_that_share_of_the_promised_time_has_run(
    start: datetime, steps: list[timedelta], percent: int
) -> None:
    run = runs(start, steps)
    total = ran_until(run, run.due_at)

    at = reached_at("percent", percent, run, OPEN)

    assert abs(ran_until(run, at) - total * percent / 100) <= timedelta(microseconds=1)
    assert run.started_at <= at <= run.due_at


@given(start=moments, steps=lengths)
def test_marks_come_in_the_order_of_their_levels(start: datetime, steps: list[timedelta]) -> None:
    run = runs(start, steps)
    ladder: list[tuple[Any, int]] = [
        ("percent", 50),
        ("percent", 75),
        ("percent", 100),
        ("days", 1),
        ("days", 2),
        ("days", 5),
    ]

    marks = [reached_at(mark, amount, run, OPEN) for mark, amount in ladder]

    assert marks == sorted(marks)
