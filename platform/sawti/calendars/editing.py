"""Hours and holidays as their editors see them: from the tables, not from a snapshot."""

from datetime import date
from uuid import UUID

from sawti.calendars.models import Holiday, WorkingWeek
from sawti.lib.errors import Missing


def editable_hours(entity_id: UUID | None) -> list[WorkingWeek]:
    """Return the hours of the government (None) or of an entity; the usual ones first."""
    rows = WorkingWeek.objects.filter(entity_id=entity_id)
    return sorted(rows, key=lambda row: (bool(row.last_on), row.first_on or date.min))


def editable_holidays(entity_id: UUID | None) -> list[Holiday]:
    """Return the holidays that the government (None) or an entity has of its own, by day."""
    return list(Holiday.objects.filter(entity_id=entity_id).order_by("first_on", "code"))


def found_hours(row_id: UUID) -> WorkingWeek:
    """Return these hours. Raises Missing."""
    row: WorkingWeek | None = WorkingWeek.objects.filter(pk=row_id).first()
    if row is None:
        raise Missing
    return row


def found_holiday(row_id: UUID) -> Holiday:
    """Return this holiday. Raises Missing."""
    row: Holiday | None = Holiday.objects.filter(pk=row_id).first()
    if row is None:
        raise Missing
    return row
