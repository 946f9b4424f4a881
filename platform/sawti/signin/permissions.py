"""Who looks after the accounts of a tenant."""

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import MANAGE_STAFF


def require_manager(by: Staff) -> None:
    """Raise NotPermitted unless `by` manages the tenant's staff."""
    if not rights_of(by).may(MANAGE_STAFF):
        raise NotPermitted
