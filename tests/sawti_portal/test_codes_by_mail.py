"""One-time codes: how many there are of them, and what their mail says."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from sawti.accounts.models import OneTimeCode
from sawti.accounts.steps import MOST_A_DAY, MOST_FROM_SOURCE, MOST_TO_ADDRESS
from sawti.audit.models import Entry
from sawti.cases.actions.sweeps import forget_expired
from sawti.notifications.models import Notification
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti_portal.conftest import Inbox, Visitor
from tests.sawti_portal.test_signing_in import SARA, ask

pytestmark = pytest.mark.usefixtures("mail_in_memory")


def ask_and_wait(visitor: Visitor, clock: Any) -> int:
    status: int = ask(visitor).status_code
    clock.shift(timedelta(minutes=15))
    return status


def test_an_address_gets_five_codes_an_hour(cast: Cast, visitor: Visitor, clock: Any):
    asked = [ask(Visitor(cast.client())).status_code for _ in range(MOST_TO_ADDRESS)]
    clock.shift(timedelta(minutes=20))

    refused, another = ask(visitor), ask(visitor, "hasan@example.com")
    clock.shift(timedelta(minutes=41))
    later = ask(visitor)

    assert asked == [303] * MOST_TO_ADDRESS
    assert refused.status_code == 429
    assert "Try again in 40 minutes." in refused.text
    assert (another.status_code, later.status_code) == (303, 303)
    assert cast.count(OneTimeCode) == MOST_TO_ADDRESS + 2


def test_an_address_gets_twenty_codes_a_day(cast: Cast, visitor: Visitor, clock: Any):
    answers = [ask_and_wait(visitor, clock) for _ in range(MOST_A_DAY + 1)]
    clock.shift(timedelta(hours=19))
    later = ask(visitor)

    assert answers == [303] * MOST_A_DAY + [429]
    assert later.status_code == 303


def test_one_place_gets_thirty_codes_an_hour(cast: Cast, visitor: Visitor):
    asked = [ask(visitor, f"person{n}@example.com").status_code for n in range(MOST_FROM_SOURCE)]

    refused = ask(visitor, "another@example.com")
    elsewhere = visitor.client.post(
        "/en/sign-in/", {"email": "another@example.com"}, REMOTE_ADDR="198.51.100.7"
    )

    assert asked == [303] * MOST_FROM_SOURCE
    assert refused.status_code == 429
    assert elsewhere.status_code == 303


def test_the_mail_says_what_it_is_for_and_that_nobody_asks_for_it(
    cast: Cast, visitor: Visitor, code_for: Inbox, clock: Any
):
    ask(visitor)
    code = code_for()

    (letter,) = mail.outbox
    html = str(letter.alternatives[0][0])
    assert letter.subject == "Your code for Sawti Bahrain"
    assert "to sign in:" in letter.body
    assert "It is good until \u206611:10\u2069, once" in letter.body
    assert "not by phone, not by e-mail, not in a message" in letter.body
    assert f'<bdi dir="ltr">\u2066{code}\u2069</bdi>' in html
    assert code not in letter.subject


def test_the_mail_is_in_the_language_of_the_page(cast: Cast, code_for: Inbox):
    ask(Visitor(cast.client(), language="ar"))
    code_for()

    (letter,) = mail.outbox
    assert letter.subject == "رمزك في صوتي البحرين"
    assert '<html lang="ar" dir="rtl">' in str(letter.alternatives[0][0])


def test_the_code_stands_nowhere_in_clear_but_in_the_mail(
    cast: Cast, visitor: Visitor, code_for: Inbox, caplog: pytest.LogCaptureFixture
):
    ask(visitor)
    code = code_for()

    with cast.inside(cast.bahrain):
        kept = [
            list(model.objects.values()) for model in (OneTimeCode, Notification, Message, Entry)
        ]
    # Not as text; as bytes six digits could come about by chance.
    assert re.findall(rf"(?<![0-9a-f]){code}(?![0-9a-f])", str(kept)) == []
    assert code not in caplog.text
    assert SARA not in str(kept[2:])


def test_a_code_that_was_replaced_before_its_mail_was_written_is_not_sent(
    cast: Cast, visitor: Visitor
):
    ask(visitor)
    ask(visitor)

    cast.deliver()

    assert len(mail.outbox) == 1


def test_codes_are_forgotten_a_day_later(cast: Cast, visitor: Visitor, clock: Any):
    ask(visitor)

    with tenant_context(cast.bahrain):
        kept = forget_expired(at=utc("2026-03-02T08:09Z"))
        gone = forget_expired(at=utc("2026-03-02T08:10Z"))

    assert (kept, gone) == (0, 1)
