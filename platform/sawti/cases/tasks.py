"""What the scheduler calls: every tenant in its own context."""

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.cases.actions import sweeps
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants


@db_periodic_task(crontab(minute="*"))
def date_breaches_of_all_tenants() -> None:
    """Every minute: date the breaches that fell due."""
    for tenant in all_tenants():
        with tenant_context(tenant):
            sweeps.date_breaches(at=clock.now())


@db_periodic_task(crontab(hour="2", minute="10"))
def forget_expired_of_all_tenants() -> None:
    """Every night: delete expired drafts and idempotency keys."""
    for tenant in all_tenants():
        with tenant_context(tenant):
            sweeps.forget_expired(at=clock.now())
