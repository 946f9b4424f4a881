"""Versions of policies, in the open transaction."""

from datetime import datetime, timedelta
from typing import Any

from sawti.retention.models import Policy

GRACE = timedelta(days=7)  # a shorter time counts after it only, so that a slip can be undone


def policies_known() -> frozenset[tuple[str, str, str, str]]:
    """Return what the tenant has policies about: kind, codes of type and category, class."""
    columns = ("kind", "case_type__code", "category__code", "confidentiality")
    rows = Policy.objects.values_list(*columns).distinct()
    return frozenset(
        (kind, case_type or "", category or "", confidentiality)
        for kind, case_type, category, confidentiality in rows
    )


def add_first_version(
    *,
    kind: str,
    from_at: datetime,
    at: datetime,
    number: int | None,
    unit: str,
    how: str,
    **about: Any,
) -> None:
    """Add a policy about something that the tenant has none of yet."""
    Policy.objects.create(
        kind=kind, number=number, unit=unit, how=how, from_at=from_at, set_at=at, **about
    )
