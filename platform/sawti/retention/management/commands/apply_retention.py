"""manage.py apply_retention: remove what the policies end, or say what they would."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.lib import clock
from sawti.retention.actions.applying import apply_policies
from sawti.retention.actions.restoring import remove_again
from sawti.retention.graves import read, written
from sawti.retention.models import Run
from sawti.retention.queries import due_now, run_report, tombstones
from sawti.tenancy.context import TenantFacts, reading, tenant_context
from sawti.tenancy.queries import all_tenants


class Command(BaseCommand):
    help = "Anonymise, erase and delete what the policies of each tenant end now."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", default="", help="the slug of one tenant")
        parser.add_argument(
            "--limit",
            type=int,
            help="the most rows to remove in each tenant, of all policies together",
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--write-tombstones", type=Path, metavar="FILE", help="keep them apart from backups"
        )
        parser.add_argument(
            "--after-restore",
            type=Path,
            metavar="FILE",
            help="remove again what a restored backup brought back, by such a file",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        tenants = [t for t in all_tenants() if options["tenant"] in ("", t.slug)]
        if not tenants:
            raise CommandError(f"There is no tenant {options['tenant']!r}.")
        if options["write_tombstones"]:
            self._write_tombstones(tenants, options["write_tombstones"])
            return
        for tenant in tenants:
            with tenant_context(tenant):
                if options["dry_run"]:
                    self._tell_due(tenant)
                elif options["after_restore"]:
                    self._remove_again(tenant, options["after_restore"])
                else:
                    self._apply(tenant, options["limit"])

    def _tell_due(self, tenant: TenantFacts) -> None:
        with reading():
            lines = due_now(at=clock.now())
        for line in lines:
            self.stdout.write(f"{tenant.slug} {line.policy}: {line.count} would be {line.deed}")

    def _write_tombstones(self, tenants: list[TenantFacts], file: Path) -> None:
        """Replace the file as a whole, so that a crash leaves the one of yesterday."""
        new = file.with_suffix(".new")
        with new.open("w", encoding="utf-8") as target:
            for tenant in tenants:
                with tenant_context(tenant), reading():
                    target.writelines(f"{line}\n" for line in written(tenant.slug, tombstones()))
        new.replace(file)

    def _remove_again(self, tenant: TenantFacts, file: Path) -> None:
        with file.open(encoding="utf-8") as lines:
            run = remove_again(read(tenant.slug, lines), at=clock.now())
        self._tell(tenant, run)

    def _apply(self, tenant: TenantFacts, limit: int | None) -> None:
        self._tell(tenant, apply_policies(at=clock.now(), most_rows=limit))

    def _tell(self, tenant: TenantFacts, run: Run) -> None:
        with reading():
            report = run_report(run.id)
        for line in report.lines:
            self.stdout.write(f"{tenant.slug} {line.table}: {line.rows} {line.deed}")
        if report.failures:
            raise CommandError(f"{tenant.slug}: {len(report.failures)} cases could not be removed.")
