"""How much of the catalogue is in use: what an editor wants to know before switching it off."""

from uuid import UUID

from django.db.models import Count

from sawti.cases.models import Case


def unanswered_by_category() -> dict[UUID, int]:
    """Return how many cases without an answer each category has; figures only, of all entities."""
    found = Case.objects.unanswered().filter(category__isnull=False).order_by()
    return dict(found.values_list("category_id").annotate(cases=Count("id")))
