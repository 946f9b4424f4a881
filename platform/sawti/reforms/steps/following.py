"""What names an entity and follows when its work goes to another one.

What was promised, answered or counted is not here: that stays. Each change is in the history of the
editors, so that loading the pack leaves it alone.
"""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import Any

from sawti.accounts.models import Staff
from sawti.cases.steps.reorganising import views_follow
from sawti.catalogue.models import Category, ReplyTemplate
from sawti.catalogue.steps import categories, replies
from sawti.catalogue.steps.edits import Table, record_edit
from sawti.entities.models import Entity
from sawti.escalation.models import Level
from sawti.escalation.steps import editing as levels
from sawti.escalation.steps.rewatching import ladders_changed
from sawti.incidents.models import Incident
from sawti.sla import steps as policies
from sawti.sla.models import Policy


class Followers:
    """Lets rows follow from one entity to another, in the transaction of the act."""

    def __init__(self, entity: Entity, *, by: Staff, at: datetime) -> None:
        self.entity, self.by, self.at = entity, by, at

    def everything(self, to: Entity) -> None:
        """Let all follow that names the entity and works for cases to come."""
        self.categories(to)
        self.policies(to)
        self.replies(to)
        self.levels(to)
        self.incidents(to)
        views_follow(self.entity.code, to.code)

    def categories(self, to: Entity, **only: Any) -> None:
        """Let subjects follow: new cases about them go to the other entity."""
        rows = Category.objects.select_for_update(of=("self",)).filter(entity=self.entity, **only)
        for row in rows.select_related(
            "parent", "pillar", "importance", "entity", "confidentiality"
        ).order_by("id"):
            self._change(Table.CATEGORY, row, categories.values_of, entity=to)

    def policies(self, to: Entity, **only: Any) -> None:
        """Let promises for a subject follow; those for all cases of the entity are switched off.

        So they are where the other entity has one for the same. Cases keep their versions.
        """
        rows = Policy.objects.select_for_update().filter(entity=self.entity, is_active=True, **only)
        for row in rows.order_by("id"):
            if row.category_id is None or _is_taken(row, to):
                self._change(Table.POLICY, row, policies.values_of, is_active=False)
            else:
                self._change(Table.POLICY, row, policies.values_of, entity=to)

    def replies(self, to: Entity, **only: Any) -> None:
        """Let reply templates follow."""
        rows = ReplyTemplate.objects.select_for_update(of=("self",)).filter(
            entity=self.entity, **only
        )
        for row in rows.select_related("entity", "category").order_by("id"):
            self._change(Table.REPLY, row, replies.values_of, entity=to)

    def subjects(self, to: Entity, codes: Collection[str]) -> None:
        """Let follow what is about these subjects only."""
        self.policies(to, category__code__in=codes)
        self.replies(to, category__code__in=codes)
        self.incidents(to, category__code__in=codes)
        self.categories(to, code__in=codes)

    def incidents(self, to: Entity, **only: Any) -> None:
        """Let the other entity deal with known problems that are open."""
        rows = Incident.objects.filter(entity=self.entity, closed_at=None, **only)
        rows.update(entity=to)

    def levels(self, to: Entity) -> None:
        """Let levels of ladders that name the entity name the other one."""
        rows = list(
            Level.objects.select_for_update(of=("self",))
            .filter(entity=self.entity)
            .select_related("entity")
            .order_by("id")
        )
        for row in rows:
            self._change(Table.LEVEL, row, levels.values_of, entity=to)
        if rows:
            ladders_changed(at=self.at)

    def _change(
        self, table: Table, row: Any, values_of: Callable[[Any], dict[str, Any]], **changes: Any
    ) -> None:
        before = values_of(row)
        for name, value in changes.items():
            setattr(row, name, value)
        row.edited_at = self.at
        row.save(update_fields=[*changes, "edited_at"])
        after = values_of(row)
        record_edit(
            table, row.code, row_id=row.id, before=before, after=after, by=self.by, at=self.at
        )


def _is_taken(policy: Policy, entity: Entity) -> bool:
    """Tell whether the other entity promises something for the very same cases."""
    traits = ("category_id", "pillar_id", "case_type_id", "importance_id", "channel")
    same = {name: getattr(policy, name) for name in traits}
    return bool(Policy.objects.filter(entity=entity, is_active=True, **same).exists())
