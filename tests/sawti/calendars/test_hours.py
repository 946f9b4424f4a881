"""Business time against a walker that looks at every minute, and known dates by hand."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sawti.calendars.hours import WEEKDAYS, BusinessCalendar, NeverOpen

MINUTE = timedelta(minutes=1)
# Zones with daylight saving at night, one that changes by half an hour, and one that does without.
ZONES = (
    "Asia/Bahrain",
    "Asia/Amman",
    "Africa/Cairo",
    "Asia/Beirut",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


class Walker:
    """The slow truth: a minute is open if its local time lies in a span of its local day."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar

    def is_open(self, minute: datetime) -> bool:
        local = minute.astimezone(self.calendar.zone)
        spans = self.calendar.week.get(WEEKDAYS[local.weekday()], ())
        return local.date() not in self.calendar.closed_on and any(
            opens <= local.time() < closes for opens, closes in spans
        )

    def open_minutes(self, start: datetime, end: datetime) -> int:
        length = int((end - start) / MINUTE)
        return sum(self.is_open(start + offset * MINUTE) for offset in range(length))

    def after(self, start: datetime, minutes: int) -> datetime:
        """Return when `minutes` open minutes are over."""
        now = start
        while minutes:
            minutes -= self.is_open(now)
            now += MINUTE
        return now

    def end_of_working_day(self, start: datetime, days: int) -> datetime:
        """Return the end of the last open minute of the `days`-th open day after today."""
        zone = self.calendar.zone
        now, first = start, start.astimezone(zone).date()
        open_days: list[date] = []
        last_open = start
        while len(open_days) <= days:
            day = now.astimezone(zone).date()
            if day > first and self.is_open(now):
                if day not in open_days:
                    open_days.append(day)
                if len(open_days) == days:
                    last_open = now
            now += MINUTE
        return last_open + MINUTE


def spans_from(minutes: list[int]) -> tuple[tuple[time, time], ...]:
    """Return spans between pairs of different minutes of the day, in order, not touching."""
    marks = sorted(set(minutes))
    times = [time(mark // 60, mark % 60) for mark in marks[: len(marks) // 2 * 2]]
    return tuple(zip(times[::2], times[1::2], strict=True))


# From 04:00, for at night a local time may be skipped or come twice; no government opens then.
spans = st.lists(st.integers(4 * 60, 24 * 60 - 1), max_size=6).map(spans_from)
weeks = st.dictionaries(st.sampled_from(WEEKDAYS), spans, min_size=1).filter(
    lambda week: any(week.values())
)
# Around the changes of clocks in spring and autumn 2021, when Jordan still had them, and 2026.
days = st.one_of(
    st.dates(date(2021, 3, 20), date(2021, 4, 6)),
    st.dates(date(2021, 10, 24), date(2021, 11, 10)),
    st.dates(date(2026, 3, 20), date(2026, 4, 30)),
)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[BusinessCalendar, datetime]:
    """Return a calendar and an instant near some of its holidays."""
    first = draw(days)
    holidays = draw(st.frozensets(st.integers(-1, 9), max_size=5))
    calendar = BusinessCalendar(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        week=draw(weeks),
        closed_on=frozenset(first + timedelta(days=offset) for offset in holidays),
    )
    minute = draw(st.integers(0, 24 * 60 - 1))
    return calendar, datetime.combine(first, time(), UTC) + minute * MINUTE


@settings(max_examples=150, deadline=None)
@given(scenes(), st.integers(0, 6 * 24 * 60))
def test_the_open_time_between_two_instants_is_what_a_walk_over_the_minutes_counts(
    scene: tuple[BusinessCalendar, datetime], length: int
) -> None:
    calendar, start = scene
    end = start + length * MINUTE

    assert calendar.time_between(start, end) == Walker(calendar).open_minutes(start, end) * MINUTE


@settings(max_examples=100, deadline=None)
@given(scenes(), st.integers(1, 600))
def test_adding_open_time_ends_where_a_walk_over_the_minutes_ends(
    scene: tuple[BusinessCalendar, datetime], minutes: int
) -> None:
    calendar, start = scene

    assert calendar.add_time(start, minutes * MINUTE) == Walker(calendar).after(start, minutes)


@settings(max_examples=60, deadline=None)
@given(scenes(), st.integers(1, 4))
def test_a_working_day_ends_where_a_walk_over_the_minutes_finds_its_last_open_one(
    scene: tuple[BusinessCalendar, datetime], count: int
) -> None:
    calendar, start = scene

    assert calendar.end_of_working_day(start, count) == Walker(calendar).end_of_working_day(
        start, count
    )


@settings(max_examples=200, deadline=None)
# A week may be open for one minute only, and the search for an open one ends after ten years.
@given(scenes(), st.integers(0, 5000), st.integers(0, 5000), st.integers(1, 480))
def test_a_pause_takes_no_open_time_from_the_promise(
    scene: tuple[BusinessCalendar, datetime], before: int, pause: int, promised: int
) -> None:
    calendar, start = scene
    due = calendar.add_time(start, promised * MINUTE)
    paused = min(start + before * MINUTE, due)
    resumed = paused + pause * MINUTE

    moved = calendar.add_time(due, calendar.time_between(paused, resumed))

    spent = calendar.time_between(start, paused) + calendar.time_between(resumed, moved)
    assert spent == promised * MINUTE


@settings(max_examples=200, deadline=None)
@given(scenes(), st.integers(0, 3000), st.integers(0, 3000))
def test_open_time_adds_up_over_neighbouring_stretches(
    scene: tuple[BusinessCalendar, datetime], first: int, second: int
) -> None:
    calendar, start = scene
    middle = start + first * MINUTE
    end = middle + second * MINUTE

    parts = calendar.time_between(start, middle) + calendar.time_between(middle, end)

    assert parts == calendar.time_between(start, end)


@settings(max_examples=200, deadline=None)
@given(scenes(), st.integers(1, 12))
def test_the_days_counted_to_a_due_date_are_the_days_that_were_promised(
    scene: tuple[BusinessCalendar, datetime], count: int
) -> None:
    calendar, start = scene

    due = calendar.end_of_working_day(start, count)

    assert calendar.working_days_between(start, due) == count


BAHRAIN = BusinessCalendar(
    zone=ZoneInfo("Asia/Bahrain"),
    week={day: ((time(7), time(14)),) for day in ("sun", "mon", "tue", "wed", "thu")},
    closed_on=frozenset(date(2026, 3, day) for day in range(20, 25)),
)
BERLIN = BusinessCalendar(
    zone=ZoneInfo("Europe/Berlin"),
    week={
        day: ((time(8), time(12)), (time(13), time(17)))
        for day in ("mon", "tue", "wed", "thu", "fri")
    },
    closed_on=frozenset(),
)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-03-01T08:00", 1, "2026-03-02T11:00"),  # Sunday → Monday, 14:00 in Bahrain
        ("2026-03-01T20:59", 1, "2026-03-02T11:00"),  # 23:59 there: still Sunday
        ("2026-03-01T21:00", 1, "2026-03-03T11:00"),  # midnight there: Monday has begun
        ("2026-03-05T08:00", 1, "2026-03-08T11:00"),  # Thursday → Sunday
        ("2026-03-06T08:00", 1, "2026-03-08T11:00"),  # Friday, closed → Sunday
        ("2026-03-19T08:00", 1, "2026-03-25T11:00"),  # before the feast → after it
        ("2026-03-01T08:00", 14, "2026-03-19T11:00"),
        ("2026-03-02T08:00", 14, "2026-03-25T11:00"),
    ],
)
def test_working_days_skip_the_weekend_and_holidays(start: str, count: int, due: str) -> None:
    assert BAHRAIN.end_of_working_day(at(start), count) == at(due)


