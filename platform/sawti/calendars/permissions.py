"""Who may change when the government works."""

from sawti.accounts.models import Staff
from sawti.catalogue.permissions import require_editor
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import MANAGE_PROMISES


def require_calendar_manager(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` is an editor who may also move due dates."""
    require_editor(staff)
    if not rights_of(staff).may(MANAGE_PROMISES):
        raise NotPermitted
