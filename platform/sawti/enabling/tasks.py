"""What the scheduler calls: the jobs of plugins, in each tenant that enabled them."""

import logging
from datetime import datetime

from huey import crontab
from huey.contrib.djhuey import db_periodic_task

from sawti.enabling.queries import jobs_of_tenant
from sawti.lib import clock
from sawti.plugins.calling import function_at
from sawti.plugins.manifest import Every
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.queries import all_tenants

log = logging.getLogger("sawti.plugins")


@db_periodic_task(crontab(minute="20"))
def run_hourly_jobs() -> None:
    """Twenty minutes past each hour."""
    run_jobs(Every.HOUR, at=clock.now())


@db_periodic_task(crontab(hour="2", minute="40"))
def run_nightly_jobs() -> None:
    """Every night, after our own sweeps."""
    run_jobs(Every.NIGHT, at=clock.now())


def run_jobs(every: Every, *, at: datetime) -> None:
    """Run what is due in every tenant; what fails is logged and does not stop the others."""
    for tenant in all_tenants():
        _run_in(tenant, every, at)


def _run_in(tenant: TenantFacts, every: Every, at: datetime) -> None:
    with tenant_context(tenant):
        for plugin, job in jobs_of_tenant(every):
            try:
                function_at(job.run)(at=at)
            except Exception as error:  # noqa: BLE001 - one plugin must not stop another's work
                kind = type(error).__name__
                log.error(
                    "job %s of plugin %s failed in %s: %s", job.name, plugin, tenant.slug, kind
                )
