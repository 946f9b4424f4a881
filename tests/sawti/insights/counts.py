"""What the tests of figures look at: the roll-ups of a tenant, summed."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Sum

from sawti.entities.queries import entity_tree
from sawti.insights.actions import refresh_stale
from sawti.insights.checking import Difference, differences
from sawti.insights.models import AnswerDays, MonthlyFigures
from sawti.insights.queries import months_with_figures
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast

MARCH = date(2026, 3, 1)
ELECTRICITY, ROADS = "ewa-electricity-distribution", "roads-projects-maintenance"
LATER = datetime(2026, 12, 31, tzinfo=UTC)  # when all news has been due for long


def fed(cast: Cast, tenant: TenantFacts | None = None) -> int:
    """Deliver all news and count what it changed; return how many months were counted."""
    cast.deliver(tenant)
    with tenant_context(tenant or cast.bahrain):
        return refresh_stale(at=LATER)


def figure(cast: Cast, name: str, tenant: TenantFacts | None = None, **where: Any) -> int:
    """Return the sum of one figure over the roll-ups."""
    if code := where.pop("entity", ""):
        with cast.inside(tenant or cast.bahrain):
            where["entity_id"] = entity_tree().by_code[code].id
    with cast.inside(tenant or cast.bahrain):
        return MonthlyFigures.objects.filter(**where).aggregate(sum=Sum(name))["sum"] or 0


def waits(cast: Cast) -> dict[int, int]:
    """Return how many cases got their first answer after so many days."""
    with cast.inside(cast.bahrain):
        return dict(AnswerDays.objects.order_by("days").values_list("days", "cases"))


def wrong(cast: Cast) -> list[Difference]:
    """Return where the roll-ups and the raw rows disagree."""
    with cast.inside(cast.bahrain):
        months = months_with_figures()
        return [found for month in months for found in differences(month)]
