"""What an inward receiver calls to have an e-mail or an SMS sent."""

from datetime import datetime
from uuid import UUID

from sawti.notifications.models import Channel, Notification
from sawti.outbox import steps as outbox

SEND = "notification.send"
SEND_SMS = "notification.send_sms"


def queue_email(
    *,
    template: str,
    language: str,
    address: str,
    params: dict[str, str],
    about_id: UUID,
    at: datetime,
) -> None:
    """Write one e-mail and the outbox row that sends it, in the open transaction.

    `template` names `notifications/<template>.txt` and `.html`; `about_id` is the case.
    """
    notification = Notification.objects.create(
        template=template,
        language=language,
        address=address,
        params=params,
        about_id=about_id,
        created_at=at,
    )
    outbox.add(SEND, {"notification_id": str(notification.id)}, at=at)


def queue_sms(
    *,
    template: str,
    language: str,
    phone: str,
    params: dict[str, str],
    about_id: UUID,
    good_until: datetime | None = None,
    at: datetime,
) -> None:
    """Write one SMS and the outbox row that sends it, in the open transaction.

    `template` names `notifications/<template>.sms.txt`: nothing of a case, and never a receipt.
    """
    notification = Notification.objects.create(
        template=template,
        language=language,
        channel=Channel.SMS,
        address=phone,
        params=params,
        about_id=about_id,
        created_at=at,
        good_until=good_until,
    )
    outbox.add(SEND_SMS, {"notification_id": str(notification.id)}, at=at)
