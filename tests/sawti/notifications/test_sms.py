"""SMS go through the tenant's gateway: once as far as one can know, and with nothing of a case."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl

import pytest

from sawti.audit.models import Entry
from sawti.lib import clock
from sawti.lib.errors import Invalid, NotPermitted
from sawti.lib.ids import new_id
from sawti.notifications.actions.messages import drop_what_is_over
from sawti.notifications.actions.providers import (
    NotTaken,
    ProviderInput,
    save_provider,
    try_provider,
)
from sawti.notifications.models import Breaker, Channel, Notification, Provider
from sawti.notifications.steps import queue as queue_message
from sawti.outbox.models import Message
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import people
from tests.cast import Cast
from tests.gateway import Gateway, start_gateway

PHONE = "+97336123456"
BODY = '{"to": "{phone}", "text": "{text}", "from": "{sender}", "id": "{id}"}'


@pytest.fixture(scope="module")
def running() -> Iterator[Gateway]:
    found = start_gateway()
    yield found
    found.stop()


@pytest.fixture
def gateway(running: Gateway) -> Gateway:
    """Only what comes from now on counts: each test has a path of its own."""
    return Gateway(f"{running.place}/{new_id()}", running.process)


def given(
    gateway: Gateway, deed: str = "ok", *, secret: str = "s3cret", **more: Any
) -> ProviderInput:
    options = {
        "url": f"{gateway.place}/{deed}",
        "headers": "Authorization: Bearer {secret}",
        "body": BODY,
        "sender": "Sawti",
    }
    return ProviderInput("http_sms", {**options, **more}, secret, is_enabled=True)


def use(cast: Cast, gateway: Gateway, deed: str = "ok", **more: Any) -> None:
    with tenant_context(cast.bahrain):
        save_provider(given(gateway, deed, **more), by=cast.staff(people.SALMA), at=clock.now())


def queue(cast: Cast, tenant: TenantFacts | None = None, **more: Any) -> None:
    with cast.writing(tenant or cast.bahrain):
        queue_message(
            channel=Channel.SMS,
            template="news",
            language="en",
            address=PHONE,
            params={},
            about_id=new_id(),
            at=clock.now(),
            **more,
        )


def notification(cast: Cast) -> Notification:
    with cast.inside(cast.bahrain):
        found: Notification = Notification.objects.get()
    return found


def try_again(cast: Cast) -> None:
    """Deliver once more, as if the time to wait were over."""
    with cast.writing(cast.bahrain):
        Message.objects.filter(done_at__isnull=True).update(due_at=clock.now())
        Breaker.objects.update(wait_until=clock.now())
    cast.deliver()


def gateway_kept(gateway: Gateway) -> list[dict[str, Any]]:
    """Return what came to the path of this test."""
    place, _, own = gateway.place.rpartition("/")
    return [each for each in Gateway(place, gateway.process).kept() if each["own"] == own]


def notification_of_sms(cast: Cast) -> Notification:
    with cast.inside(cast.bahrain):
        found: Notification = Notification.objects.get(channel="sms")
    return found


class TestWhatTheGatewayGets:
    def test_json_with_the_secret_in_a_header(self, cast: Cast, gateway: Gateway) -> None:
        use(cast, gateway)

        queue(cast)
        cast.deliver()

        (got,) = gateway_kept(gateway)
        body = json.loads(got["body"])
        assert got["headers"]["Authorization"] == "Bearer s3cret"
        assert (body["to"], body["from"]) == (PHONE, "Sawti")
        assert body["text"].startswith("Sawti Bahrain: there is news of a case of yours.")
        assert body["id"] == got["headers"]["Idempotency-Key"]
        assert notification(cast).state == "sent"

    def test_a_form(self, cast: Cast, gateway: Gateway) -> None:
        use(cast, gateway, style="form", body='{"msisdn": "{digits}", "key": "{secret}"}')

        queue(cast)
        cast.deliver()

        (got,) = gateway_kept(gateway)
        assert dict(parse_qsl(got["body"])) == {"msisdn": PHONE[1:], "key": "s3cret"}


class TestAGatewayThatMisbehaves:
    def test_what_it_refuses_is_tried_again_with_the_same_key(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        use(cast, gateway, "refuse")
        queue(cast)
        cast.deliver()
        before = notification(cast)
        use(cast, gateway, "ok", secret="s3cret")

        try_again(cast)

        first, second = gateway_kept(gateway)
        keys = {each["headers"]["Idempotency-Key"] for each in (first, second)}
        assert (before.state, len(keys)) == ("queued", 1)
        assert (notification(cast).state, notification(cast).is_uncertain) == ("sent", False)

    def test_what_it_took_without_a_word_is_sent_again_and_marked_uncertain(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        use(cast, gateway, "drop")
        queue(cast)
        cast.deliver()
        use(cast, gateway, "ok", secret="s3cret")

        try_again(cast)
        try_again(cast)

        got = gateway_kept(gateway)
        assert [each["deed"] for each in got] == ["drop", "ok"]
        assert len({each["headers"]["Idempotency-Key"] for each in got}) == 1
        assert notification(cast).is_uncertain

    def test_one_that_is_slow_sends_once(self, cast: Cast, gateway: Gateway) -> None:
        use(cast, gateway, "slow")

        queue(cast)
        cast.deliver()
        cast.deliver()

        assert len(gateway_kept(gateway)) == 1

    def test_one_that_is_away_does_not_hold_up_the_mail(
        self, cast: Cast, gateway: Gateway, mailoutbox: list[Any]
    ) -> None:
        use(cast, gateway, url="http://127.0.0.1:9/")
        queue(cast)
        cast.file_case()

        cast.deliver()

        assert mailoutbox
        assert notification_of_sms(cast).state == "queued"

    def test_what_is_no_longer_good_is_not_sent(self, cast: Cast, gateway: Gateway) -> None:
        use(cast, gateway)

        queue(cast, good_until=clock.now() - timedelta(seconds=1))
        cast.deliver()

        assert gateway_kept(gateway) == []
        assert notification(cast).state == "dropped"

    def test_without_a_gateway_it_waits_and_goes_out_once_there_is_one(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        queue(cast)
        cast.deliver()
        before = notification(cast)
        use(cast, gateway)

        try_again(cast)

        assert (before.state, notification(cast).state) == ("queued", "sent")
        assert len(gateway_kept(gateway)) == 1

    def test_without_a_gateway_only_what_is_no_longer_good_is_dropped(self, cast: Cast) -> None:
        queue(cast, good_until=clock.now() - timedelta(seconds=1))
        queue(cast, good_until=clock.now() + timedelta(hours=1))

        with tenant_context(cast.bahrain):
            dropped = drop_what_is_over(at=clock.now())

        with cast.inside(cast.bahrain):
            states = list(Notification.objects.order_by("good_until").values_list("state"))
        assert (dropped, states) == (1, [("dropped",), ("queued",)])

    def test_without_a_gateway_the_mail_goes_out(self, cast: Cast, mailoutbox: list[Any]) -> None:
        queue(cast)
        cast.file_case()

        cast.deliver()

        assert len(mailoutbox) == 2

    def test_what_is_not_due_before_the_quiet_hours_end_waits(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        use(cast, gateway)

        queue(cast, not_before=clock.now() + timedelta(hours=8))
        cast.deliver()

        assert gateway_kept(gateway) == []
        assert notification(cast).state == "queued"

    def test_one_tenant_never_sends_by_the_gateway_of_another(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        use(cast, gateway)

        queue(cast, cast.jordan)
        cast.deliver(cast.jordan)

        assert gateway_kept(gateway) == []


class TestKeepingAGateway:
    def test_it_is_kept_sealed_and_on_record(self, cast: Cast, gateway: Gateway) -> None:
        use(cast, gateway)

        with cast.inside(cast.bahrain):
            row = Provider.objects.get()
            stored = Provider.objects.values_list("secret", flat=True).get()
            assert Entry.objects.filter(event="provider.saved").count() == 1
        assert row.secret == "s3cret"
        assert b"s3cret" not in bytes(stored)

    @pytest.mark.parametrize("by", [people.FATIMA, people.ADEL, people.RANIA])
    def test_only_who_manages_staff_keeps_or_tries_one(
        self, cast: Cast, gateway: Gateway, by: people.Person
    ) -> None:
        use(cast, gateway)

        with tenant_context(cast._tenant(by.tenant)), pytest.raises(NotPermitted):
            save_provider(given(gateway, "refuse"), by=cast.staff(by), at=clock.now())
        with tenant_context(cast._tenant(by.tenant)), pytest.raises(NotPermitted):
            try_provider("http_sms", PHONE, by=cast.staff(by), at=clock.now())

        assert gateway_kept(gateway) == []
        with cast.inside(cast.bahrain):
            assert Provider.objects.get().options["url"].endswith("/ok")

    def test_the_secret_does_not_follow_to_another_address(
        self, cast: Cast, gateway: Gateway
    ) -> None:
        use(cast, gateway)

        with pytest.raises(Invalid) as refusal:
            use(cast, gateway, "slow", secret="")

        assert refusal.value.field == "secret"

    @pytest.mark.parametrize(
        ("field", "wrong"),
        [
            ("url", {"url": "ftp://127.0.0.1/"}),
            ("headers", {"headers": "X-Key: a\u0007b"}),
            ("body", {"style": "form", "body": '{"to": ["{phone}"]}'}),
        ],
    )
    def test_what_can_not_be_sent_is_told(
        self, cast: Cast, gateway: Gateway, field: str, wrong: dict[str, Any]
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            use(cast, gateway, **wrong)

        assert refusal.value.field == field
        assert cast.count(Provider) == 0

    def test_a_private_address_is_not_called(
        self, cast: Cast, gateway: Gateway, settings: Any
    ) -> None:
        use(cast, gateway)
        settings.SAWTI_MAIL_FOLDER = ""

        with tenant_context(cast.bahrain), pytest.raises(NotTaken):
            try_provider("http_sms", PHONE, by=cast.staff(people.SALMA), at=clock.now())

        assert gateway_kept(gateway) == []
