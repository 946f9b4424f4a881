"""Providers of a tenant: its own mail server, and news for another system."""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sawti.lib import clock as now
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.lib.ids import new_id
from sawti.notifications.actions.providers import (
    NotTaken,
    ProviderInput,
    save_provider,
    try_provider,
)
from sawti.notifications.models import Breaker, Channel, Notification, Provider
from sawti.notifications.steps import queue
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.gateway import Gateway, start_gateway
from tests.smtp import MailServer, free_port

KEY, SARA = "a key of both", "sara@example.com"


@pytest.fixture(scope="module")
def running() -> Iterator[Gateway]:
    found = start_gateway()
    yield found
    found.stop()


@pytest.fixture
def listener(running: Gateway) -> str:
    """The path of this test at a system that listens."""
    return f"{running.place}/{new_id()}"


def kept(running: Gateway, listener: str) -> list[dict[str, Any]]:
    own = listener.rpartition("/")[2]
    return [each for each in running.kept() if each["own"] == own]


def keep(cast: Cast, code: str, options: dict[str, Any], secret: str = "") -> None:
    given = ProviderInput(code, options, secret, is_enabled=True)
    with tenant_context(cast.bahrain):
        save_provider(given, by=cast.staff(people.SALMA), at=now.now())


def tell_system(cast: Cast) -> Notification:
    with cast.writing(cast.bahrain):
        queue(
            channel=Channel.WEBHOOK,
            template="case_overdue",
            language="en",
            address="operations",
            params={"number": "BH-1", "entity": "Roads", "secret": "no"},
            about_id=new_id(),
            at=now.now(),
        )
    cast.deliver()
    return message(cast)


def message(cast: Cast) -> Notification:
    with cast.inside(cast.bahrain):
        found: Notification = Notification.objects.get()
    return found


def again(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        Message.objects.filter(done_at__isnull=True).update(due_at=now.now())
        Breaker.objects.update(wait_until=now.now() - timedelta(seconds=1))
    cast.deliver()


class TestAnotherSystem:
    def test_it_is_told_what_happened_to_which_case_and_no_more(
        self, cast: Cast, running: Gateway, listener: str
    ) -> None:
        keep(cast, "webhook", {"url": f"{listener}/ok"}, KEY)

        sent = tell_system(cast)

        (got,) = kept(running, listener)
        assert sent.state == "sent"
        assert json.loads(got["body"]) == {
            "id": str(sent.id),
            "type": "case_overdue",
            "timestamp": sent.created_at.isoformat(),
            "data": {"about": str(sent.about_id), "number": "BH-1"},
        }

    def test_it_can_tell_us_from_others_and_a_new_message_from_an_old_one(
        self, cast: Cast, running: Gateway, listener: str
    ) -> None:
        keep(cast, "webhook", {"url": f"{listener}/ok"}, KEY)

        sent = tell_system(cast)

        (got,) = kept(running, listener)
        headers = {name.lower(): value for name, value in got["headers"].items()}
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{got['body']}"
        proof = base64.b64encode(hmac.new(KEY.encode(), signed.encode(), hashlib.sha256).digest())
        assert headers["webhook-signature"] == f"v1,{proof.decode()}"
        assert headers["webhook-id"] == str(sent.id)
        assert abs(int(headers["webhook-timestamp"]) - now.now().timestamp()) < 60

    def test_what_it_took_without_a_word_comes_again_under_the_same_id_and_is_marked(
        self, cast: Cast, running: Gateway, listener: str
    ) -> None:
        keep(cast, "webhook", {"url": f"{listener}/drop"}, KEY)
        tell_system(cast)
        keep(cast, "webhook", {"url": f"{listener}/ok"}, KEY)

        again(cast)

        ids = [each["headers"]["webhook-id"] for each in kept(running, listener)]
        assert (len(ids), len(set(ids))) == (2, 1)
        assert message(cast).is_uncertain

    def test_without_a_key_nothing_is_told(
        self, cast: Cast, running: Gateway, listener: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            keep(cast, "webhook", {"url": f"{listener}/ok"})

        assert refusal.value.field == "secret"
        assert cast.count(Provider) == 0


class TestAMailServerOfTheTenant:
    @pytest.fixture
    def own(self) -> Iterator[MailServer]:
        server = MailServer()
        with server.running():
            yield server

    def test_it_sends_instead_of_that_of_the_installation(
        self, cast: Cast, own: MailServer, mail: MailServer
    ) -> None:
        keep(cast, "smtp", {"host": "127.0.0.1", "port": own.port})

        cast.file_case()
        cast.deliver()

        assert (sum(own.addresses.values()), sum(mail.addresses.values())) == (2, 0)

    def test_a_test_goes_to_it_and_says_what_went_wrong(self, cast: Cast, own: MailServer) -> None:
        keep(cast, "smtp", {"host": "127.0.0.1", "port": own.port})
        own.refused.add("nobody@example.com")
        salma = cast.staff(people.SALMA)

        with tenant_context(cast.bahrain):
            try_provider("smtp", SARA, by=salma, at=now.now())
            with pytest.raises(NotTaken) as refusal:
                try_provider("smtp", "nobody@example.com", by=salma, at=now.now())

        assert own.addresses == {SARA: 1}
        assert refusal.value.params == {"reason": "550 5.1.1 No such mailbox: …"}

    def test_one_that_is_enabled_takes_the_place_of_the_other(self, cast: Cast) -> None:
        keep(cast, "http_sms", {"url": "http://127.0.0.1:9/", "headers": ""})
        keep(cast, "smpp", {"host": "127.0.0.1", "port": free_port(), "uses_tls": False})

        with cast.inside(cast.bahrain):
            rows = dict(Provider.objects.values_list("code", "is_enabled"))
        assert rows == {"http_sms": False, "smpp": True}

    @pytest.mark.parametrize(
        ("code", "options", "field"),
        [
            ("smtp", {"host": ""}, "host"),
            ("smtp", {"host": "a", "port": 0}, "port"),
            ("smtp", {"host": "a", "who": "b"}, "who"),
            ("smpp", {"host": "example.com", "uses_tls": False}, "uses_tls"),
            ("webhook", {"url": "ftp://a/"}, "url"),
        ],
    )
    def test_what_can_not_work_is_told_at_its_field(
        self, cast: Cast, code: str, options: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            keep(cast, code, options, "s")

        assert refusal.value.field == field
        assert cast.count(Provider) == 0

    def test_a_provider_that_nobody_brings_is_missing_and_others_keep_none(
        self, cast: Cast
    ) -> None:
        given = ProviderInput("smtp", {"host": "a"}, "", is_enabled=True)

        with pytest.raises(Missing):
            keep(cast, "pigeon", {})
        with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
            save_provider(given, by=cast.staff(people.FATIMA), at=now.now())
        with tenant_context(cast.jordan), pytest.raises(NotPermitted):
            save_provider(given, by=cast.staff(people.RANIA), at=now.now())

        assert cast.count(Provider) == 0
