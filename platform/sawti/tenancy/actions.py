"""Writes to the tenant itself."""

from django.db.models import F

from sawti.tenancy.context import current_tenant
from sawti.tenancy.models import Tenant


def configuration_changed() -> None:
    """Let every process read the tenant's configuration anew; inside the changing transaction."""
    Tenant.objects.filter(pk=current_tenant().id).update(config_version=F("config_version") + 1)
