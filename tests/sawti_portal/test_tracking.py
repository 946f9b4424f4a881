import re
from datetime import timedelta

import pytest
from django.conf import settings

from sawti.cases.actions.applicant import MOST_FAILURES
from sawti.lib.ids import new_case_number
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import Visitor

NOT_FOUND = "We found no case with this number and receipt."
FORM = 'name="receipt"'


def test_number_and_receipt_open_the_case(cast: Cast, visitor: Visitor, clock):
    filed = cast.file_case(language="en")

    response = visitor.open_case(filed.number, filed.receipt)

    assert (response.status_code, response.headers["Location"]) == (
        303,
        f"/en/track/{filed.number}/",
    )
    text = visitor.get(f"track/{filed.number}/").text
    assert STORY in text
    assert "Electricity Distribution" in text
    assert 'datetime="2026-03-01">Sunday 1 March 2026' in text


def arabic_digits(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))


@pytest.mark.parametrize(
    "typed",
    [
        str.lower,
        lambda code: code.replace("-", " "),
        lambda code: code.replace("-", ""),
        arabic_digits,
        lambda code: f" \u200f{code}\u200f ",
        lambda code: code.replace("-", "–"),
    ],
    ids=["small letters", "spaces", "no dashes", "Arabic digits", "direction marks", "long dashes"],
)
def test_a_code_may_be_typed_as_people_type(cast: Cast, visitor: Visitor, typed):
    filed = cast.file_case()

    response = visitor.open_case(typed(filed.number), typed(filed.receipt))

    assert response.headers["Location"] == f"/en/track/{filed.number}/"


def test_an_address_with_arabic_digits_finds_the_opened_case(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    visitor.open_case(filed.number, filed.receipt)

    assert STORY in visitor.get(f"track/{arabic_digits(filed.number)}/").text


def test_wrong_receipt_unknown_number_and_another_tenants_case_get_one_answer(
    cast: Cast, visitor: Visitor
):
    ours, theirs = cast.file_case(), cast.file_case(tenant=cast.jordan, category="")

    pages = [
        visitor.open_case(ours.number, theirs.receipt),
        visitor.open_case("BH-4K7M-Q2XA-S", ours.receipt),
        visitor.open_case(theirs.number, theirs.receipt),
    ]

    assert [page.status_code for page in pages] == [422, 422, 422]
    assert [page.text.count(NOT_FOUND) for page in pages] == [1, 1, 1]
    assert settings.SESSION_COOKIE_NAME not in visitor.client.cookies


def test_after_ten_wrong_receipts_the_case_stays_closed_for_a_quarter_of_an_hour(
    cast: Cast, visitor: Visitor, clock
):
    filed, wrong = cast.file_case(), "0" * 16
    for _attempt in range(MOST_FAILURES):
        visitor.open_case(filed.number, wrong)

    refused = visitor.open_case(filed.number, filed.receipt)
    clock.shift(timedelta(minutes=16))
    opened = visitor.open_case(filed.number, filed.receipt)

    assert refused.status_code == 429
    assert "Try again in 15 minutes." in refused.text
    assert opened.status_code == 303


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"number": "", "receipt": ""}, "Enter the case number."),
        ({"number": "BH-4K7M-Q2XA-T", "receipt": ""}, "Enter the case number as it stands"),
        ({"number": "BH-4K7M-Q2XA-S", "receipt": "7"}, "Enter the receipt code: 16 letters"),
    ],
)
def test_a_code_with_a_slip_is_told_before_it_is_looked_for(
    visitor: Visitor, typed: dict[str, str], message: str
):
    response = visitor.post("track/", **typed)

    assert response.status_code == 422
    assert message in response.text
    assert "<title>Error: " in response.text


