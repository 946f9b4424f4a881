"""What an inward receiver calls to have a message sent, whatever way it goes."""

from datetime import datetime
from uuid import UUID

from sawti.notifications.models import Channel, Notification
from sawti.outbox import steps as outbox

SEND = "notification.send"
TOPICS = {Channel.EMAIL: SEND, Channel.SMS: "notification.send_sms"}


def queue(
    *,
    channel: Channel,
    template: str,
    language: str,
    address: str,
    params: dict[str, str],
    about_id: UUID,
    at: datetime,
    good_until: datetime | None = None,
    not_before: datetime | None = None,
) -> None:
    """Write one message and the outbox row that sends it, in the open transaction.

    `template` names `notifications/<template>.txt` and `.html`, or `.sms.txt`, which says nothing
    of a case and never a receipt; `about_id` is the case. Nothing is sent before `not_before` (the
    reader's quiet hours) or after `good_until`.
    """
    notification = Notification.objects.create(
        template=template,
        language=language,
        channel=channel,
        address=address,
        params=params,
        about_id=about_id,
        created_at=at,
        good_until=good_until,
    )
    due_at = max(at, not_before) if not_before else at
    outbox.add(TOPICS[channel], {"notification_id": str(notification.id)}, at=at, due_at=due_at)
