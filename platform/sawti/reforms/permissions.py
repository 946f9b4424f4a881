"""Who may reorganise the government."""

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import REFORM_ENTITIES
from sawti.tenancy.context import current_tenant


def require_reformer(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` may rename, move, merge and split entities."""
    is_own = staff.tenant_id == current_tenant().id and staff.is_active
    if not (is_own and rights_of(staff).may(REFORM_ENTITIES)):
        raise NotPermitted
