"""What the scheduler calls: files that nobody used, and bytes that nobody knows."""

import logging
from collections.abc import Callable

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.attachments import actions
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.attachments")


@db_periodic_task(crontab(minute="50"))
def sweep_unclaimed_of_all_tenants() -> None:
    """Every hour: delete the uploads that nobody used in time."""
    _in_all_tenants(actions.sweep_unclaimed)


@db_periodic_task(crontab(hour="2", minute="40"))
def sweep_orphans_of_all_tenants() -> None:
    """Every night: delete bytes that no row knows."""
    _in_all_tenants(actions.sweep_orphans)


def _in_all_tenants(sweep: Callable[..., int]) -> None:
    """Sweep everywhere; what fails in one tenant does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                sweep(at=clock.now())
        except Exception:
            log.exception("sweeping files failed in tenant %s", tenant.slug)
