"""What became of a message: written before it leaves the machine, and after."""

import re
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from sawti.accounts.models import PushSubscription
from sawti.accounts.steps import end_subscriptions
from sawti.lib.text import one_line
from sawti.lib.waiting import jittered
from sawti.notifications.models import WAITING, Bounce, Channel, Notification, State
from sawti.plugins.messages import Taken

MOST_TRIES = 15
SHORTEST, LONGEST = timedelta(seconds=20), timedelta(hours=1)
# What a message of ours may be written to although a provider said that the address is not there:
# whoever types the code proves the address.
PROVES_AN_ADDRESS = ("one_time_code",)
BOUNCED = "=bounced"  # a reason of ours and not a provider's words; the edge puts it into words
NO_ANSWER = "=no_answer"
NO_BROWSER = "=no_browser"
ADDRESS = re.compile(r"\S*@\S*|\+?\d[\d ()-]{5,}\d")


def quoted(words: str) -> str:
    """Return what a provider said, on one line, without addresses and phones."""
    return one_line(ADDRESS.sub("…", words))[:200]


def is_bounced(notification: Notification) -> bool:
    """Tell whether nothing may be written to the address any more."""
    if notification.channel not in (Channel.EMAIL, Channel.SMS):
        return False
    if notification.template in PROVES_AN_ADDRESS:
        return False
    return bool(Bounce.objects.filter(address_hash=notification.address).exists())


def is_subscribed(notification: Notification) -> bool:
    """Tell whether the browser that a push message is for still wants it."""
    named = notification.address  # erased after a while
    return bool(named) and PushSubscription.objects.filter(pk=named).exists()


def end_browser(notification: Notification, *, at: datetime) -> None:
    """Forget a browser that is gone, as its push service says, and leave its message unsent."""
    end_subscriptions(pk=notification.address)
    drop(notification, reason=NO_BROWSER, at=at)


def begin(notification: Notification, provider: str) -> None:
    """Note that a message leaves the machine now; one left in `SENDING` may arrive twice."""
    notification.is_uncertain |= notification.state == State.SENDING
    notification.state, notification.provider = State.SENDING, provider
    notification.save(update_fields=["state", "is_uncertain", "provider"])


def drop(notification: Notification, *, reason: str = "", at: datetime) -> None:
    """Leave a message unsent: what it was good for is over."""
    notification.state, notification.ended_at = State.DROPPED, at
    notification.reason, notification.next_try_at = reason, None
    notification.save(update_fields=["state", "ended_at", "reason", "next_try_at"])


def take_back(notification: Notification) -> None:
    """Let a message wait in its place: the provider was not reached."""
    _sending(notification).update(state=State.QUEUED)


def sent(notification: Notification, taken: Taken, *, price: object, at: datetime) -> None:
    """Note that the provider has the message."""
    _sending(notification).update(
        state=State.SENT,
        sent_at=at,
        reference=taken.reference[:128],
        parts=taken.parts,
        cost=price,
        reason="",
        next_try_at=None,
    )
    if notification.channel == Channel.PUSH:
        PushSubscription.objects.filter(pk=notification.address).update(seen_at=at)


def retry_at(
    notification: Notification, reason: str, *, is_unknown: bool, at: datetime
) -> datetime | None:
    """Note a refusal or a silence; return when to try again, None after the last try.

    After a silence the message stays `SENDING`: nobody knows whether the provider has it.
    """
    tries = notification.tries + 1
    if tries >= MOST_TRIES:
        fail(notification, reason, tries=tries, at=at)
        return None
    due_at = at + jittered(tries, shortest=SHORTEST, longest=LONGEST)
    _sending(notification).update(
        state=State.SENDING if is_unknown else State.QUEUED,
        tries=tries,
        reason=quoted(reason),
        next_try_at=due_at,
    )
    return due_at


def fail(notification: Notification, reason: str, *, tries: int, at: datetime) -> None:
    """Make a message a dead letter."""
    Notification.objects.filter(pk=notification.pk, state__in=WAITING).update(
        state=State.FAILED, tries=tries, reason=quoted(reason), next_try_at=None, ended_at=at
    )


def report(
    provider: str, reference: str, *, is_delivered: bool, words: str, at: datetime
) -> Notification | None:
    """Note what a provider reports about a message; None where it names none of ours.

    A report may come twice or late: once delivered, a message stays delivered.
    """
    named = Q(reference=reference)
    with suppress(ValueError):
        named |= Q(pk=UUID(reference))  # gateways that report by the id we gave
    rows = Notification.objects.select_for_update().filter(named, provider=provider)
    found: Notification | None = rows.first() if reference else None
    if found is None or found.state == State.DELIVERED:
        return found
    found.state = State.DELIVERED if is_delivered else State.FAILED
    found.reason, found.ended_at, found.next_try_at = quoted(words), at, None
    found.save(update_fields=["state", "reason", "ended_at", "next_try_at"])
    return found


def record_bounce(address: str, reason: str, *, at: datetime) -> None:
    """Keep that an address is not there; the first time counts."""
    if address and not Bounce.objects.filter(address_hash=address).exists():
        Bounce.objects.create(address=address, reason=quoted(reason), at=at)


def end_bounce(address: str) -> None:
    """Write to an address again: somebody proved that it is theirs, or staff know better."""
    Bounce.objects.filter(address_hash=address).delete()


def _sending(notification: Notification) -> QuerySet[Notification]:
    rows: QuerySet[Notification] = Notification.objects.filter(
        pk=notification.pk, state=State.SENDING
    )
    return rows
