"""What became of our messages."""

from sawti.notifications.models import Notification


def uncertain_notifications() -> int:
    """Return how many messages of the current tenant may have reached their reader twice."""
    return int(Notification.objects.filter(is_uncertain=True).count())
