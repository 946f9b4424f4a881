import re
from datetime import timedelta

import pytest
from django.conf import settings

from sawti.cases.models import Applicant, Case, Draft
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import Visitor, codes_on

STEPS = ["story/", "about/", "contact/", "check/"]


def cases(cast: Cast, tenant: str = "bahrain") -> list[Case]:
    with cast.inside(getattr(cast, tenant)):
        return list(Case.objects.all())


@pytest.mark.parametrize("language", ["ar", "en"])
@pytest.mark.parametrize(("tenant", "prefix"), [("bahrain", "BH"), ("jordan", "JO")])
def test_a_person_files_a_case_and_gets_number_and_receipt_once(
    cast: Cast, clock, language: str, tenant: str, prefix: str
):
    visitor = Visitor(cast.client(tenant=tenant), language)
    before = len(cases(cast, tenant))

    number, receipt = visitor.file_case()

    (case,) = cases(cast, tenant)[before:]
    assert case.number == number
    assert number.startswith(f"{prefix}-")
    assert len(receipt) == len("XXXX-XXXX-XXXX-XXXX")
    assert (case.channel, case.language, case.state) == ("web", language, "received")


def test_the_case_has_what_was_typed(cast: Cast, visitor: Visitor, clock):
    number, _receipt = visitor.file_case()

    with cast.inside(cast.bahrain):
        case = Case.objects.select_related("case_type", "category", "entity").get(number=number)
        applicant = Applicant.objects.get(case=case)
    assert case.case_type.code == "complaint"
    assert case.category.code == "street-lighting"
    assert case.entity.code == "ewa-electricity-distribution"
    assert (applicant.name, applicant.email) == ("سارة", "sara@example.com")
    assert applicant.phone == "+97336123456"


def test_the_confirmation_says_by_when_the_answer_comes(visitor: Visitor, clock):
    visitor.answer_all_steps()

    response = visitor.send()

    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert 'You get an answer by <strong><time datetime="2026-03-' in response.text
    assert "We write to <bdi" in response.text
    assert "You get a tracking number at once. Keep it." in response.text


def test_no_link_leads_away_from_the_receipt_to_the_other_language(visitor: Visitor):
    visitor.answer_all_steps()

    assert "hreflang" not in visitor.send().text


def test_each_answer_leads_to_the_next_question(visitor: Visitor):
    places = [visitor.answer(step).headers["Location"] for step in visitor.answers]

    assert places == [f"/en/file/{step}" for step in STEPS]


def test_a_tile_of_the_first_page_begins_a_case_of_that_type(visitor: Visitor):
    response = visitor.post("file/", type="report")

    assert (response.status_code, response.headers["Location"]) == (303, "/en/file/story/")
    assert re.search(r'<input [^>]*value="report"[^>]* checked', visitor.get("file/").text)


@pytest.mark.parametrize("step", STEPS)
def test_a_step_that_was_skipped_leads_to_the_first_one(visitor: Visitor, step: str):
    response = visitor.get(f"file/{step}")

    assert (response.status_code, response.headers["Location"]) == (303, "/en/file/")


def test_skipped_steps_lead_to_the_first_without_an_answer(visitor: Visitor):
    visitor.answer("")

    response = visitor.get("file/check/")

    assert response.headers["Location"] == "/en/file/story/"


def test_a_changed_answer_leads_straight_back_to_the_check(visitor: Visitor):
    visitor.answer_all_steps()

    response = visitor.answer("", type="enquiry")

    assert response.headers["Location"] == "/en/file/check/"
    assert "Enquiry" in visitor.get("file/check/").text


def test_nothing_is_filed_before_the_last_button(cast: Cast, visitor: Visitor):
    before = len(cases(cast))

    visitor.answer_all_steps()

    assert len(cases(cast)) == before


