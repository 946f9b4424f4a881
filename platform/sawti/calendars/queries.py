"""The calendars of the tenant and of its entities, ready for arithmetic."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.calendars.clock_times import minutes_of
from sawti.calendars.hours import BusinessCalendar, Hours, Span, days_between
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import kept_per_version


@dataclass(frozen=True)
class _Calendars:
    """`by_entity` holds the government's own under None."""

    by_entity: dict[UUID | None, BusinessCalendar]
    names: dict[UUID | None, dict[date, dict[str, str]]]


def business_calendar(
    entity_id: UUID | None = None, *, since: datetime | None = None
) -> BusinessCalendar:
    """Return the calendar that an entity works by, or the government's.

    An entity has the calendar of the nearest entity above it (itself first) with hours or holidays
    of its own. `since`: what lay above it then counts, for a clock that started then.
    """
    return _in_force().by_entity[owner_of(entity_id, since=since)]


def holiday_names(entity_id: UUID | None = None) -> dict[date, dict[str, str]]:
    """Return the names of the holiday on each day that one closes, wholly or in part."""
    return _in_force().names[owner_of(entity_id)]


def owner_of(entity_id: UUID | None, *, since: datetime | None = None) -> UUID | None:
    """Return whose calendar an entity works by, or worked by then; None is the government's."""
    known = _in_force().by_entity
    if entity_id is None or len(known) == 1:
        return None
    above = (entity.id for entity in entity_tree().ancestors(entity_id, since))
    return next((each for each in (entity_id, *above) if each in known), None)


@contextmanager
def calendars_as_written() -> Iterator[None]:
    """Answer from the tables as this transaction sees them: for a change that is only tried."""
    token = _tried.set(_read_calendars())
    try:
        yield
    finally:
        _tried.reset(token)


_tried: ContextVar[_Calendars | None] = ContextVar("sawti_tried_calendars", default=None)


def _in_force() -> _Calendars:
    return _tried.get() or _calendars()


def _read_calendars() -> _Calendars:
    weeks, holidays = defaultdict(list), defaultdict(list)
    for week in WorkingWeek.objects.all():
        weeks[week.entity_id].append(week)
    for holiday in Holiday.objects.filter(is_active=True):
        holidays[holiday.entity_id].append(holiday)
    owners = {None, *weeks, *holidays}
    kept = {
        owner: [*holidays[owner], *(holidays[None] if owner else ())]
        if _keeps_holidays(weeks[owner])
        else holidays[owner]
        for owner in owners
    }
    zone = ZoneInfo(current_tenant().time_zone)
    return _Calendars(
        {
            owner: BusinessCalendar(
                zone, hours_of(weeks[owner] or weeks[None]), closures_of(kept[owner])
            )
            for owner in owners
        },
        {owner: _names(kept[owner]) for owner in owners},
    )


_calendars = kept_per_version(_read_calendars)


def _keeps_holidays(weeks: list[WorkingWeek]) -> bool:
    return all(week.keeps_holidays for week in weeks)


def hours_of(weeks: Iterable[WorkingWeek]) -> tuple[Hours, ...]:
    """Return hours in the order in which they are laid over each other: seasons come last."""
    ordered = sorted(weeks, key=lambda week: (bool(week.last_on), week.first_on or date.min))
    return tuple(
        Hours(
            {day: _spans(spans) for day, spans in week.hours.items()},
            week.first_on or date.min,
            week.last_on or date.max,
        )
        for week in ordered
    )


def closures_of(holidays: Iterable[Holiday]) -> dict[date, tuple[Span, ...]]:
    """Return what holidays close of each day."""
    closures: dict[date, tuple[Span, ...]] = {}
    for row in holidays:
        for day in days_between(row.first_on, row.last_on):
            closures[day] = (*closures.get(day, ()), (row.closed_from, row.closed_until))
    return closures


def _names(holidays: Iterable[Holiday]) -> dict[date, dict[str, str]]:
    return {day: row.names for row in holidays for day in days_between(row.first_on, row.last_on)}


def _spans(spans: list[list[str]]) -> tuple[Span, ...]:
    return tuple((minutes_of(opens), minutes_of(closes)) for opens, closes in spans)
