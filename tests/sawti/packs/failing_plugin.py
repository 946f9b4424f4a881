"""A plugin that cannot do its part when a tenant is loaded."""

from sawti.plugins.calling import hookimpl
from sawti.tenancy.context import TenantFacts


@hookimpl
def tenant_loaded(tenant: TenantFacts) -> None:
    """Fail at the very end of the load."""
    raise OSError(f"no room for {tenant.slug}")
