"""Who may say who hears of what."""

from sawti.accounts.models import Staff
from sawti.calendars.permissions import require_calendar_manager


def require_rule_manager(staff: Staff) -> None:
    """Raise NotPermitted unless `staff` is an editor who also sets what people are promised."""
    require_calendar_manager(staff)
