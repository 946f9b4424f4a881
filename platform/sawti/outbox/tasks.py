"""What the queue runs: it only wakes delivery, the promise is the outbox row."""

from uuid import UUID

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from sawti.outbox.delivery import deliver_due
from sawti.outbox.queries import tenants_with_open_messages
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants


@db_task()
def deliver_of_tenant(tenant_id: str) -> None:
    """Deliver what is due in one tenant."""
    wanted = UUID(tenant_id)
    for tenant in all_tenants():
        if tenant.id == wanted:
            with tenant_context(tenant):
                deliver_due()


@db_periodic_task(crontab(minute="*"))
def deliver_of_all_tenants() -> None:
    """Every minute: what was never woken, and what a dead worker held."""
    for tenant_id in tenants_with_open_messages():
        deliver_of_tenant(str(tenant_id))
