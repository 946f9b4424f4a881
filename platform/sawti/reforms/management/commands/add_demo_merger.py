"""manage.py add_demo_merger: let one small department become part of what lies above it."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import Count, Q

from sawti.accounts.models import Staff
from sawti.cases.models import Case
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.lib import clock
from sawti.lib.permissions import HANDLE_CASES, REFORM_ENTITIES
from sawti.reforms.actions import ask_reform
from sawti.reforms.facts import Wish
from sawti.reforms.models import Act, Reform
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import all_tenants

REASON = "The department became part of what lies above it (demo)"


class Command(BaseCommand):
    help = "Merge one small department in each tenant where nothing was reformed. For the demo."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in all_tenants():
            with tenant_context(tenant):
                self._merge()

    def _merge(self) -> None:
        at = clock.now()
        with reading():
            held = Post.objects.filter(
                is_held(at), role__permissions__contains=[REFORM_ENTITIES], entity=None
            )
            by = Staff.objects.filter(pk__in=held.values("staff_id")).order_by("email").first()
            entity = None if Reform.objects.exists() else _smallest()
            if by is None or entity is None or entity.parent_id is None:
                return
            into = entity_tree().by_id[entity.parent_id].code
            roles = Post.objects.filter(
                entity_id=entity.id, role__permissions__contains=[HANDLE_CASES]
            ).values_list("role__code", flat=True)
            wish = Wish(Act.MERGE, entity.code, REASON, into=into, roles=tuple(sorted(set(roles))))
        reform = ask_reform(wish, by=by, at=at)
        self.stdout.write(f"{entity.code}: part of {into}; {reform.total} open cases follow")


def _smallest() -> EntityFacts | None:
    """Return the entity with fewest cases, open and answered ones, that has nothing below it."""
    tree = entity_tree()
    counted = (
        Case.objects.values("entity_id")
        .annotate(
            count=Count("pk"),
            open=Count("pk", filter=Q(closed_at=None)),
            closed=Count("pk", filter=Q(closed_at__isnull=False)),
        )
        .filter(open__gt=0, closed__gt=0)
    )
    for row in counted.order_by("count", "entity_id"):
        entity = tree.by_id[row["entity_id"]]
        is_leaf = len(tree.below[entity.id]) == 1
        if entity.parent_id and entity.is_active and is_leaf and not entity.is_triage:
            return entity
    return None
