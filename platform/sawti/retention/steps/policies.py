"""Versions of policies, in the open transaction."""

from datetime import datetime, timedelta
from typing import Any

from sawti.retention.models import Policy

GRACE = timedelta(days=7)  # a shorter time counts after it only, so that a slip can be undone


def add_first_version(
    *,
    kind: str,
    from_at: datetime,
    at: datetime,
    number: int | None,
    unit: str,
    how: str,
    **about: Any,
) -> bool:
    """Add a policy that has no version yet; tell whether it had none."""
    if Policy.objects.filter(kind=kind, **about).exists():
        return False
    Policy.objects.create(
        kind=kind, number=number, unit=unit, how=how, from_at=from_at, set_at=at, **about
    )
    return True