def test_sending_twice_files_one_case_and_shows_the_same_receipt(cast: Cast, visitor: Visitor):
    visitor.answer_all_steps()
    token = visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE].value
    first = codes_on(visitor.send())
    visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE] = token  # the click before the answer came

    second = codes_on(visitor.send())

    assert second == first
    assert [case.number for case in cases(cast)].count(first[0]) == 1


def test_correcting_and_sending_again_is_another_case(visitor: Visitor):
    visitor.answer_all_steps()
    token = visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE].value
    first = codes_on(visitor.send())
    visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE] = token
    visitor.answer("", type="enquiry")

    second = codes_on(visitor.send())

    assert len(second) == 2
    assert second[0] != first[0]


def test_the_browser_forgets_the_draft_with_the_case(visitor: Visitor):
    visitor.file_case()

    assert visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE].value == ""
    assert visitor.get("file/check/").headers["Location"] == "/en/file/"


def test_reloading_the_confirmation_files_nothing(cast: Cast, visitor: Visitor):
    visitor.file_case()
    before = len(cases(cast))

    response = visitor.send()

    assert (response.status_code, response.headers["Location"]) == (303, "/en/file/?lost=1")
    assert len(cases(cast)) == before


@pytest.mark.parametrize("token", ["", "x", "é" * 20, "A" * 5000, "\x00"])
def test_a_tampered_cookie_opens_nothing(visitor: Visitor, token: str):
    visitor.answer_all_steps()
    visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE] = token

    response = visitor.get("file/check/")

    assert response.status_code == 303
    assert response.headers["Location"].startswith("/en/file/")
    assert STORY not in visitor.get("file/story/").text


def test_a_draft_expires_after_24_hours_and_the_person_is_told(visitor: Visitor, clock):
    visitor.answer_all_steps()
    clock.shift(timedelta(hours=24))

    response = visitor.get("file/check/")

    assert response.headers["Location"] == "/en/file/?lost=1"
    assert "24 hours have passed" in visitor.get("file/?lost=1").text


def test_a_story_typed_after_the_draft_expired_is_kept(visitor: Visitor, clock):
    visitor.answer("")
    clock.shift(timedelta(hours=25))

    response = visitor.answer("story/")

    assert response.headers["Location"] == "/en/file/"
    assert visitor.answer("").headers["Location"] == "/en/file/about/"


def test_the_other_tenant_does_not_know_the_draft(cast: Cast, visitor: Visitor):
    visitor.answer_all_steps()
    outsider = Visitor(cast.client(tenant="jordan"))
    outsider.client.cookies[settings.SAWTI_DRAFT_COOKIE] = visitor.client.cookies[
        settings.SAWTI_DRAFT_COOKIE
    ].value

    response = outsider.get("file/check/")

    assert response.headers["Location"] == "/en/file/?lost=1"


def test_the_draft_lies_sealed_in_the_database_and_its_cookie_is_out_of_reach(
    cast: Cast, visitor: Visitor
):
    visitor.answer_all_steps()

    with cast.inside(cast.bahrain):
        sealed = bytes(Draft.objects.latest("expires_at").sealed)
    cookie = visitor.client.cookies[settings.SAWTI_DRAFT_COOKIE]
    assert STORY.encode() not in sealed
    assert b"sara@example.com" not in sealed
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie["max-age"] == ""


