"""What an inward receiver calls to have a message sent, whatever way it goes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.notifications.models import Channel, Notification
from sawti.outbox import steps as outbox

SEND = "notification.send"
PUSH_IS_NEWS_FOR = timedelta(days=3)  # who comes back later finds it in their list
# A topic for each channel, so that one whose provider is away rests alone.
TOPICS = {
    Channel.EMAIL: SEND,
    Channel.SMS: "notification.send_sms",
    Channel.PUSH: "notification.send_push",
    Channel.WEBHOOK: "notification.send_webhook",
}


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
) -> UUID:
    """Write one message and the outbox row that sends it, in the open transaction.

    `template` names `notifications/<template>.txt` and `.html`, or `.sms.txt`, which says nothing
    of a case and never a receipt; `about_id` is the case. Nothing is sent before `not_before` (the
    reader's quiet hours) or after `good_until`. Returns the message's id.
    """
    notification: Notification = Notification.objects.create(
        template=template,
        language=language,
        channel=channel,
        address=address,
        params=params,
        about_id=about_id,
        created_at=at,
        good_until=good_until,
        not_before=not_before,
    )
    post(notification, at=max(at, not_before) if not_before else at)
    return notification.id


def queue_push(
    browsers: Iterable[UUID],
    template: str,
    language: str,
    about_id: UUID,
    *,
    at: datetime,
    not_before: datetime | None = None,
) -> None:
    """Write one message for each of these push subscriptions; it says nothing of the case."""
    for browser in browsers:
        queue(
            channel=Channel.PUSH,
            template=template,
            language=language,
            address=str(browser),
            params={},
            about_id=about_id,
            at=at,
            not_before=not_before,
            good_until=max(at, not_before or at) + PUSH_IS_NEWS_FOR,
        )


def post(notification: Notification, *, at: datetime) -> None:
    """Write the outbox row that sends a message, due `at`."""
    topic = TOPICS[Channel(notification.channel)]
    outbox.add(topic, {"notification_id": str(notification.id)}, at=at)


def note_opening(row: Notification, *, by: Staff, reason: str, at: datetime) -> None:
    """Put the opening of a message's address on record, in the open transaction."""
    write_entry(
        "message.address_opened",
        at=at,
        actor_id=by.id,
        object_type="message",
        object_id=row.id,
        reason=reason,
    )
