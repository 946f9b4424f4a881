"""Who looks after how messages go."""

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import MANAGE_STAFF


def require_message_keeper(by: Staff) -> None:
    """Raise NotPermitted unless `by` looks after what the tenant's sign-in rests on."""
    if not rights_of(by).may(MANAGE_STAFF):
        raise NotPermitted
