"""What is done to messages that wait or failed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, DomainError, Kind, Missing
from sawti.notifications.models import WAITING, Channel, Notification, State
from sawti.notifications.permissions import require_message_keeper
from sawti.notifications.steps.outcomes import end_bounce
from sawti.notifications.steps.queueing import post


class NotResendable(DomainError):
    """A message that still waits, was sent again already, or whose address was erased."""

    code = "not_resendable"
    kind = Kind.CONFLICT
    text = N_("This message can't be sent again: it still waits, or it was sent again already.")


def drop_what_is_over(*, at: datetime) -> int:
    """Drop what is no longer good, also where no provider takes it; return how many."""
    with transaction.atomic(durable=True):
        over = Notification.objects.filter(state__in=WAITING, good_until__lte=at)
        return int(over.update(state=State.DROPPED, ended_at=at))


def resend(message_id: UUID, *, by: Staff, at: datetime) -> UUID:
    """Send a message again as a new one, which is marked as its copy; return the new one's id.

    Raises NotPermitted, Missing and NotResendable. Words are put together anew: a code or a link
    that is over stays over.
    """
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Notification.objects.select_for_update().filter(pk=message_id).first()
        if row is None:
            raise Missing
        if row.state in WAITING or row.is_resent or not row.address:
            raise NotResendable
        row.is_resent = True
        row.save(update_fields=["is_resent"])
        copy: Notification = Notification.objects.create(
            template=row.template,
            language=row.language,
            channel=row.channel,
            address=row.address,
            params=row.params,
            about_id=row.about_id,
            good_until=row.good_until,
            created_at=at,
            copy_of=row.id,
        )
        post(copy, at=at)
        write_entry(
            "message.resent", at=at, actor_id=by.id, object_type="message", object_id=row.id
        )
    return copy.id


def write_to_again(message_id: UUID, *, by: Staff, at: datetime) -> None:
    """End the bounce of a message's address, because staff know that it works again."""
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Notification.objects.filter(pk=message_id).first()
        if row is None or row.channel not in (Channel.EMAIL, Channel.SMS):
            raise Missing
        end_bounce(row.address)
        write_entry(
            "message.bounce_ended", at=at, actor_id=by.id, object_type="message", object_id=row.id
        )
