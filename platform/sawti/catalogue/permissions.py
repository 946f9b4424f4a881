"""Who may change the catalogue."""

from sawti.accounts.models import Staff
from sawti.lib.errors import NotPermitted
from sawti.tenancy.context import current_tenant

# Held by the tenant's group of editors; the name is the CMS's.
EDITORS_RIGHT = "wagtailadmin.access_admin"


def require_editor(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` is an active editor of the current tenant."""
    is_own = staff.tenant_id == current_tenant().id
    if not (is_own and staff.is_active and staff.has_perm(EDITORS_RIGHT)):
        raise NotPermitted
