"""Keeping and trying the providers that send a tenant's messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError as NotAnAddress
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import get_language, gettext
from pydantic import ValidationError

from sawti.accounts.contacts import checked_phone
from sawti.accounts.models import PushSubscription, Staff
from sawti.accounts.steps import end_subscriptions_of_other_keys
from sawti.audit.steps import write_entry
from sawti.lib.errors import N_, DomainError, Invalid, Kind, Missing
from sawti.lib.ids import new_id
from sawti.lib.text import localised
from sawti.notifications.demo_gateway import BODY
from sawti.notifications.models import Channel, Provider
from sawti.notifications.permissions import require_message_keeper
from sawti.notifications.providers import INSTALLATION, carrier_by, known_providers
from sawti.notifications.providers.push import WEB_PUSH, public_keys
from sawti.notifications.push import parcel_for
from sawti.notifications.steps.outcomes import quoted
from sawti.plugins.messages import MessageProvider, NoAnswer, NotReached, Parcel, Refused
from sawti.tenancy.context import current_tenant, reading

PLACES = ("url", "host", "port", "account")  # where a secret goes


class NotTaken(DomainError):
    """A provider was not reached, or did not take a test; `reason` is its words or a code."""

    code = "message_not_taken"
    kind = Kind.UNAVAILABLE
    text = N_("The provider did not take the message (%(reason)s).")


class NoDevice(DomainError):
    """Whoever tries push messages has not switched them on anywhere."""

    code = "no_device"
    kind = Kind.CONFLICT
    text = N_("Switch messages on for a device of yours first: the test goes there.")


@dataclass(frozen=True)
class ProviderInput:
    """What an administrator says of a provider. An empty `secret` keeps the one there is."""

    code: str
    options: Mapping[str, Any]
    secret: str
    is_enabled: bool
    price: Decimal | None = None


def save_provider(given: ProviderInput, *, by: Staff, at: datetime) -> None:
    """Keep how messages of a channel are sent; raises NotPermitted, Missing and Invalid.

    Another place needs the secret again: it must not go where its owner did not send it. The one
    that is enabled takes the place of the channel's other.
    """
    provider = _provider(given.code)
    options = _checked(provider, given.options)
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Provider.objects.select_for_update().filter(code=given.code).first() or Provider(
            code=given.code, channel=provider.channel
        )
        is_moved = any(options.get(name) != row.options.get(name) for name in PLACES)
        if not given.secret and row.secret and is_moved:
            raise Invalid("secret", N_("Enter the secret again: the address is another one."))
        if provider.needs_secret and not (given.secret or row.secret):
            raise Invalid("secret", N_("Enter the secret."))
        row.secret, row.options = _secret(provider, given, row), options
        row.price, row.is_enabled = given.price, given.is_enabled
        if given.is_enabled:
            others = Provider.objects.filter(channel=row.channel).exclude(code=row.code)
            others.update(is_enabled=False)
        row.save()
        write_entry(
            "provider.saved", at=at, actor_id=by.id, object_type="provider", object_id=row.id
        )


def renew_secret(code: str, *, by: Staff, at: datetime) -> None:
    """Make the next secret of a provider that makes its own; raises NotPermitted and Missing.

    Browsers that subscribed with a key that fell out by it are forgotten: nothing reaches them.
    """
    provider = _provider(code)
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Provider.objects.select_for_update().filter(code=code).first()
        if row is None or provider.new_secret is None:
            raise Missing
        row.secret = provider.new_secret(row.secret)
        row.save()
        if code == WEB_PUSH:
            end_subscriptions_of_other_keys(public_keys(row.secret))
        write_entry(
            "provider.key_renewed", at=at, actor_id=by.id, object_type="provider", object_id=row.id
        )


def _secret(provider: MessageProvider, given: ProviderInput, row: Provider) -> str:
    if provider.new_secret:
        return row.secret or provider.new_secret("")
    return given.secret or row.secret


def try_provider(code: str, address: str, *, by: Staff, at: datetime) -> None:
    """Send one test by the provider that is kept; raises Missing, Invalid, NoDevice and NotTaken.

    A push message goes to the devices of `by` alone: the one that was switched on last.
    """
    provider = _provider(code)
    with reading():
        parcel = _test(provider, address, by, at)
    with transaction.atomic(durable=True):
        require_message_keeper(by)
        row = Provider.objects.filter(code=code).first()
        carrier = carrier_by(row, known_providers()) if row else None
        if row is None or carrier is None:
            raise Missing
        write_entry(
            "provider.tried", at=at, actor_id=by.id, object_type="provider", object_id=row.id
        )
    try:
        carrier.send(parcel)
    except (NotReached, Refused) as refusal:
        raise NotTaken(reason=quoted(str(refusal))) from refusal
    except NoAnswer as silence:
        raise NotTaken(reason="no answer") from silence


def use_demo_gateway(port: int) -> None:
    """Let the current tenant send by the demo's gateway, unless it has another."""
    place = "http://127.0.0.1:"
    with transaction.atomic(durable=True):
        row = Provider.objects.filter(code="http_sms").first() or Provider(
            code="http_sms", channel=Channel.SMS, options={"url": place}, is_enabled=True
        )
        if row.options["url"].startswith(place):
            url = f"{place}{port}/{current_tenant().slug}"
            row.options = {"url": url, "headers": "", "body": BODY, "sender": "Sawti"}
            row.save()


def _provider(code: str) -> MessageProvider:
    found = known_providers().get(code)
    if found is None or code == INSTALLATION:
        raise Missing
    return found


def _checked(provider: MessageProvider, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options as they are stored; raises Invalid at the first that is wrong."""
    try:
        options = provider.options.model_validate(dict(given))
    except ValidationError as fault:
        raise Invalid(str(fault.errors()[0]["loc"][0]), N_("This can't be kept.")) from fault
    for name, words in provider.check(options).items():
        raise Invalid(name, localised(words, get_language() or "en"))
    return options.model_dump(mode="json")


def _test(provider: MessageProvider, address: str, by: Staff, at: datetime) -> Parcel:
    if provider.code == WEB_PUSH:
        return _push_test(by, at)
    if provider.channel == Channel.EMAIL:
        address = _email(address)
    elif provider.channel == Channel.SMS:
        address = checked_phone("address", address)
    text = gettext("This is a test. It needs no answer.")
    tenant, language = current_tenant(), get_language() or "en"
    return Parcel(
        key=str(new_id()),
        kind="test",
        address=address,
        language=language,
        subject=text,
        text=f"{text}\n" if provider.channel == Channel.EMAIL else text,
        html=f"<p>{text}</p>",
        sender=tenant.mail_from,
        sender_name=localised(tenant.names, language),
        written_at=at,
    )


def _push_test(by: Staff, at: datetime) -> Parcel:
    newest = PushSubscription.objects.filter(staff_id=by.pk).order_by("-made_at").first()
    if newest is None:
        raise NoDevice
    return parcel_for(
        newest,
        key=str(new_id()),
        kind="test",
        language=get_language() or "en",
        body=gettext("This is a test. It needs no answer."),
        written_at=at,
    )


def _email(address: str) -> str:
    try:
        validate_email(address)
    except NotAnAddress as fault:
        raise Invalid("address", N_("Enter an e-mail address.")) from fault
    return address
