"""A new receipt for whoever reads the mail of the address that the case was filed with."""

import re
from typing import Any

import pytest
from django.core import mail

from sawti.audit.models import Entry
from sawti.cases.facts import Contact
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import Visitor, codes_on

SARA = "sara@example.com"
REFUSED = "This code is wrong, or its time is over."


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def codes_sent(cast: Cast) -> list[tuple[str, str]]:
    """Return (address, code) of every mail with a code."""
    cast.deliver()
    return [
        (letter.to[0], code)
        for letter in mail.outbox
        for code in re.findall(r"\u2066([0-9]{6})\u2069", letter.body)
    ]


def test_number_and_address_bring_a_new_receipt_and_the_old_one_dies(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    asked = visitor.post("track/lost/", number=filed.number.lower(), email="Sara@example.com")
    ((address, code),) = codes_sent(cast)

    page = visitor.post("track/lost/code/", code=code)

    number, receipt = codes_on(page)
    stranger = Visitor(cast.client())
    assert asked.headers["Location"] == "/en/track/lost/code/"
    assert (address, number) == (SARA, filed.number)
    assert stranger.open_case(filed.number, filed.receipt).status_code == 422
    assert stranger.open_case(number, receipt).status_code == 303
    assert STORY in visitor.get(f"track/{number}/").text
    with cast.inside(cast.bahrain):
        assert Entry.objects.get(event="case.receipt_replaced").object_id == filed.case_id


def test_a_new_receipt_is_shown_once(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    visitor.post("track/lost/", number=filed.number, email=SARA)
    ((_address, code),) = codes_sent(cast)
    receipt = codes_on(visitor.post("track/lost/code/", code=code))[1]

    again = visitor.post("track/lost/code/", code=code)

    assert codes_on(again) == []
    assert Visitor(cast.client()).open_case(filed.number, receipt).status_code == 303


@pytest.mark.parametrize("case", ["another address", "no such case", "another tenant", "no e-mail"])
def test_a_pair_that_does_not_belong_together_gets_the_same_answer_and_no_mail(
    cast: Cast, visitor: Visitor, case: str
):
    pairs = {
        "another address": (cast.file_case().number, "other@example.com"),
        "no such case": ("BH-4K7M-Q2XA-S", SARA),
        "another tenant": (cast.file_case(tenant=cast.jordan, category="").number, SARA),
        "no e-mail": (cast.file_case(contact=Contact("سارة", "", "")).number, SARA),
    }
    number, email = pairs[case]
    right = Visitor(cast.client())
    right.post("track/lost/", number=pairs["another address"][0], email=SARA)
    mails = codes_sent(cast)

    asked = visitor.post("track/lost/", number=number, email=email)
    tried = visitor.post("track/lost/code/", code=mails[0][1])

    assert (asked.status_code, asked.headers["Location"]) == (303, "/en/track/lost/code/")
    assert "If the case was filed with" in visitor.get("track/lost/code/").text
    assert codes_sent(cast) == mails
    assert tried.status_code == 422
    assert REFUSED in tried.text


def test_a_code_to_sign_in_gives_no_receipt(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    visitor.post("sign-in/", email=SARA)
    ((_address, code),) = codes_sent(cast)

    refused = visitor.post("track/lost/code/", code=code)

    assert refused.status_code == 422
    assert Visitor(cast.client()).open_case(filed.number, filed.receipt).status_code == 303


def test_five_wrong_codes_close_the_way(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    visitor.post("track/lost/", number=filed.number, email=SARA)
    ((_address, code),) = codes_sent(cast)
    for _ in range(5):
        visitor.post("track/lost/code/", code=f"{(int(code) + 1) % 1_000_000:06}")

    response = visitor.post("track/lost/code/", code=code)

    assert REFUSED in response.text
    assert Visitor(cast.client()).open_case(filed.number, filed.receipt).status_code == 303
