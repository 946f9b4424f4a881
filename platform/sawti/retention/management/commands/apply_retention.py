"""manage.py apply_retention: remove what the policies end, or say what they would."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.retention.actions.applying import apply_policies
from sawti.retention.queries import due_now, run_report
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import all_tenants


class Command(BaseCommand):
    help = "Anonymise, erase and delete what the policies of each tenant end now."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", default="", help="the slug of one tenant")
        parser.add_argument("--limit", type=int, help="the most rows to remove in each tenant")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = [t for t in all_tenants() if options["tenant"] in ("", t.slug)]
        if not tenants:
            raise CommandError(f"There is no tenant {options['tenant']!r}.")
        for tenant in tenants:
            with tenant_context(tenant):
                if options["dry_run"]:
                    self._tell_due(tenant)
                else:
                    self._apply(tenant, options["limit"])

    def _tell_due(self, tenant: TenantFacts) -> None:
        with reading():
            lines = due_now(at=clock.now())
        for line in lines:
            self.stdout.write(f"{tenant.slug} {line.policy}: {line.count} would be {line.deed}")

    def _apply(self, tenant: TenantFacts, limit: int | None) -> None:
        run = apply_policies(at=clock.now(), limit=limit)
        with reading():
            report = run_report(run.id)
        for line in report.lines:
            self.stdout.write(f"{tenant.slug} {line.table}: {line.rows} {line.deed}")
        if report.failures:
            raise CommandError(f"{tenant.slug}: {len(report.failures)} cases could not be removed.")
