"""What the commands of this app have in common: which tenants, and which month."""

from argparse import ArgumentParser, ArgumentTypeError
from datetime import date

from django.core.management.base import CommandError

from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import all_tenants


def add_choices(parser: ArgumentParser) -> None:
    """Add --tenant and --month."""
    parser.add_argument("--tenant", help="slug of the tenant; all tenants if left out")
    parser.add_argument("--month", type=_month, help="such as 2026-03; all months if left out")


def chosen_tenants(slug: str | None) -> list[TenantFacts]:
    """Return the tenant with that slug, or all of them."""
    found = [tenant for tenant in all_tenants() if slug in (None, tenant.slug)]
    if not found:
        raise CommandError(f"There is no tenant {slug!r}.")
    return found


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError as error:
        raise ArgumentTypeError(f"{text!r} is no month; write it as 2026-03.") from error
