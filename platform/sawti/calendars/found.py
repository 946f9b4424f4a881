"""Holidays that come many at once: the list of a country for a year, or a calendar file."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import holidays
from icalendar import Calendar

from sawti.calendars.steps import MOST_DAYS, HolidayDraft
from sawti.lib.errors import N_, Invalid, InvalidInput
from sawti.lib.text import has_controls

LARGEST_FILE = 1_000_000  # bytes
MOST_EVENTS = 500
YEARS_AHEAD = 3  # for how long a yearly event of a file is repeated
_LOCALES = {"ar": ("ar",), "en": ("en_US", "en_GB", "en")}
_ONE_DAY = timedelta(days=1)

Found = tuple[str, HolidayDraft]


def holidays_of_country(country: str, year: int) -> list[Found]:
    """Return the public holidays of a country (ISO 3166-1 alpha-2) in a year, in order.

    Days in a row with one name are one holiday. Names come in both languages where the package
    `holidays` has them. Empty where it does not know the country.
    """
    if country not in holidays.list_supported_countries(include_aliases=False):
        return []
    languages = holidays.list_localized_countries().get(country, [])
    named = {
        language: _of_country(country, year, next((x for x in known if x in languages), None))
        for language, known in _LOCALES.items()
    }
    days = sorted((day, name) for day, name in named["en"].items() if day.year == year)
    return [
        (
            f"country-{first.isoformat()}",
            HolidayDraft(
                None, {"ar": named["ar"].get(first, name), "en": name}, first_on=first, last_on=last
            ),
        )
        for name, first, last in _runs(days)
    ]


def _of_country(country: str, year: int, language: str | None) -> dict[date, str]:
    return dict(holidays.country_holidays(country, years=year, language=language).items())


def _runs(days: Iterable[tuple[date, str]]) -> Iterator[tuple[str, date, date]]:
    """Yield name, first and last day of days in a row that have the same name."""

    def run(numbered: tuple[int, tuple[date, str]]) -> tuple[int, str]:
        place, (day, name) = numbered
        return day.toordinal() - place, name

    for (_, name), group in groupby(enumerate(days), key=run):
        found = [day for _, (day, _) in group]
        yield name, found[0], found[-1]


def holidays_in_file(content: bytes, *, zone: ZoneInfo, today: date) -> list[Found]:
    """Return the events of an iCalendar file (RFC 5545) that have not ended before `today`.

    A whole-day event closes its days; one with hours closes those hours in the zone of the tenant.
    A yearly event is repeated for three years. Raises InvalidInput where the file can't be read,
    is too large, or has more than 500 events.
    """
    if len(content) > LARGEST_FILE:
        _refuse(N_("The file is larger than 1 MB. Export fewer calendars at once."))
    try:
        events = Calendar.from_ical(content).walk("VEVENT")
    except (ValueError, IndexError, KeyError):
        _refuse(N_("This is no calendar file that we can read. Export it as iCalendar (.ics)."))
    if len(events) > MOST_EVENTS:
        _refuse(N_("The file has more than 500 events. Export the holidays alone."))
    found = [each for event in events for each in _holidays_of(event, zone, today)]
    return sorted(found, key=lambda each: (each[1].first_on, each[0]))


def _refuse(text: str) -> None:
    raise InvalidInput([Invalid("file", text)])


def _holidays_of(event: Any, zone: ZoneInfo, today: date) -> Iterator[Found]:
    """Yield an event as a holiday, and its repetitions; what can't be one is left out."""
    try:
        draft = _draft(event, zone)
    except (ValueError, KeyError, AttributeError, TypeError):
        return
    years = range(YEARS_AHEAD + 1) if _is_yearly(event) else (0,)
    for ahead in years:
        moved = _moved(draft, today.year - draft.first_on.year + ahead if len(years) > 1 else 0)
        if moved and moved.last_on >= today and (moved.last_on - moved.first_on).days < MOST_DAYS:
            yield f"file-{_key(event)}-{moved.first_on.isoformat()}"[:120], moved


def _draft(event: Any, zone: ZoneInfo) -> HolidayDraft:
    name = " ".join(str(event["SUMMARY"]).split())[:200]
    if not name or has_controls(name):
        raise ValueError(name)
    names = {"ar": name, "en": name}
    start = event.decoded("DTSTART")
    if isinstance(start, datetime):
        return _part_of_a_day(names, _local(start, zone), _local(_end(event, start), zone))
    last = max(_end(event, start) - _ONE_DAY, start)  # DTEND is the day after (RFC 5545, 3.6.1)
    return HolidayDraft(None, names, first_on=start, last_on=last)


def _end(event: Any, start: Any) -> Any:
    if "DTEND" in event:
        return event.decoded("DTEND")
    if "DURATION" in event:
        return start + event.decoded("DURATION")
    return start + _ONE_DAY


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """Return an instant as the wall of the tenant shows it; a floating time is such a time."""
    return at.astimezone(zone) if at.tzinfo else at.replace(tzinfo=zone)


def _part_of_a_day(names: dict[str, str], start: datetime, end: datetime) -> HolidayDraft:
    closed_from = start.hour * 60 + start.minute
    ends_at_midnight = end.hour == end.minute == 0 and end.date() == start.date() + _ONE_DAY
    closed_until = 24 * 60 if ends_at_midnight else end.hour * 60 + end.minute
    if end.date() != start.date() and not ends_at_midnight:
        closed_from, closed_until = 0, 24 * 60  # over several days: those days are closed
    last = start.date() if ends_at_midnight else end.date()
    if closed_from >= closed_until or end.astimezone(UTC) <= start.astimezone(UTC):
        raise ValueError(names)
    return HolidayDraft(None, names, start.date(), last, closed_from, closed_until)


def _is_yearly(event: Any) -> bool:
    return "RRULE" in event and event["RRULE"].get("FREQ") == ["YEARLY"]


def _moved(draft: HolidayDraft, years: int) -> HolidayDraft | None:
    """Return the holiday that many years later; none where 29 February is missing."""
    if not years:
        return draft
    try:
        first = draft.first_on.replace(year=draft.first_on.year + years)
    except ValueError:
        return None
    return replace(draft, first_on=first, last_on=first + (draft.last_on - draft.first_on))


def _key(event: Any) -> str:
    return "".join(str(event.get("UID", event["SUMMARY"])).split())[:90]
