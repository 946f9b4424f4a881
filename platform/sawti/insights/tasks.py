"""What the scheduler calls: count what changed, and every night compare with the raw rows."""

import logging

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.insights.actions import rebuild, refresh_stale
from sawti.insights.checking import differences
from sawti.insights.counting import month_of
from sawti.insights.periods import months_after
from sawti.lib import clock
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.insights")

MONTHS_CHECKED = 4


@db_periodic_task(crontab(minute="*"))
def refresh_of_all_tenants() -> None:
    """Every minute: count anew what changed. What fails in one tenant does not stop the others."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                refresh_stale(at=clock.now())
        except Exception:
            log.exception("figures could not be counted in tenant %s", tenant.slug)


@db_periodic_task(crontab(hour="3", minute="10"))
def check_of_all_tenants() -> None:
    """Every night: compare the last months with the raw rows, and heal what differs."""
    for tenant in all_tenants():
        try:
            with tenant_context(tenant):
                heal_last_months()
        except Exception:
            log.exception("figures could not be checked in tenant %s", tenant.slug)


def heal_last_months() -> int:
    """Count the months anew that differ from the raw rows; return how many there were."""
    now = clock.now()
    refresh_stale(at=now)
    healed = 0
    for ago in range(MONTHS_CHECKED):
        month = months_after(month_of(now), -ago)
        if found := differences(month):
            log.warning("%s figures of %s differed, such as %s", len(found), month, found[0])
            healed += rebuild(at=now, month=month)
    return healed
