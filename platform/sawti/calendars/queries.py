"""The tenant's calendar, ready for arithmetic."""

from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

from sawti.calendars.hours import BusinessCalendar
from sawti.calendars.models import Holiday, WorkingWeek
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import kept_per_version


@kept_per_version
def business_calendar() -> BusinessCalendar:
    """Return the current tenant's business calendar."""
    week = WorkingWeek.objects.get()
    closed = frozenset(
        holiday.first_on + timedelta(days=offset)
        for holiday in Holiday.objects.all()
        for offset in range((holiday.last_on - holiday.first_on).days + 1)
    )
    return BusinessCalendar(
        zone=ZoneInfo(current_tenant().time_zone),
        week={
            day: tuple((time.fromisoformat(a), time.fromisoformat(b)) for a, b in spans)
            for day, spans in week.hours.items()
        },
        closed_on=closed,
    )


@kept_per_version
def holiday_names() -> dict[date, dict[str, str]]:
    """Return the names of the holiday on each day that one closes."""
    return {
        holiday.first_on + timedelta(days=offset): holiday.names
        for holiday in Holiday.objects.all()
        for offset in range((holiday.last_on - holiday.first_on).days + 1)
    }
