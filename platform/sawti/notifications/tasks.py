"""What the scheduler calls: every tenant in its own context."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.lib import clock
from sawti.notifications.actions.messages import drop_what_is_over
from sawti.notifications.actions.reports import read_smpp_receipts
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.notifications")


@db_periodic_task(crontab(minute="*"))
def look_after_messages_of_all_tenants() -> None:
    """Every minute: drop what is over, and ask message centres for their reports.

    What fails in one tenant does not stop the others.
    """
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                drop_what_is_over(at=clock.now())
                read_smpp_receipts(at=clock.now())
        except Exception:
            log.exception("looking after messages failed in tenant %s", tenant.slug)
