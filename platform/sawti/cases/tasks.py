"""What the scheduler calls: every tenant in its own context."""

import logging
from collections.abc import Callable

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.accounts.sessions import SessionStore
from sawti.cases.actions import sweeps, waiting
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.cases")


@db_periodic_task(crontab(minute="*"))
def date_breaches_of_all_tenants() -> None:
    """Every minute: end the waits that are over, then date the breaches that fell due."""
    _in_every_tenant(_sweep)


@db_periodic_task(crontab(hour="2", minute="10"))
def forget_expired_of_all_tenants() -> None:
    """Every night: delete expired drafts, idempotency keys and sessions."""
    _in_every_tenant(lambda: sweeps.forget_expired(at=clock.now()))
    SessionStore.clear_expired()


def _sweep() -> int:
    at = clock.now()
    ended, reminded = waiting.end_waits(at=at), waiting.remind_applicants(at=at)
    return ended + reminded + sweeps.date_breaches(at=at)


def _in_every_tenant(sweep: Callable[[], int]) -> None:
    """Run `sweep` in each tenant; what fails in one is logged and does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                sweep()
        except Exception:
            log.exception("a sweep failed in tenant %s", tenant.slug)
