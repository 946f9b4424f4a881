"""Letting go of what no longer limits anybody."""

from datetime import datetime

from django.db import transaction

from sawti.limits.models import Bucket


def forget_idle(*, at: datetime) -> int:
    """Delete the buckets that are empty again; return how many."""
    with transaction.atomic(durable=True):
        gone, _ = Bucket.objects.filter(free_at__lte=at).delete()
    return gone
