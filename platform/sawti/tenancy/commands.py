"""What commands about one tenant or all have in common."""

from django.core.management.base import CommandError

from sawti.tenancy.context import TenantFacts
from sawti.tenancy.queries import all_tenants


def chosen_tenants(slug: str | None) -> list[TenantFacts]:
    """Return the tenant with that slug, or all of them."""
    found = [tenant for tenant in all_tenants() if slug in (None, tenant.slug)]
    if not found:
        raise CommandError(f"There is no tenant {slug!r}.")
    return found
