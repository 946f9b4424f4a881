"""Writes that open their own transaction."""

from datetime import datetime, timedelta

from django.db import transaction

from sawti_example.models import EventCount

KEPT_FOR = timedelta(days=365)


def forget_old_counts(*, at: datetime) -> None:
    """Delete counts that are older than a year; the nightly job of the manifest."""
    with transaction.atomic(durable=True):
        EventCount.objects.filter(on__lt=(at - KEPT_FOR).date()).delete()
