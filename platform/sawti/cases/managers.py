"""How cases are looked for: filters with names."""

from datetime import datetime
from typing import Any, Self
from uuid import UUID

from django.db import models

from sawti.cases.lifecycle import UNANSWERED
from sawti.tenancy.models import TenantManager


class CaseQuerySet(models.QuerySet[Any]):
    """Filters with names."""

    def of_entities(self, ids: frozenset[UUID]) -> Self:
        """Keep cases that one of these entities holds now."""
        return self.filter(entity_id__in=ids)

    def unanswered(self) -> Self:
        """Keep cases that still wait for an answer."""
        return self.filter(state__in=UNANSWERED)

    def with_holder_name(self) -> Self:
        """Add `holder_name`: who works on the case, or None."""
        return self.annotate(holder_name=models.F("holder__name"))

    def newest_first(self) -> Self:
        return self.order_by("-received_at", "-id")

    def oldest_first(self) -> Self:
        return self.order_by("received_at", "id")

    def due_first(self) -> Self:
        return self.order_by("due_at", "id")


class CaseManager(TenantManager.from_queryset(CaseQuerySet)):  # type: ignore[misc]
    """Cases of the current tenant."""


class ClockQuerySet(models.QuerySet[Any]):
    """Filters with names."""

    def open(self) -> Self:
        """Keep clocks that have not ended; those that stand are among them."""
        return self.filter(ended_at__isnull=True)

    def running_past_due(self, at: datetime) -> Self:
        """Keep clocks that fell due while they ran and are not dated yet; as `clock_falls_due`."""
        return self.open().filter(
            paused_at__isnull=True, breached_at__isnull=True, due_at__isnull=False, due_at__lt=at
        )


class ClockManager(TenantManager.from_queryset(ClockQuerySet)):  # type: ignore[misc]
    """Clocks of the current tenant."""
