"""Business time against a walker that looks at every minute, and known dates by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sawti.calendars.hours import (
    DAY,
    WEEKDAYS,
    WHOLE_DAY,
    BusinessCalendar,
    Hours,
    NeverOpen,
    Span,
    Week,
)

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
    """The slow truth: a minute is open if the wall shows a time within the hours of its day."""

    def __init__(self, calendar: BusinessCalendar) -> None:
        self.calendar = calendar

    def is_open(self, minute: datetime) -> bool:
        local = minute.astimezone(self.calendar.zone)
        on_the_wall = local.hour * 60 + local.minute
        return any(
            opens <= on_the_wall < closes for opens, closes in self.hours_on(local.date())
        ) and not any(
            opens <= on_the_wall < closes
            for opens, closes in self.calendar.closures.get(local.date(), ())
        )

    def hours_on(self, day: date) -> tuple[Span, ...]:
        covering = [h for h in self.calendar.hours if h.first <= day <= h.last]
        return covering[-1].week.get(WEEKDAYS[day.weekday()], ()) if covering else ()

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


def spans_from(minutes: list[int]) -> tuple[Span, ...]:
    """Return spans between pairs of different minutes of the day, in order, not touching."""
    marks = sorted(set(minutes))
    marks = marks[: len(marks) // 2 * 2]
    return tuple(zip(marks[::2], marks[1::2], strict=True))


# Night included: a local time may be skipped there, or come twice.
spans = st.lists(st.integers(0, 24 * 60), max_size=6).map(spans_from)
weeks = st.dictionaries(st.sampled_from(WEEKDAYS), spans, min_size=1).filter(
    lambda week: any(week.values())
)
# Around the changes of clocks in spring and autumn 2021, when Jordan still had them, and 2026.
days = st.one_of(
    st.dates(date(2021, 3, 20), date(2021, 4, 6)),
    st.dates(date(2021, 10, 24), date(2021, 11, 10)),
    st.dates(date(2026, 3, 20), date(2026, 4, 30)),
)
closures = st.dictionaries(st.integers(-1, 9), spans | st.just((WHOLE_DAY,)), max_size=5)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[BusinessCalendar, datetime]:
    """Return a calendar and an instant near some of its closures and changes of hours."""
    first = draw(days)
    change, season = (first + draw(st.integers(-3, 6)) * DAY for _ in range(2))
    calendar = BusinessCalendar(
        zone=ZoneInfo(draw(st.sampled_from(ZONES))),
        hours=(
            Hours(draw(weeks)),
            Hours(draw(weeks), first=change),
            Hours(draw(weeks), first=season, last=season + draw(st.integers(0, 5)) * DAY),
        ),
        closures={first + day * DAY: closed for day, closed in draw(closures).items()},
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
    hours=(Hours(dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), ((420, 840),))),),
    closures={date(2026, 3, day): (WHOLE_DAY,) for day in range(20, 25)},
)
BERLIN = BusinessCalendar(
    zone=ZoneInfo("Europe/Berlin"),
    hours=(Hours(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ((480, 720), (780, 1020)))),),
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
def test_a_calendar_that_never_opens_says_so(week: Week) -> None:
    never = BusinessCalendar(ZoneInfo("Asia/Amman"), (Hours(week),))

    with pytest.raises(NeverOpen):
        never.end_of_working_day(at("2026-03-01T08:00"), 1)
    with pytest.raises(NeverOpen):
        never.add_time(at("2026-03-01T08:00"), MINUTE)
    with pytest.raises(NeverOpen):
        never.next_opening(at("2026-03-01T08:00"))


RAMADAN = replace(
    BAHRAIN,
    hours=(
        *BAHRAIN.hours,
        Hours(
            dict.fromkeys(("sun", "mon", "tue", "wed", "thu"), ((480, 780),)),
            first=date(2026, 2, 18),
            last=date(2026, 3, 19),
        ),
    ),
)


def test_in_ramadan_an_hour_less_is_open_in_the_morning_and_in_the_afternoon() -> None:
    assert RAMADAN.spans_on(date(2026, 2, 17)) == [(at("2026-02-17T04:00"), at("2026-02-17T11:00"))]
    assert RAMADAN.spans_on(date(2026, 2, 18)) == [(at("2026-02-18T05:00"), at("2026-02-18T10:00"))]


def test_seven_hours_of_work_take_two_days_in_ramadan() -> None:
    seven = timedelta(hours=7)

    assert RAMADAN.add_time(at("2026-02-17T04:00"), seven) == at("2026-02-17T11:00")
    assert RAMADAN.add_time(at("2026-02-18T05:00"), seven) == at("2026-02-19T07:00")


def test_an_early_closing_takes_the_afternoon_and_leaves_a_working_day() -> None:
    early = replace(BERLIN, closures={date(2026, 12, 24): ((12 * 60, 24 * 60),)})

    assert early.spans_on(date(2026, 12, 24)) == [(at("2026-12-24T07:00"), at("2026-12-24T11:00"))]
    assert early.end_of_working_day(at("2026-12-23T09:00"), 1) == at("2026-12-24T11:00")


def test_a_closure_in_the_middle_of_a_span_leaves_both_ends_of_it() -> None:
    drill = replace(BAHRAIN, closures={date(2026, 4, 1): ((600, 660),)})

    assert drill.spans_on(date(2026, 4, 1)) == [
        (at("2026-04-01T04:00"), at("2026-04-01T07:00")),
        (at("2026-04-01T08:00"), at("2026-04-01T11:00")),
    ]


def test_who_works_around_the_clock_has_23_hours_when_summer_time_begins_and_25_when_it_ends() -> (
    None
):
    always = BusinessCalendar(
        ZoneInfo("Europe/Berlin"), (Hours(dict.fromkeys(WEEKDAYS, (WHOLE_DAY,))),)
    )

    lengths = [
        sum((closes - opens for opens, closes in always.spans_on(day)), timedelta())
        for day in (date(2026, 3, 29), date(2026, 7, 1), date(2026, 10, 25))
    ]

    assert lengths == [timedelta(hours=hours) for hours in (23, 24, 25)]


@pytest.mark.parametrize(
    ("instant", "opens"),
    [
        ("2026-03-01T08:00", "2026-03-01T08:00"),  # open
        ("2026-03-01T11:00", "2026-03-02T04:00"),  # just closed
        ("2026-03-19T12:00", "2026-03-25T04:00"),  # the feast
    ],
)
def test_what_comes_outside_opening_hours_waits_for_the_next_opening(
    instant: str, opens: str
) -> None:
    assert BAHRAIN.next_opening(at(instant)) == at(opens)
    assert BAHRAIN.is_open(at(instant)) is (instant == opens)


def test_instants_far_apart_are_counted_on_one_calendar() -> None:
    start, end = at("2019-01-01T00:00"), at("2031-01-01T00:00")

    before, after = (
        BAHRAIN.working_days_between(a, b)
        for a, b in ((start, at("2026-03-01T08:00")), (at("2026-03-01T08:00"), end))
    )

    assert before + after == BAHRAIN.working_days_between(start, end)
