"""What the scheduler calls: expired documents go within the hour."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.documents.actions import forget_expired
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.documents")


@db_periodic_task(crontab(minute="20"))
def forget_expired_documents_of_all_tenants() -> None:
    """Every hour, in each tenant; what fails in one does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                forget_expired(at=clock.now())
        except Exception:
            log.exception("forgetting documents failed in tenant %s", tenant.slug)
