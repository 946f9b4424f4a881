"""Sending one message: marked before, sent outside of any transaction, marked after.

The outbox brings it at least once, one topic per channel. A topic rests while its provider is
away or there is none (`resting`), so that nothing is lost, counted or overtaken meanwhile.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from sawti.notifications.models import WAITING, Breaker, Channel, Notification, Provider
from sawti.notifications.providers import INSTALLATION, Carrier, carrier_of
from sawti.notifications.steps import breaker, outcomes
from sawti.notifications.steps.queueing import TOPICS
from sawti.notifications.writing import parcel_of
from sawti.outbox.delivery import Letter, Postponed
from sawti.plugins.messages import NoAnswer, NotReached, Parcel, Refused

log = logging.getLogger("sawti.notifications")


@dataclass(frozen=True)
class _Leaving:
    """One message that leaves the machine."""

    notification: Notification
    carrier: Carrier
    parcel: Parcel

    @property
    def provider(self) -> str:
        return self.carrier.provider.code


def resting(at: datetime) -> set[str]:
    """Return the topics of channels whose provider is left alone, or that have none."""
    rows = Provider.objects.filter(is_enabled=True).values_list("channel", "code")
    codes = {Channel.EMAIL.value: INSTALLATION, **dict(rows)}
    alone = set(Breaker.objects.filter(wait_until__gt=at).values_list("provider", flat=True))
    return {topic for channel, topic in TOPICS.items() if codes.get(channel, "") in {"", *alone}}


def send(letter: Letter, at: datetime) -> None:
    """Send the message that the outbox row names; one that is sent is not sent again.

    One that is found in `SENDING` was left by a worker that died, or by a provider that did not
    answer: it is marked uncertain and sent again under the same key. Raises Postponed.
    """
    leaving = _begin(letter, at)
    if leaving is None:
        return
    try:
        taken = leaving.carrier.send(leaving.parcel)
    except NotReached as away:
        _not_reached(leaving, away, at)
    except Refused as refusal:
        _refused(leaving, refusal, at)
    except Exception as silence:  # noqa: BLE001 - a provider may be a plugin's: nobody knows
        _no_answer(leaving, silence, at)
    else:
        price = leaving.carrier.price
        with transaction.atomic(durable=True):
            cost = None if price is None else price * taken.parts
            outcomes.sent(leaving.notification, taken, price=cost, at=at)
            breaker.note_success(leaving.provider)


def _begin(letter: Letter, at: datetime) -> _Leaving | None:
    """Return what is to be sent now; None where there is nothing more to do."""
    with transaction.atomic(durable=True):
        found = Notification.objects.select_for_update().get(pk=letter.payload["notification_id"])
        if found.state not in WAITING:
            return None
        if found.good_until is not None and found.good_until <= at:
            outcomes.drop(found, at=at)
            return None
        if found.channel == Channel.PUSH and not outcomes.is_subscribed(found):
            outcomes.drop(found, reason=outcomes.NO_BROWSER, at=at)
            return None
        if outcomes.is_bounced(found):
            outcomes.fail(found, outcomes.BOUNCED, tries=found.tries, at=at)
            return None
        carrier = carrier_of(Channel(found.channel))
        if carrier is None or not breaker.may_send(carrier.provider.code, at=at):
            raise Postponed
        leaving = _Leaving(found, carrier, parcel_of(found))
        outcomes.begin(found, leaving.provider)
    return leaving


def _not_reached(leaving: _Leaving, away: NotReached, at: datetime) -> None:
    """Keep the message in its place: whatever goes by this provider waits."""
    with transaction.atomic(durable=True):
        outcomes.take_back(leaving.notification)
        _note_trouble(leaving, str(away), at)
    raise Postponed


def _refused(leaving: _Leaving, refusal: Refused, at: datetime) -> None:
    notification = leaving.notification
    until = None
    with transaction.atomic(durable=True):
        if refusal.is_address and notification.channel == Channel.PUSH:
            outcomes.end_browser(notification, at=at)
        elif refusal.is_address:
            outcomes.record_bounce(notification.address, refusal.words, at=at)
        if refusal.is_final:
            outcomes.fail(notification, refusal.words, tries=notification.tries + 1, at=at)
        else:
            until = outcomes.retry_at(notification, refusal.words, is_unknown=False, at=at)
        if refusal.is_trouble:
            _note_trouble(leaving, refusal.words, at)
        else:  # it answers, so it is there
            breaker.note_success(leaving.provider)
    if until:
        raise Postponed(until)


def _no_answer(leaving: _Leaving, silence: Exception, at: datetime) -> None:
    """Try again later, apart from the others: this message may be what it chokes on."""
    is_expected = isinstance(silence, NoAnswer)
    is_trouble = not isinstance(silence, NoAnswer) or silence.is_trouble
    log.warning(
        "provider %s did not answer about %s: %s",
        leaving.provider,
        leaving.notification.pk,
        "no answer" if is_expected else type(silence).__name__,
    )
    with transaction.atomic(durable=True):
        until = outcomes.retry_at(leaving.notification, outcomes.NO_ANSWER, is_unknown=True, at=at)
        if is_trouble:
            _note_trouble(leaving, outcomes.NO_ANSWER, at)
    if until:
        raise Postponed(until)


def _note_trouble(leaving: _Leaving, words: str, at: datetime) -> None:
    reason = outcomes.quoted(words)
    log.warning("provider %s is in trouble", leaving.provider)
    breaker.note_failure(leaving.provider, reason, at=at)
