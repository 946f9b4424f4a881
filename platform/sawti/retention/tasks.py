"""What the scheduler calls: every night, what the policies of each tenant end."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.lib import clock
from sawti.retention.actions.copies import forget_copies
from sawti.retention.actions.nights import begin_night
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.retention")


@db_periodic_task(crontab(hour="1", minute="40"))
def begin_night_of_all_tenants() -> None:
    """Every night: begin a run in each tenant; what fails in one does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                begin_night(at=clock.now())
        except Exception:
            log.exception("retention could not begin in tenant %s", tenant.slug)


@db_periodic_task(crontab(minute="35"))
def forget_copies_of_all_tenants() -> None:
    """Every hour, in each tenant: copies of people's data that were fetched or are over."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                forget_copies(at=clock.now())
        except Exception:
            log.exception("forgetting copies failed in tenant %s", tenant.slug)
