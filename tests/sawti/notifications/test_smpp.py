"""SMS by SMPP, against a message centre on loopback that refuses, falls silent and reports."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from smpplib import consts

from sawti.lib import clock as now
from sawti.lib.ids import new_id
from sawti.notifications.actions.reports import read_smpp_receipts
from sawti.notifications.models import Bounce, Breaker, Channel, Notification, Provider
from sawti.notifications.providers import smpp
from sawti.notifications.steps import queue
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.smsc import PASSWORD, MessageCentre

PHONE = "+97336123456"


@pytest.fixture
def stopped() -> MessageCentre:
    return MessageCentre()


@pytest.fixture
def centre(stopped: MessageCentre) -> Iterator[MessageCentre]:
    with stopped.running():
        yield stopped
        smpp.end_sessions()


def use(cast: Cast, centre: MessageCentre, secret: str = PASSWORD) -> None:
    options = {
        "host": "127.0.0.1",
        "port": centre.port,
        "uses_tls": False,
        "account": "sawti",
        "sender": "Sawti",
    }
    with cast.writing(cast.bahrain):
        Provider.objects.create(
            code="smpp",
            channel="sms",
            options=options,
            secret=secret,
            is_enabled=True,
            price="0.02",
        )


def send(cast: Cast, language: str = "en") -> Notification:
    with cast.writing(cast.bahrain):
        queue(
            channel=Channel.SMS,
            template="news",
            language=language,
            address=PHONE,
            params={},
            about_id=new_id(),
            at=now.now(),
        )
    cast.deliver()
    return message(cast)


def again(cast: Cast) -> Notification:
    """Deliver once more, as if the time to wait were over."""
    with cast.writing(cast.bahrain):
        Message.objects.filter(done_at__isnull=True).update(due_at=now.now())
        Breaker.objects.update(wait_until=now.now() - timedelta(seconds=1))
    cast.deliver()
    return message(cast)


def message(cast: Cast) -> Notification:
    with cast.inside(cast.bahrain):
        found: Notification = Notification.objects.get()
    return found


def receipts(cast: Cast) -> int:
    with tenant_context(cast.bahrain):
        return read_smpp_receipts(at=now.now())


def test_a_message_is_taken_under_the_centres_name_and_has_its_price(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre)

    sent = send(cast)

    assert (sent.state, sent.reference, sent.provider) == ("sent", "C1", "smpp")
    assert [text.to for text in centre.texts] == [PHONE[1:]]
    assert sent.cost is not None
    assert float(sent.cost) == 0.02 * sent.parts


def test_arabic_goes_as_ucs2_in_as_many_parts_as_it_takes(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre)

    sent = send(cast, language="ar")

    assert {text.coding for text in centre.texts} == {consts.SMPP_ENCODING_ISO10646}
    assert sent.parts == len(centre.texts)


def test_one_session_carries_the_messages_that_follow(cast: Cast, centre: MessageCentre) -> None:
    use(cast, centre)
    with cast.writing(cast.bahrain):
        for _ in range(3):
            queue(
                channel=Channel.SMS,
                template="news",
                language="en",
                address=PHONE,
                params={},
                about_id=new_id(),
                at=now.now(),
            )

    cast.deliver()

    assert len({text.name for text in centre.texts}) >= 3
    assert centre.binds == 1


def test_a_centre_that_asks_whether_we_are_alive_gets_its_answer(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre)
    centre.asks = True

    assert send(cast).state == "sent"


def test_while_the_centre_is_away_a_message_keeps_its_place_and_then_goes_once(
    cast: Cast, stopped: MessageCentre
) -> None:
    use(cast, stopped)
    before = send(cast)

    with stopped.running():
        after = again(cast)
        smpp.end_sessions()

    assert (before.state, before.tries) == ("queued", 0)
    assert (after.state, after.is_uncertain) == ("sent", False)


def test_a_wrong_password_holds_messages_back_and_loses_none(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre, secret="wrong")

    waits = send(cast)

    with cast.inside(cast.bahrain):
        breaker = Breaker.objects.get(provider="smpp")
    assert waits.state == "queued"
    assert "Invalid Password" in breaker.reason


def test_a_centre_that_is_too_busy_is_asked_again_later(cast: Cast, centre: MessageCentre) -> None:
    use(cast, centre)
    centre.status = consts.SMPP_ESME_RTHROTTLED
    busy = send(cast)
    centre.status = consts.SMPP_ESME_ROK

    sent = again(cast)

    assert (busy.state, busy.tries) == ("queued", 1)
    assert (sent.state, sent.is_uncertain) == ("sent", False)


def test_a_phone_that_does_not_exist_is_a_dead_letter_and_not_written_to_again(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre)
    centre.status = consts.SMPP_ESME_RINVDSTADR

    dead = send(cast)

    with cast.inside(cast.bahrain):
        assert Bounce.objects.filter(address_hash=PHONE).exists()
    assert (dead.state, "Invalid Destination" in dead.reason) == ("failed", True)


def test_what_was_taken_without_a_word_is_sent_again_and_marked(
    cast: Cast, centre: MessageCentre
) -> None:
    use(cast, centre)
    centre.hangs_up = 1
    unknown = send(cast)

    sent = again(cast)

    assert (unknown.state, unknown.is_uncertain) == ("sending", False)
    assert (sent.state, sent.is_uncertain) == ("sent", True)


@pytest.mark.parametrize(
    ("stat", "state", "reason"),
    [("DELIVRD", "delivered", ""), ("UNDELIV", "failed", "UNDELIV 012")],
)
def test_a_receipt_says_what_became_of_a_message_however_often_it_comes(
    cast: Cast, centre: MessageCentre, stat: str, state: str, reason: str
) -> None:
    use(cast, centre)
    send(cast)
    receipt = (
        f"id:C1 sub:001 dlvrd:001 submit date:2603010800 done date:2603010801 stat:{stat} err:012"
    )
    centre.receipts = [receipt, receipt, "id:C99 stat:DELIVRD err:000"]

    number = receipts(cast)

    found = message(cast)
    assert (found.state, found.reason) == (state, reason)
    assert (number, centre.receipts) == (3, [])


def test_the_log_of_the_process_names_neither_phone_nor_password(
    cast: Cast, centre: MessageCentre, caplog: Any
) -> None:
    caplog.set_level("DEBUG")
    use(cast, centre)

    send(cast)

    phone = PHONE[1:].encode().hex()
    secret = PASSWORD.encode().hex()
    assert [each for each in (PHONE[1:], PASSWORD, phone, secret) if each in caplog.text] == []