@pytest.mark.parametrize(
    ("step", "typed", "message"),
    [
        ("", {"type": ""}, "Choose the type of your case."),
        ("", {"type": "no-such-type"}, "Choose the type of your case."),
        ("story/", {"story": "  "}, "Tell us what happened."),
        ("story/", {"story": "a" * 5001}, "Shorten the text to 5000 characters; it has 5001."),
        ("story/", {"story": "a\x00b"}, "This text has a character that cannot be stored."),
        ("story/", {"place": "a" * 201}, "Shorten the text to 200 characters; it has 201."),
        ("about/", {"subject": "", "category": ""}, "Choose a subject, or “I don’t know”."),
        ("about/", {"subject": "~listed"}, "Choose a subject from the list."),
        ("about/", {"category": "no-such-category"}, "Choose a subject from the list."),
        ("about/", {"category": "water-cut-leak"}, "You chose two subjects. Choose one of them."),
        ("about/", {"entity": "greater-amman-municipality"}, "Choose an entity from the list."),
        ("contact/", {"email": "sara@"}, "Enter an e-mail address such as name@example.com."),
        ("contact/", {"phone": "12"}, "Enter a full phone number, such as +973 36123456."),
    ],
)
def test_a_refused_answer_says_what_to_mend_and_keeps_what_was_typed(
    visitor: Visitor, step: str, typed: dict[str, str], message: str
):
    visitor.answer_all_steps()

    response = visitor.answer(step, **typed)

    assert response.status_code == 422
    assert "<title>Error: " in response.text
    assert response.text.count(message) == 2  # in the summary and at the field
    assert visitor.get("file/check/").status_code == 200  # the draft is as it was


def test_too_long_a_story_for_any_form_is_refused_with_a_page(visitor: Visitor):
    visitor.answer("")

    response = visitor.answer("story/", story="ا" * 2_500_000)

    assert response.status_code == 400
    assert "it is too long" in response.text


def category_of(cast: Cast, number: str) -> str:
    with cast.inside(cast.bahrain):
        case = Case.objects.select_related("category").get(number=number)
    return case.category.code if case.category else ""


@pytest.mark.parametrize(
    ("typed", "category"),
    [
        ({"subject": "street-lighting"}, "street-lighting"),
        ({"subject": "~unknown"}, ""),
        ({"subject": "~listed", "category": "water-cut-leak"}, "water-cut-leak"),
        ({"subject": "", "category": "water-cut-leak"}, "water-cut-leak"),
        ({"subject": "~unknown", "category": "water-cut-leak"}, "water-cut-leak"),
    ],
)
def test_the_subject_is_a_suggestion_one_from_the_list_or_unknown(
    cast: Cast, visitor: Visitor, typed: dict[str, str], category: str
):
    visitor.answer_all_steps()
    visitor.answer("about/", **typed)

    number, _receipt = codes_on(visitor.send())

    assert category_of(cast, number) == category


def test_who_does_not_know_any_more_is_believed(cast: Cast, visitor: Visitor):
    visitor.answer_all_steps()
    visitor.answer("about/", subject="~listed", category="water-cut-leak")
    visitor.answer("about/", subject="~unknown", category="water-cut-leak")  # the list as it stood

    number, _receipt = codes_on(visitor.send())

    assert category_of(cast, number) == ""


def test_without_a_suggestion_i_do_not_know_is_already_chosen(cast: Cast, visitor: Visitor):
    visitor.answer("")
    visitor.answer("story/", story="zzz")

    text = visitor.get("file/about/").text
    response = visitor.post("file/about/", category="", entity="")

    assert 'name="subject"' not in text
    assert '<option value="" selected>I don’t know</option>' in text
    assert response.headers["Location"] == "/en/file/contact/"


def test_a_case_without_contact_warns_that_only_number_and_receipt_open_it(visitor: Visitor):
    visitor.answer_all_steps()
    visitor.answer("contact/", name="", email="", phone="")

    response = visitor.send()

    assert "You gave no e-mail address" in response.text


@pytest.mark.parametrize("step", ["", "story/", "about/", "contact/", "check/"])
def test_a_step_asks_the_database_for_tenant_and_draft_only(
    visitor: Visitor, statements, step: str
):
    visitor.answer_all_steps()
    visitor.get(f"file/{step}")

    with statements() as found:
        visitor.get(f"file/{step}")

    assert len(found) == 2, found


def test_the_last_page_says_how_one_will_hear_with_a_masked_address(visitor: Visitor):
    visitor.answer_all_steps()

    page = visitor.get("file/check/").text

    assert "You will hear from us" in page
    assert "s•••@example.com" in page.split("You will hear from us")[1]
