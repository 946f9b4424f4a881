"""Browsers that people and staff want to be told in: begun by a click, ended in many ways."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person, PushSubscription, Staff
from sawti.accounts.steps import end_subscriptions
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, DomainError, Invalid, Kind, Missing
from sawti.lib.web_push import KeysRefused, browser_keys
from sawti.notifications.models import Channel
from sawti.notifications.providers import carrier_of
from sawti.notifications.providers.push import WEB_PUSH, is_known_service
from sawti.telling.models import Reader
from sawti.tenancy.locks import wait_for_turn

MOST = 5  # browsers of one account; the one that was used longest ago makes room
LONGEST_ENDPOINT = 1000
BEGUN = {"staff": "staff.push_begun", "person": "person.push_begun"}
ENDED = {"staff": "staff.push_ended", "person": "person.push_ended"}


class PushIsOff(DomainError):
    """The tenant sends no push messages."""

    code = "push_is_off"
    kind = Kind.CONFLICT
    text = N_("Messages on devices are switched off here.")


@dataclass(frozen=True)
class BrowserInput:
    """What a browser says of its subscription, in base64url; `device` is the browser in words.

    `session` is the handle of the session or program in which it is made.
    """

    endpoint: str
    p256dh: str
    auth: str
    device: str
    session: str


def subscribe(reader: Reader, given: BrowserInput, *, at: datetime) -> UUID:
    """Tell somebody in this browser from now on; return the subscription's id.

    A browser that subscribed before, for whomever, is theirs alone now. Raises Invalid (`endpoint`,
    `keys`) and PushIsOff.
    """
    with transaction.atomic(durable=True):
        server_key = _checked(given)
        wait_for_turn("push subscription")
        found = PushSubscription.objects.filter(endpoint_hash=given.endpoint).first()
        row: PushSubscription = found or PushSubscription(made_at=at)
        row.staff, row.person = _sides(reader)
        row.endpoint, row.point, row.secret = given.endpoint, given.p256dh, given.auth
        row.server_key, row.device, row.session = server_key, given.device, given.session
        row.seen_at = at
        row.save()
        theirs = PushSubscription.objects.filter(**_whose(reader)).order_by("-seen_at", "-id")
        end_subscriptions(pk__in=list(theirs.values_list("pk", flat=True)[MOST:]))
        _record(BEGUN, reader, at)
    return row.id


def unsubscribe(reader: Reader, subscription_id: UUID, *, at: datetime) -> None:
    """Tell somebody in one of their browsers no longer; raises Missing for another's."""
    with transaction.atomic(durable=True):
        if not end_subscriptions(pk=subscription_id, **_whose(reader)):
            raise Missing
        _record(ENDED, reader, at)


def leave_browser(subscription_id: UUID | None, *, but: Reader | None = None) -> None:
    """End what a browser was subscribed to, when its reader signs out or another signs in.

    `but`: whose subscription stays.
    """
    if subscription_id is None:
        return
    with transaction.atomic(durable=True):
        rows = PushSubscription.objects.filter(pk=subscription_id)
        row = rows.exclude(**_whose(but)).first() if but else rows.first()
        if row:
            end_subscriptions(pk=row.pk)


def _checked(given: BrowserInput) -> str:
    """Return the public key that the browser subscribed with."""
    carrier = carrier_of(Channel.PUSH)
    if carrier is None or carrier.provider.code != WEB_PUSH:
        raise PushIsOff
    if len(given.endpoint) > LONGEST_ENDPOINT or not is_known_service(
        given.endpoint, carrier.means.options
    ):
        raise Invalid("endpoint", N_("We send no messages to the push service of this browser."))
    try:
        browser_keys(given.p256dh, given.auth)
    except KeysRefused as fault:
        raise Invalid("keys", N_("These are not the keys of a subscription.")) from fault
    return carrier.provider.shown(carrier.means.secret)


def _sides(reader: Reader) -> tuple[Staff | None, Person | None]:
    return (reader, None) if isinstance(reader, Staff) else (None, reader)


def _whose(reader: Reader) -> dict[str, Any]:
    return {"staff_id" if isinstance(reader, Staff) else "person_id": reader.pk}


def _record(events: Mapping[str, str], reader: Reader, at: datetime) -> None:
    kind = "staff" if isinstance(reader, Staff) else "person"
    write_entry(events[kind], at=at, actor_id=reader.pk, object_type=kind, object_id=reader.pk)
