"""What the queue runs: seal what waits, soon and every minute; anchor and check every night."""

import logging
from uuid import UUID

from huey import crontab
from huey.contrib.djhuey import db_periodic_task, db_task

from sawti.audit.actions import seal_pending
from sawti.audit.checking import anchor_today, check_record
from sawti.lib import clock
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.audit")


@db_task()
def seal_of_tenant(tenant_id: str) -> None:
    """Seal what waits in one tenant."""
    wanted = UUID(tenant_id)
    for tenant in all_tenants():
        if tenant.id == wanted:
            _seal(tenant)


@db_periodic_task(crontab(minute="*"))
def seal_of_all_tenants() -> None:
    """Every minute: what was never woken. What fails in one tenant does not stop the others."""
    for tenant in all_tenants():
        _seal(tenant)


@db_periodic_task(crontab(hour="1", minute="30"))
def anchor_and_check_all_tenants() -> None:
    """Every night: say where each chain ends, and read all of it again."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                anchor_today(at=clock.now())
                check_record(at=clock.now())
        except Exception:
            log.exception("the audit record of tenant %s could not be checked", tenant.slug)


def _seal(tenant: TenantFacts) -> None:
    try:
        with tenant_context(tenant):
            seal_pending(at=clock.now())
    except Exception:
        log.exception("the audit record of tenant %s could not be sealed", tenant.slug)
