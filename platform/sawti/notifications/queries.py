"""What became of our messages."""

from sawti.notifications.models import Notification, SmsGateway


def uncertain_notifications() -> int:
    """Return how many messages of the current tenant may have reached their reader twice."""
    return int(Notification.objects.filter(is_uncertain=True).count())


def sms_is_on() -> bool:
    """Tell whether the current tenant can send SMS."""
    return bool(SmsGateway.objects.filter(is_enabled=True).exists())
