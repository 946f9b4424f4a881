"""`sawti rotate_keys`: seal every personal field under the current key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sawti.accounts.actions.keys import BATCH, rotate_fields, rows_under_other_keys, sealed_models
from sawti.lib import clock
from sawti.lib.key_ring import KeyMissing
from sawti.tenancy.context import reading, tenant_context
from sawti.tenancy.queries import all_tenants


class Command(BaseCommand):
    """Goes through all tenants; may be broken off and begun again at any time."""

    help = "Seal every personal field under the first key of SAWTI_FIELD_KEYS (docs/keys.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count the rows")
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in all_tenants():
            with tenant_context(tenant):
                counts = self._counted() if options["dry_run"] else self._rotated(options["batch"])
            for label, count in counts.items():
                self.stdout.write(f"{tenant.slug} {label}: {count}")

    def _counted(self) -> dict[str, int]:
        with reading():
            return {
                model._meta.label: rows_under_other_keys(model).count() for model in sealed_models()
            }

    def _rotated(self, batch: int) -> dict[str, int]:
        try:
            return rotate_fields(at=clock.now(), batch=batch, progress=self._progress)
        except KeyMissing as missing:
            raise CommandError(str(missing)) from missing

    def _progress(self, label: str, count: int) -> None:
        if self.stderr.isatty():
            self.stderr.write(f"\r{label}: {count} …", ending="")