def test_a_day_of_two_spans_ends_with_the_second() -> None:
    assert BERLIN.end_of_working_day(at("2026-03-26T09:00"), 1) == at("2026-03-27T16:00")


def test_the_same_closing_time_is_an_hour_earlier_in_utc_once_summer_time_began() -> None:
    assert BERLIN.end_of_working_day(at("2026-03-27T09:00"), 1) == at("2026-03-30T15:00")


def test_open_time_does_not_run_at_noon() -> None:
    assert BERLIN.add_time(at("2026-03-26T10:30"), timedelta(hours=1)) == at("2026-03-26T12:30")


def test_a_full_day_of_open_time_ends_at_closing_and_not_at_the_next_opening() -> None:
    assert BAHRAIN.add_time(at("2026-03-01T04:00"), timedelta(hours=7)) == at("2026-03-01T11:00")


def test_open_time_that_begins_at_night_runs_from_the_next_opening() -> None:
    assert BAHRAIN.add_time(at("2026-03-05T20:00"), timedelta(hours=1)) == at("2026-03-08T05:00")


def test_no_time_added_changes_nothing_even_while_closed() -> None:
    assert BAHRAIN.add_time(at("2026-03-06T20:00"), timedelta()) == at("2026-03-06T20:00")


def test_no_open_time_lies_between_an_instant_and_an_earlier_one() -> None:
    assert BAHRAIN.time_between(at("2026-03-03T08:00"), at("2026-03-02T08:00")) == timedelta()


def test_a_weekend_holds_no_open_time() -> None:
    assert BAHRAIN.time_between(at("2026-03-05T11:00"), at("2026-03-08T04:00")) == timedelta()


@pytest.mark.parametrize(("day", "is_working"), [(19, True), (20, False), (24, False), (25, True)])
def test_a_holiday_is_no_working_day(day: int, is_working: bool) -> None:
    assert BAHRAIN.is_working_day(date(2026, 3, day)) is is_working


@pytest.mark.parametrize("week", [{}, {"sun": ()}])
def test_a_calendar_that_never_opens_says_so(
    week: dict[str, tuple[tuple[time, time], ...]],
) -> None:
    never = BusinessCalendar(ZoneInfo("Asia/Amman"), week, frozenset())

    with pytest.raises(NeverOpen):
        never.end_of_working_day(at("2026-03-01T08:00"), 1)
    with pytest.raises(NeverOpen):
        never.add_time(at("2026-03-01T08:00"), MINUTE)
