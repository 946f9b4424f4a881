"""Keeping and trying the gateway that sends a tenant's SMS."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from sawti.accounts.contacts import checked_phone
from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.permissions import rights_of
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.lib.ids import new_id
from sawti.lib.outgoing import OutgoingRefused
from sawti.lib.permissions import MANAGE_STAFF
from sawti.notifications.demo_gateway import BODY
from sawti.notifications.models import SmsGateway, Style
from sawti.notifications.sms import caller, post
from sawti.tenancy.context import current_tenant


@dataclass(frozen=True)
class GatewayInput:
    """What an administrator says of a gateway. An empty `secret` keeps the one there is."""

    url: str
    style: str
    headers: Mapping[str, Any]
    body: Mapping[str, Any]
    sender: str
    secret: str
    is_enabled: bool


def require_gateway_manager(by: Staff) -> None:
    """Raise NotPermitted unless `by` looks after what the tenant's sign-in rests on."""
    if not rights_of(by).may(MANAGE_STAFF):
        raise NotPermitted


def save_gateway(given: GatewayInput, *, by: Staff, at: datetime) -> None:
    """Keep how SMS are sent; raises NotPermitted and Invalid.

    Another address needs the secret again: it must not go where its owner did not send it.
    """
    _check(given)
    with transaction.atomic(durable=True):
        require_gateway_manager(by)
        row = SmsGateway.objects.select_for_update().first() or SmsGateway()
        if not given.secret and row.secret and row.url != given.url:
            raise Invalid("secret", N_("Enter the secret again: the address is another one."))
        row.secret = given.secret or row.secret
        row.url, row.style, row.sender = given.url, given.style, given.sender
        row.headers, row.body = dict(given.headers), dict(given.body)
        row.is_enabled = given.is_enabled
        row.save()
        write_entry(
            "sms.gateway_saved", at=at, actor_id=by.id, object_type="gateway", object_id=row.id
        )


def try_gateway(phone: str, *, by: Staff, at: datetime) -> None:
    """Send one SMS through the gateway that is kept; raises Missing, Invalid and SmsRefused."""
    number, key = checked_phone("phone", phone), new_id()
    with transaction.atomic(durable=True):
        require_gateway_manager(by)
        gateway = SmsGateway.objects.first()
        if gateway is None:
            raise Missing
        write_entry(
            "sms.gateway_tried", at=at, actor_id=by.id, object_type="gateway", object_id=gateway.id
        )
    post(gateway, phone=number, text=gettext("This is a test. It needs no answer."), key=str(key))


def use_demo_gateway(port: int) -> None:
    """Let the current tenant send by the demo's gateway, unless it has another."""
    place = "http://127.0.0.1:"
    with transaction.atomic(durable=True):
        row = SmsGateway.objects.first() or SmsGateway(url=place, is_enabled=True)
        if row.url.startswith(place):
            row.url = f"{place}{port}/{current_tenant().slug}"
            row.style, row.body, row.sender = Style.JSON, BODY, "Sawti"
            row.save()


def _check(given: GatewayInput) -> None:
    try:
        caller().checked(given.url)
    except OutgoingRefused as refusal:
        raise Invalid("url", N_("Write an address that begins with https://.")) from refusal
    if not all(_is_line(name) and _is_line(value) for name, value in given.headers.items()):
        raise Invalid("headers", N_("Write one header on each line, such as X-Key: {secret}."))
    is_flat = all(isinstance(value, str) for value in given.body.values())
    if given.style != Style.JSON and not is_flat:
        raise Invalid("body", N_("A form has texts only, none inside another."))


def _is_line(text: object) -> bool:
    return isinstance(text, str) and text.isprintable() and text.isascii() and bool(text.strip())
