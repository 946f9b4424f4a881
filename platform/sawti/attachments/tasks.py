"""What the scheduler calls: files that nobody used, and bytes that nobody knows."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.attachments import actions
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.attachments")


@db_periodic_task(crontab(hour="2", minute="40"))
def sweep_files_of_all_tenants() -> None:
    """Every night: delete what nobody used; what fails in one tenant does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                actions.sweep_unclaimed(at=clock.now())
                actions.sweep_orphans(at=clock.now())
        except Exception:
            log.exception("sweeping files failed in tenant %s", tenant.slug)
