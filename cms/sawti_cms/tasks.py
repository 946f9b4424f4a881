"""What the scheduler calls: pages whose hour has come."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants
from sawti_cms.publishing import keep_to_the_hours

log = logging.getLogger("sawti.cms")


@db_periodic_task(crontab(minute="*"))
def keep_to_the_hours_of_all_tenants() -> None:
    """Every minute: publish and unpublish; what fails in one tenant does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                keep_to_the_hours(at=clock.now())
        except Exception:
            log.exception("pages were not published in tenant %s", tenant.slug)
