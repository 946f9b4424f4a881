"""manage.py add_demo_incidents: open one incident in each tenant that has a history."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand
from django.db.models import Count

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import RUNNING
from sawti.cases.models import Case
from sawti.cases.scope import HANDLE
from sawti.entities.permissions import colleagues, rights_of
from sawti.entities.queries import entity_tree
from sawti.incidents.actions.gathering import NewIncident, open_incident
from sawti.incidents.models import Incident
from sawti.lib import clock
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import all_tenants

CASES = 10
NAMES = {"ar": "عطل واحد تبلغ عنه حالات كثيرة", "en": "One fault that many cases report"}
TEXTS = {
    "ar": "هذا عطل معروف. يعمل فريقنا على إصلاحه، وسنكتب إليك حين ينتهي.",
    "en": "This is a known fault. Our crew is repairing it; we write to you when it is done.",
}


class Command(BaseCommand):
    help = "Open one incident with ten open cases in each tenant that has none. For the demo."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in all_tenants():
            with tenant_context(tenant):
                self._open()

    def _open(self) -> None:
        with reading():
            found = None if Incident.objects.exists() else self._busiest()
            if found is None:
                return
            entity_id, case_ids, by = found
            code = entity_tree().by_id[entity_id].code
        wanted = NewIncident(NAMES, code, public_texts=TEXTS)
        gathered = open_incident(wanted, case_ids, by=by, at=clock.now())
        self.stdout.write(f"{code}: an incident with {gathered.added} cases")

    def _busiest(self) -> tuple[UUID, list[UUID], Staff] | None:
        """Return the entity with most open cases that somebody works on, ten of them, and who."""
        open_cases = Case.objects.filter(
            state__in=RUNNING, confidentiality__isnull=True, case_type__code="complaint"
        )
        counted = open_cases.values_list("entity_id").annotate(count=Count("pk"))
        for entity_id, _count in counted.order_by("-count", "entity_id"):
            for each in colleagues(frozenset({entity_id})):
                by = Staff.objects.get(pk=each.id)
                if rights_of(by).allow(HANDLE, entity_id):
                    cases = open_cases.filter(entity_id=entity_id).newest_first()
                    return entity_id, list(cases.values_list("pk", flat=True)[:CASES]), by
        return None
