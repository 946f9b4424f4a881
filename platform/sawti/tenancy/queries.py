"""Who is served at a host, and which tenants there are."""

import time

from django.conf import settings
from django.db import transaction

from sawti.tenancy.context import TenantFacts, current_tenant
from sawti.tenancy.models import Tenant

_at_host: dict[str, tuple[float, TenantFacts]] = {}


def tenant_at_host(host: str) -> TenantFacts | None:
    """Return the tenant that `host` (lower case, without port) serves, or None.

    What was read is trusted for SAWTI_TENANT_CACHE_SECONDS in this process.
    """
    kept = _at_host.get(host)
    if kept and kept[0] > time.monotonic():
        return kept[1]
    with transaction.atomic():
        row = Tenant.objects.filter(hosts__host=host).first()
    if row is not None and settings.SAWTI_TENANT_CACHE_SECONDS:
        _at_host[host] = (time.monotonic() + settings.SAWTI_TENANT_CACHE_SECONDS, row.facts())
    return row.facts() if row else None


def tenant_by_slug(slug: str) -> TenantFacts | None:
    """Return the tenant with this slug, or None."""
    row = Tenant.objects.filter(slug=slug).first()
    return row.facts() if row else None


def tenant_anew() -> TenantFacts:
    """Return the current tenant as the database has it now: its settings may have changed."""
    return Tenant.objects.get(pk=current_tenant().id).facts()


def all_tenants() -> list[TenantFacts]:
    """Return every tenant, by slug."""
    with transaction.atomic():  # whose BEGIN finds a restarted server again
        return [row.facts() for row in Tenant.objects.order_by("slug")]


def address_of(tenant: TenantFacts) -> str:
    """Return the origin people reach the tenant at, such as `https://voice.example`.

    The host comes from configuration, never from a request (OWASP ASVS 5.0, 6.4.3).
    """
    host = Tenant.objects.get(pk=tenant.id).hosts.order_by("host").values_list("host", flat=True)[0]
    return f"{settings.SAWTI_SCHEME}://{host}{settings.SAWTI_PORT_SUFFIX}"