def test_a_case_that_this_session_did_not_open_shows_the_form(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    never_given = new_case_number("BH")

    real = visitor.get(f"track/{filed.number}/")
    invented = visitor.get(f"track/{never_given}/")

    assert real.status_code == invented.status_code == 200
    assert FORM in real.text
    assert STORY not in real.text
    assert without_token(real.text, filed.number) == without_token(invented.text, never_given)


def without_token(text: str, number: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text).replace(number, "")


def test_another_tenants_session_opens_nothing(cast: Cast, visitor: Visitor):
    filed = cast.file_case()
    visitor.open_case(filed.number, filed.receipt)
    outsider = Visitor(cast.client(tenant="jordan"))
    outsider.client.cookies[settings.SESSION_COOKIE_NAME] = visitor.client.cookies[
        settings.SESSION_COOKIE_NAME
    ].value

    response = outsider.get(f"track/{filed.number}/")

    assert FORM in response.text
    assert STORY not in response.text


def test_opening_a_case_changes_the_key_of_the_session(cast: Cast, visitor: Visitor):
    first, second = cast.file_case(), cast.file_case()
    visitor.open_case(first.number, first.receipt)
    before = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value

    visitor.open_case(second.number, second.receipt)

    assert visitor.client.cookies[settings.SESSION_COOKIE_NAME].value != before
    assert STORY in visitor.get(f"track/{first.number}/").text
    with cast.inside(cast.bahrain):
        opened = visitor.client.session["opened_cases"]
    # Each with a mark of its receipt: another receipt closes what this one opened.
    assert {number: kept.split()[0] for number, kept in opened.items()} == {
        first.number: str(first.case_id),
        second.number: str(second.case_id),
    }


@pytest.fixture
def waiting(cast: Cast, visitor: Visitor, clock):
    """A case with an open question, opened by its applicant."""
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    visitor.open_case(filed.number, filed.receipt)
    return filed


def test_an_open_question_can_be_replied_to(cast: Cast, visitor: Visitor, waiting):
    path = f"track/{waiting.number}/"
    before = visitor.get(path).text

    response = visitor.post(path, reply="العمود رقم ٧")

    after = visitor.get(path).text
    assert (response.status_code, response.headers["Location"]) == (303, f"/en/{path}")
    assert ("أي عمود؟" in before, 'name="reply"' in before) == (True, True)
    assert ("العمود رقم ٧" in after, 'name="reply"' in after) == (True, False)
    assert cast.case(waiting.case_id).state == "open"


def test_an_empty_reply_is_refused_at_the_field(cast: Cast, visitor: Visitor, waiting):
    response = visitor.post(f"track/{waiting.number}/", reply=" ")

    assert response.status_code == 422
    assert response.text.count("Write your reply.") == 2
    assert cast.case(waiting.case_id).state == "waiting"


def test_a_reply_that_is_too_long_is_refused_and_kept(cast: Cast, visitor: Visitor, waiting):
    response = visitor.post(f"track/{waiting.number}/", reply="ا" * 5001)

    assert response.status_code == 422
    assert "Shorten the text to 5000 characters" in response.text
    assert "ا" * 5001 in response.text


def test_a_reply_sent_twice_is_there_once(cast: Cast, visitor: Visitor, waiting):
    path = f"track/{waiting.number}/"
    visitor.post(path, reply="العمود رقم ٧")

    response = visitor.post(path, reply="العمود رقم ٧")

    assert response.status_code == 303
    assert visitor.get(path).text.count("العمود رقم ٧") == 1


def test_a_reply_to_no_question_is_not_sent_and_not_lost(cast: Cast, visitor: Visitor, waiting):
    path = f"track/{waiting.number}/"
    visitor.post(path, reply="العمود رقم ٧")

    response = visitor.post(path, reply="ورقم ٨")

    assert response.status_code == 409
    assert "Nobody waits for a reply now; this text was not sent." in response.text
    assert "ورقم ٨" in response.text
    assert "ورقم ٨" not in visitor.get(path).text


def test_a_stranger_cannot_reply(cast: Cast, waiting):
    stranger = Visitor(cast.client())

    response = stranger.post(f"track/{waiting.number}/", reply="العمود رقم ٧")

    assert response.status_code == 303
    assert cast.case(waiting.case_id).state == "waiting"


def test_the_applicant_reads_the_answer_and_no_name_of_staff(cast: Cast, visitor: Visitor, clock):
    filed = cast.file_case()
    cast.transfer(filed.case_id, "roads-projects-maintenance")
    cast.take(filed.case_id, by=cast.yusuf)
    cast.answer(filed.case_id, by=cast.yusuf)
    visitor.open_case(filed.number, filed.receipt)

    text = visitor.get(f"track/{filed.number}/").text

    assert "تم إصلاح العمود." in text
    assert "You have an answer" in text
    assert cast.yusuf.name not in text
    assert "ليس من اختصاصنا" not in text


def test_a_date_that_passed_is_told(cast: Cast, visitor: Visitor, clock):
    filed = cast.file_case()

    clock.shift(timedelta(days=60))
    visitor.open_case(filed.number, filed.receipt)

    assert "This date has passed." in visitor.get(f"track/{filed.number}/").text


def test_a_case_costs_the_same_with_one_message_and_with_many(
    cast: Cast, visitor: Visitor, clock, statements
):
    filed = cast.file_case()
    visitor.open_case(filed.number, filed.receipt)
    path = f"track/{filed.number}/"
    cast.take(filed.case_id)
    visitor.get(path)
    with statements() as short:
        visitor.get(path)
    for _round in range(5):
        cast.ask(filed.case_id)
        cast.reply(filed.case_id)

    with statements() as long:
        visitor.get(path)

    # Tenant, session, receipt, case, whom one represents (2), messages, history, files.
    assert len(long) == len(short) == 9, long
