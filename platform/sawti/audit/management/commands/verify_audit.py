"""manage.py verify_audit: read the audit record again; exit 1 at the first broken link."""

from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from sawti.audit.verification import breaks, waiting
from sawti.tenancy.commands import chosen_tenants
from sawti.tenancy.context import TenantFacts, reading, tenant_context


class Command(BaseCommand):
    help = "Check that no entry of the audit record was altered, deleted, inserted or reordered."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="slug of the tenant; all tenants if left out")
        parser.add_argument("--since", type=_day, help="such as 2026-03-01; earlier is trusted")
        parser.add_argument("--all", action="store_true", help="go on after the first broken link")

    def handle(self, *args: Any, **options: Any) -> None:
        most = None if options["all"] else 1
        tenants = chosen_tenants(options["tenant"])
        broken = [self._verify(tenant, options["since"], most) for tenant in tenants]
        if any(broken):
            raise CommandError("The audit record is broken. See docs/audit.md, 'A broken link'.")

    def _verify(self, tenant: TenantFacts, since: datetime | None, most: int | None) -> int:
        """Print what is broken in one tenant, at most `most` links; return how many there are."""
        checked = [0]
        with tenant_context(tenant), reading():
            found = list(islice(breaks(since=since, progress=self._tell(tenant, checked)), most))
            still_waiting = waiting()
        for broken in found:
            self.stderr.write(f"{tenant.slug} {broken}")
        if not found:
            self.stdout.write(
                f"{tenant.slug}: {checked[0]} entries agree with their seals, "
                f"{still_waiting} wait for theirs."
            )
        return len(found)

    def _tell(self, tenant: TenantFacts, checked: list[int]) -> Callable[[int, int], None]:
        def tell(done: int, whole: int) -> None:
            checked[0] = done
            if done < whole:
                self.stdout.write(f"{tenant.slug}: {done} of {whole} …")

        return tell


def _day(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no date; write it as 2026-03-01.") from error
