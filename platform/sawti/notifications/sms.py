"""Sending one SMS through the tenant's HTTP gateway: marked before, sent outside, marked after."""

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from sawti.lib.errors import N_, DomainError, Kind, Missing
from sawti.lib.outgoing import Caller, OutgoingRefused
from sawti.lib.text import without_bidi_controls
from sawti.notifications.email import context_of, mark
from sawti.notifications.models import Notification, SmsGateway, State, Style
from sawti.outbox.delivery import Letter, Unreachable
from sawti.tenancy.context import current_tenant
from sawti.tenancy.queries import address_of


class SmsRefused(DomainError):
    """The gateway was not reached, or did not take the message; `reason` is a code."""

    code = "sms_refused"
    kind = Kind.UNAVAILABLE
    text = N_("The gateway did not take the message (%(reason)s).")


def caller() -> Caller:
    """Return who calls a gateway from here; that of a demo runs beside us."""
    return Caller(may_use_loopback=bool(settings.SAWTI_MAIL_FOLDER))


def send(letter: Letter, at: datetime) -> None:
    """Send the SMS that the outbox row names; a sent one is not sent again.

    The gateway gets the row's id with every try, so that it can tell a repetition. Raises
    SmsRefused; the outbox then tries later, without holding up the mail.
    """
    with transaction.atomic(durable=True):
        notification = Notification.objects.select_for_update().get(
            pk=letter.payload["notification_id"]
        )
        if notification.state in (State.SENT, State.DROPPED):
            return
        gateway = SmsGateway.objects.filter(is_enabled=True).first()
        is_over = notification.good_until is not None and notification.good_until <= at
        if is_over:
            notification.state = State.DROPPED
            notification.save(update_fields=["state"])
            return
        if gateway is None:  # it waits until there is one
            raise Unreachable from Missing()
        text = text_of(notification)
        notification.is_uncertain |= notification.state == State.SENDING
        notification.state = State.SENDING
        notification.save(update_fields=["state", "is_uncertain"])
    try:
        post(gateway, phone=notification.address, text=text, key=str(letter.id))
    except SmsRefused as refusal:
        if refusal.params["reason"] != "no_answer":  # then nobody knows whether it was taken
            mark(notification, State.QUEUED, sent_at=None)
        raise
    mark(notification, State.SENT, sent_at=at)


def post(gateway: SmsGateway, *, phone: str, text: str, key: str) -> None:
    """Hand one message to a gateway; raises SmsRefused. Called outside of any transaction."""
    values = {
        "phone": phone,
        "digits": phone.removeprefix("+"),
        "text": text,
        "sender": gateway.sender,
        "secret": gateway.secret,
        "id": key,
    }
    headers = {**filled(gateway.headers, values), "Idempotency-Key": key}
    content = filled(gateway.body, values)
    body = json.dumps(content, ensure_ascii=False)
    if gateway.style == Style.FORM:
        body = urlencode(content)
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    else:
        headers["Content-Type"] = "application/json; charset=utf-8"
    try:
        caller().post(gateway.url, headers=headers, body=body)
    except OutgoingRefused as refusal:
        raise SmsRefused(reason=refusal.reason) from refusal


def filled(template: Any, values: Mapping[str, str]) -> Any:
    """Return the template with the placeholders in its texts replaced, each once."""
    if isinstance(template, dict):
        return {name: filled(each, values) for name, each in template.items()}
    if isinstance(template, list):
        return [filled(each, values) for each in template]
    if isinstance(template, str):
        names = "|".join(values)
        return re.sub(rf"\{{({names})\}}", lambda found: values[found[1]], template)
    return template


def text_of(notification: Notification) -> str:
    """Return the SMS in the reader's language, on one line."""
    tenant = current_tenant()
    with translation.override(notification.language):
        context = context_of(notification, tenant, address_of(tenant))
        text = render_to_string(f"notifications/{notification.template}.sms.txt", context)
    return " ".join(without_bidi_controls(text).split())
