"""Gateways in a government's own network: reached where the operator named them, and only there."""

from typing import Any

import pytest

from sawti.lib import clock as now
from sawti.lib.errors import Invalid
from sawti.lib.ids import new_id
from sawti.lib.inside import Inside, inside_of
from sawti.notifications.actions.providers import (
    NotTaken,
    ProviderInput,
    save_provider,
    try_provider,
)
from sawti.notifications.models import Channel
from sawti.notifications.providers import smpp
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.gateway import Gateway, start_gateway
from tests.smsc import PASSWORD, MessageCentre

BESIDE_US = inside_of("127.0.0.0/8")
PHONE = "+97336123456"


@pytest.fixture
def production(settings: Any) -> Any:
    """The settings of a deployment: nothing of a demo, so loopback is as closed as the rest."""
    settings.SAWTI_MAIL_FOLDER, settings.SAWTI_SMS_INSIDE = "", Inside()
    return settings


def of_gateway(place: str) -> ProviderInput:
    options = {"url": f"{place}/ok", "headers": "", "body": '{"to": "{phone}"}', "sender": "Sawti"}
    return ProviderInput("http_sms", options, "", is_enabled=True)


def of_centre(port: int) -> ProviderInput:
    options = {"host": "127.0.0.1", "port": port, "uses_tls": False, "account": "sawti"}
    return ProviderInput("smpp", options, PASSWORD, is_enabled=True)


def save(cast: Cast, given: ProviderInput) -> None:
    with tenant_context(cast.bahrain):
        save_provider(given, by=cast.staff(people.SALMA), at=now.now())


def send_a_test(cast: Cast, code: str) -> None:
    with tenant_context(cast.bahrain):
        try_provider(code, PHONE, by=cast.staff(people.SALMA), at=now.now())


@pytest.mark.parametrize(
    ("given", "field"),
    [(of_gateway("http://127.0.0.1:9"), "url"), (of_centre(9), "uses_tls")],
)
def test_unencrypted_is_refused_where_nothing_is_named(
    cast: Cast, production: Any, given: ProviderInput, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        save(cast, given)

    assert refusal.value.field == field


def test_a_gateway_is_reached_while_it_is_named(cast: Cast, production: Any) -> None:
    gateway: Gateway = start_gateway()
    production.SAWTI_SMS_INSIDE = BESIDE_US
    save(cast, of_gateway(f"{gateway.place}/{new_id()}"))

    send_a_test(cast, "http_sms")
    came = len(gateway.kept())
    production.SAWTI_SMS_INSIDE = inside_of("10.20.0.0/16")
    with pytest.raises(NotTaken):
        send_a_test(cast, "http_sms")

    assert (came, len(gateway.kept())) == (1, 1)
    gateway.stop()


def test_a_message_centre_is_reached_while_it_is_named(cast: Cast, production: Any) -> None:
    centre = MessageCentre()
    production.SAWTI_SMS_INSIDE = BESIDE_US
    save(cast, of_centre(centre.port))

    with centre.running():
        send_a_test(cast, "smpp")
        smpp.end_sessions()
        production.SAWTI_SMS_INSIDE = Inside()
        with pytest.raises(NotTaken):
            send_a_test(cast, "smpp")
        smpp.end_sessions()

    assert [text.to for text in centre.texts] == [PHONE[1:]]


def test_a_webhook_and_a_mail_server_stay_outside(cast: Cast, production: Any) -> None:
    production.SAWTI_SMS_INSIDE = BESIDE_US
    webhook = ProviderInput("webhook", {"url": "https://127.0.0.1/"}, "key", is_enabled=True)
    save(cast, webhook)

    with pytest.raises(NotTaken):
        send_a_test(cast, Channel.WEBHOOK)
