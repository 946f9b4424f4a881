"""Writes inside a transaction that somebody else opened."""

from datetime import date

from django.db.models import F

from sawti_example.models import EventCount


def count_event(event: str, *, on: date) -> None:
    """Count one more."""
    row, _ = EventCount.objects.get_or_create(event=event, on=on)
    EventCount.objects.filter(pk=row.pk).update(count=F("count") + 1)
