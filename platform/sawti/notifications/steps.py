"""What an inward receiver calls to have an e-mail sent."""

from datetime import datetime
from uuid import UUID

from sawti.notifications.models import Notification
from sawti.outbox import steps as outbox

SEND = "notification.send"


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
