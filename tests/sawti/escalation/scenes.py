"""What the tests of escalation share: posts, a sweep of a tenant, and what came of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.models import HistoryRow
from sawti.entities.actions import appoint
from sawti.entities.queries import entity_tree
from sawti.escalation.actions.sweeps import escalate_due
from sawti.escalation.actions.telling import tell_all_waiting
from sawti.escalation.models import Escalation, Level, Notice, Watch
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.outbox.models import Message
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.queries import tenant_by_slug
from tests.cast import Cast, utc

AUTHORITY = "electricity-water-authority"
# A case that is filed on Sunday 1 March 2026 at 08:00 UTC is due on Thursday 19 March at 11:00.
FILED, WARNED, DUE = "2026-03-01T08:00", "2026-03-16T06:45", "2026-03-19T11:00"
# Two and five working days later: Eid al-Fitr is in between.
LATE, VERY_LATE = "2026-03-26T11:00", "2026-03-31T11:00"


def bahrain() -> TenantFacts:
    """Return the tenant with the configuration that it has by now."""
    tenant = tenant_by_slug("bahrain")
    assert tenant is not None
    return tenant


def post(cast: Cast, staff: Staff, role: str, entity: str | None = AUTHORITY) -> None:
    """Give somebody a post, since long ago."""
    with tenant_context(cast.bahrain):
        entity_id = entity_tree().by_code[entity].id if entity else None
        appoint(staff=staff, entity_id=entity_id, post=role, at=utc("2020-01-01T00:00"))


def sweep(at: str) -> int:
    """Act on what clocks have reached by `at`; return how many clocks."""
    with tenant_context(bahrain()):
        return escalate_due(at=utc(at))


def tell(at: str) -> int:
    """Tell everybody for whom something waits at `at`; return how many people."""
    with tenant_context(bahrain()):
        return tell_all_waiting(at=utc(at))


def filed(cast: Cast, **more: Any) -> UUID:
    """File a case and deliver the news of it, so that its clocks are watched."""
    case_id = cast.file_case(on=FILED, **more).case_id
    cast.deliver()
    return case_id


def deliver(at: str) -> None:
    """Deliver the news of cases up to `at`."""
    with tenant_context(bahrain()):
        deliver_due(lambda: utc(at))


def levels(cast: Cast, case_id: UUID) -> list[tuple[str, str]]:
    """Return the levels of a case and what became of them, in the order in which they came."""
    with cast.inside(cast.bahrain):
        rows = Escalation.objects.filter(case_id=case_id).order_by("reached_at", "position", "id")
        return list(rows.values_list("level", "outcome"))


def told(cast: Cast, case_id: UUID) -> list[tuple[str, str]]:
    """Return (level, e-mail of who is to hear of it) of a case."""
    with cast.inside(cast.bahrain):
        rows = Notice.objects.filter(escalation__case_id=case_id)
        rows = rows.order_by("escalation__reached_at", "staff__email")
        return list(rows.values_list("escalation__level", "staff__email"))


def next_mark(cast: Cast, case_id: UUID) -> datetime | None:
    """Return when the answer's clock of a case reaches its next level."""
    with cast.inside(cast.bahrain):
        rows = Watch.objects.filter(clock__case_id=case_id, clock__kind="resolution")
        return rows.values_list("next_at", flat=True).first()


def outbox_rows(cast: Cast, topic: str = "case.escalate") -> int:
    with cast.inside(cast.bahrain):
        return int(Message.objects.filter(topic=topic).count())


def mails(cast: Cast, template: str = "") -> list[tuple[str, str]]:
    """Return (template, address) of the messages about escalations, in their order."""
    names = [template] if template else ["case_escalated", "escalation_digest"]
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template__in=names).order_by("created_at", "address")
        return list(rows.values_list("template", "address"))


def events(cast: Cast, case_id: UUID) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = HistoryRow.objects.filter(case_id=case_id).order_by("at", "id")
        return list(rows.values_list("event", flat=True))


def set_level(cast: Cast, code: str, **values: Any) -> None:
    """Change a level as no editor would: for preparing what a test is about."""
    with cast.writing(cast.bahrain):
        Level.objects.filter(code=code).update(**values)
        configuration_changed()
