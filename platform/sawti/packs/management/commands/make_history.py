"""manage.py make_history: months of believable cases, for a demo or a load test."""

import time
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from sawti.insights.actions import rebuild
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.packs.history.actions import Told, make_history
from sawti.packs.history.errors import HistoryExists
from sawti.tenancy.context import TenantFacts, tenant_context
from sawti.tenancy.queries import all_tenants

MOST_CASES, MOST_MONTHS = 10_000_000, 120
DAYS_IN_A_MONTH = 30.44
SECONDS_BETWEEN_LINES = 2


def _number(most: int) -> Any:
    def number(text: str) -> int:
        value = int(text.replace("_", "").replace(",", ""))
        if not 1 <= value <= most:
            raise ArgumentTypeError(f"expected 1 to {most:,}, found {text}")
        return value

    return number


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"expected a date such as 2026-03-20, found {text}") from error


class Command(BaseCommand):
    help = (
        "Write months of believable cases into a tenant without cases: invented people, nothing is "
        "mailed. The same seed and --until give the same cases."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tenant", help="slug; every tenant if not given")
        parser.add_argument(
            "--cases", type=_number(MOST_CASES), default=2000, help="per tenant (2000)"
        )
        parser.add_argument(
            "--months", type=_number(MOST_MONTHS), default=14, help="length of the history (14)"
        )
        parser.add_argument("--seed", type=int, default=1, help="another one, another history (1)")
        parser.add_argument("--until", type=_date, help="last day, such as 2026-03-20 (now)")
        parser.add_argument(
            "--if-empty", action="store_true", help="leave tenants that have cases as they are"
        )
        parser.add_argument(
            "--append", action="store_true", help="add to cases, or finish what was broken off"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        for tenant in self._tenants(options["tenant"]):
            try:
                with tenant_context(tenant):
                    self._write(tenant, _until(options["until"], tenant), options)
            except HistoryExists as error:
                if not options["if_empty"]:
                    raise CommandError(str(error)) from error
            except DomainError as error:
                raise CommandError(str(error)) from error

    def _tenants(self, slug: str | None) -> list[TenantFacts]:
        tenants = all_tenants()
        chosen = [tenant for tenant in tenants if slug in (None, tenant.slug)]
        if not chosen:
            there = ", ".join(tenant.slug for tenant in tenants) or "no tenant; load one first"
            raise CommandError(f"--tenant: expected one of: {there}; found {slug or 'none'}.")
        return chosen

    def _write(self, tenant: TenantFacts, until: datetime, options: dict[str, Any]) -> None:
        progress = _Progress(self, tenant.slug, options["cases"])
        try:
            told = make_history(
                options["cases"],
                since=until - timedelta(days=DAYS_IN_A_MONTH * options["months"]),
                until=until,
                seed=options["seed"],
                is_continued=options["append"],
                progress=progress,
            )
        except KeyboardInterrupt:
            raise CommandError(
                f"Stopped after {progress.told.total:,} of {options['cases']:,} cases of "
                f"{tenant.slug}; what is there is complete. The same command with --append "
                f"--until {until:%Y-%m-%d} goes on."
            ) from None
        seconds = max(0.001, progress.seconds())
        self.stdout.write(
            f"{tenant.slug}: {told.written:,} cases in {seconds:.1f} s "
            f"({told.written / seconds:,.0f} a second)"
        )
        with _plans_for_large_tables():
            months = rebuild(at=clock.now())  # nobody announced the cases, so nobody counted them
        self.stdout.write(f"{tenant.slug}: figures of {months} months counted")


@contextmanager
def _plans_for_large_tables() -> Iterator[None]:
    """Plan without nested loops: PostgreSQL's statistics do not know of the new rows yet.

    At a million cases a count took minutes instead of seconds. The serving role can't ANALYZE.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET enable_nestloop = off")
        try:
            yield
        finally:
            cursor.execute("RESET enable_nestloop")


class _Progress:
    """Says on standard error how far the work is, how fast it goes and how long it takes yet."""

    def __init__(self, command: Command, slug: str, cases: int) -> None:
        self.command, self.slug, self.cases = command, slug, cases
        self.told = Told(0, 0)
        self.started = self.spoken = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def __call__(self, told: Told) -> None:
        self.told = told
        if time.monotonic() - self.spoken < SECONDS_BETWEEN_LINES:
            return
        self.spoken = time.monotonic()
        rate = told.total / self.seconds()
        left = (self.cases - told.total) / rate
        self.command.stderr.write(
            f"{self.slug}: {told.total:,} of {self.cases:,} cases, "
            f"{rate:,.0f} a second, {left:,.0f} s left"
        )


def _until(chosen: date | None, tenant: TenantFacts) -> datetime:
    """Return the end of the chosen day where the tenant is, but never a time to come."""
    if chosen is None:
        return clock.now().replace(microsecond=0)
    zone = ZoneInfo(tenant.time_zone)
    end = datetime(chosen.year, chosen.month, chosen.day, 23, 59, 59, tzinfo=zone)
    return min(end.astimezone(UTC), clock.now().replace(microsecond=0))
