"""What the scheduler calls: every tenant in its own context."""

import logging
from collections.abc import Callable

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.escalation.actions.sweeps import escalate_due, mend_watches
from sawti.escalation.actions.telling import tell_all_waiting
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.escalation")


@db_periodic_task(crontab(minute="*"))
def escalate_in_all_tenants() -> None:
    """Every minute: act on the levels that were reached, then tell whom that concerns."""
    _in_every_tenant(lambda: escalate_due(at=clock.now()))
    _in_every_tenant(lambda: tell_all_waiting(at=clock.now()))


@db_periodic_task(crontab(hour="3", minute="20"))
def mend_watches_of_all_tenants() -> None:
    """Every night: find clocks that no news told us of."""
    _in_every_tenant(lambda: mend_watches(at=clock.now()))


def _in_every_tenant(sweep: Callable[[], object]) -> None:
    """Run `sweep` in each tenant; what fails in one is logged and does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                sweep()
        except Exception:
            log.exception("a sweep failed in tenant %s", tenant.slug)
