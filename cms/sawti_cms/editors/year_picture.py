"""A year as twelve small calendars: what is open, what a weekend or a holiday closes."""

from calendar import Calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.dateformat import format as date_format
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext

from sawti.calendars.clock_times import text_of, time_of
from sawti.calendars.hours import WHOLE_DAY, BusinessCalendar, Hours
from sawti.calendars.queries import business_calendar, holiday_names
from sawti.lib.text import localised
from sawti_cms.editors.choices import language

SUNDAY = 6


@dataclass(frozen=True)
class Day:
    """One day. `kind`: open, weekend, holiday, part or season; `words` say what it is."""

    number: int
    kind: str
    words: str


@dataclass(frozen=True)
class Month:
    """One month: its name and rows of seven days; None stands before the first and after the last.

    `headings`: short and full names of the weekdays.
    """

    name: str
    headings: tuple[tuple[str, str], ...]
    weeks: tuple[tuple[Day | None, ...], ...]


def year_picture(year: int, entity_id: UUID | None) -> tuple[Month, ...]:
    """Return the months of a year by the calendar of an entity, or of the government."""
    calendar, names = business_calendar(entity_id), holiday_names(entity_id)
    headings = tuple(
        (str(WEEKDAYS_ABBR[day]), str(WEEKDAYS[day])) for day in Calendar(SUNDAY).iterweekdays()
    )
    return tuple(
        Month(
            date_format(date(year, month, 1), "F"),
            headings,
            tuple(tuple(week) for week in _weeks(year, month, calendar, names)),
        )
        for month in range(1, 13)
    )


def _weeks(
    year: int, month: int, calendar: BusinessCalendar, names: dict[date, dict[str, str]]
) -> Iterator[list[Day | None]]:
    for week in Calendar(SUNDAY).monthdatescalendar(year, month):
        yield [_day(day, calendar, names) if day.month == month else None for day in week]


def _day(day: date, calendar: BusinessCalendar, names: dict[date, dict[str, str]]) -> Day:
    name = localised(names[day], language()) if day in names else ""
    closed = calendar.closures.get(day, ())
    if calendar.is_holiday(day) or (name and WHOLE_DAY in closed):
        return Day(day.day, "holiday", name)
    if not calendar.hours_on(day):
        return Day(day.day, "weekend", gettext("Closed every week"))
    hours = text_of([[time_of(a), time_of(b)] for a, b in calendar.hours_on(day)])
    if closed:
        return Day(day.day, "part", f"{name}: {hours}")
    return Day(day.day, "season" if _is_season(day, calendar.hours) else "open", hours)


def _is_season(day: date, hours: tuple[Hours, ...]) -> bool:
    covering = [each for each in hours if each.first <= day <= each.last]
    return bool(covering) and covering[-1].last != date.max
