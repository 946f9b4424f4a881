"""Who may change the catalogue, and who may know of confidential cases."""

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import EDIT_SITE, MANAGE_ROLES
from sawti.tenancy.context import current_tenant


def require_editor(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` is an active editor of the current tenant."""
    is_own = staff.tenant_id == current_tenant().id
    if not (is_own and staff.is_active and rights_of(staff).may(EDIT_SITE)):
        raise NotPermitted


def require_class_manager(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` is an editor who may also change what roles may do.

    A class names the roles that know of its cases, so it is a right like those of the roles.
    """
    require_editor(staff)
    if not manages_classes(staff):
        raise NotPermitted


def manages_classes(staff: Staff) -> bool:
    """Tell whether an editor may say who knows of confidential cases."""
    return rights_of(staff).may(MANAGE_ROLES)
