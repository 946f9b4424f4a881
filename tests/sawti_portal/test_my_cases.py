"""A person's own cases: which are theirs, in which order, and what a stranger sees of them."""

import re
from typing import Any

import pytest

from sawti.accounts.models import Person
from sawti.audit.models import Entry
from sawti.cases.actions.ownership import add_case_to_person
from sawti.cases.facts import Contact
from sawti.cases.models import Applicant, Case
from sawti.cases.own_cases import PAGE
from sawti.lib import clock as now
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import STORY, Cast
from tests.sawti_portal.conftest import ANSWERS, Visitor

FORM = 'name="receipt"'
NUMBERS = re.compile(r'<bdi class="sw-ltr">(BH-[\w-]+)</bdi>')


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    """Sara at the portal of Bahrain, signed in."""
    return Visitor(cast.client(people.SARA))


def own(cast: Cast, **changes: Any) -> Any:
    """File a case of Sara's."""
    return cast.file_case(person_id=cast.applicant(people.SARA).id, **changes)


def listed(visitor: Visitor, query: str = "") -> list[str]:
    return NUMBERS.findall(visitor.get(f"my/cases/{query}").text)


def test_a_case_filed_while_signed_in_is_in_the_list_and_opens_without_receipt(
    cast: Cast, sara: Visitor
):
    number, _receipt = sara.file_case()
    stranger = Visitor(sara.client.__class__(HTTP_HOST="bahrain.localhost:8000"))

    assert listed(sara) == [number]
    assert STORY in sara.get(f"track/{number}/").text
    assert FORM in stranger.get(f"track/{number}/").text


def test_a_case_filed_without_signing_in_is_nobodys(cast: Cast, visitor: Visitor, sara: Visitor):
    visitor.file_case()

    assert listed(sara) == []
    assert "You have no case here yet." in sara.get("my/cases/").text


def test_what_waits_for_the_person_comes_first_then_the_newest(cast: Cast, sara: Visitor):
    waiting = own(cast, on="2026-03-01T09:00Z")
    newer = own(cast, on="2026-03-02T09:00Z")
    newest = own(cast, on="2026-03-03T09:00Z")
    cast.take(waiting.case_id, on="2026-03-03T10:00Z")
    cast.ask(waiting.case_id, on="2026-03-03T11:00Z")

    assert listed(sara) == [waiting.number, newest.number, newer.number]
    assert sara.get("my/cases/").text.count("Waiting for you") == 1


def test_pages_of_the_list_hold_every_case_once(cast: Cast, sara: Visitor):
    cases = [own(cast, on=f"2026-03-01T09:{minute:02}Z") for minute in range(PAGE + 2)]
    for case in cases[:2]:
        cast.take(case.case_id)
        cast.ask(case.case_id)

    first = sara.get("my/cases/").text
    (older,) = re.findall(r'rel="next" href="/en/my/cases/(\?[^"]+)"', first)
    second = listed(sara, older)

    expected = [cases[1], cases[0], *reversed(cases[2:])]
    assert [*NUMBERS.findall(first), *second] == [case.number for case in expected]
    assert len(second) == 2


def test_a_page_that_we_did_not_make_is_refused(sara: Visitor):
    assert sara.get("my/cases/?cursor=x").status_code == 422


def test_the_list_costs_the_same_for_one_case_as_for_fifty(
    cast: Cast, sara: Visitor, statements: Any
):
    own(cast)
    sara.get("my/cases/")
    with statements() as one:
        sara.get("my/cases/")
    for _ in range(49):
        own(cast)

    with statements() as fifty:
        sara.get("my/cases/")

    # tenant, session with person, whom they represent, their companies, cases,
    # whether mail to them came back
    assert len(one) == len(fifty) == 6, fifty


def test_an_own_case_costs_two_statements_more_than_one_opened_with_a_receipt(
    cast: Cast, sara: Visitor, statements: Any
):
    filed = own(cast)
    sara.get(f"track/{filed.number}/")

    with statements() as found:
        sara.get(f"track/{filed.number}/")

    assert len(found) == 10, found


def test_a_case_of_another_person_looks_like_one_that_is_not_there(cast: Cast, sara: Visitor):
    other = cast.file_case(person_id=cast.applicant(people.HASAN).id)

    page = sara.get(f"track/{other.number}/")

    assert listed(sara) == []
    assert FORM in page.text
    assert STORY not in page.text
    assert sara.post(f"track/{other.number}/", reply="x").status_code == 303
    assert cast.case(other.case_id).state == "received"


def test_the_same_address_in_another_tenant_owns_nothing_here(cast: Cast, sara: Visitor):
    abroad = cast.file_case(
        tenant=cast.jordan,
        category="",
        person_id=cast.applicant(people.SARA_IN_JORDAN).id,
    )

    assert listed(sara) == []
    assert FORM in sara.get(f"track/{abroad.number}/").text
    assert listed(Visitor(cast.client(people.SARA_IN_JORDAN))) == []  # numbers there begin with JO


def test_a_question_can_be_replied_to_without_receipt(cast: Cast, sara: Visitor):
    filed = own(cast)
    cast.take(filed.case_id)
    cast.ask(filed.case_id)

    sara.post(f"track/{filed.number}/", reply="العمود رقم ٧")

    assert cast.case(filed.case_id).state == "open"


def test_the_contact_step_is_filled_in_and_can_be_changed_for_one_case(cast: Cast, sara: Visitor):
    sara.post("my/profile/", name="Sara", phone="36123456", language="en")
    sara.answer("")
    sara.answer("story/")
    sara.answer("about/")

    text = sara.get("file/contact/").text
    sara.post("file/contact/", name="", email="other@example.com", phone="")
    sara.send()

    assert 'value="Sara"' in text
    assert 'value="sara@example.com"' in text
    assert 'value="+97336123456"' in text
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get()
    assert (applicant.name, applicant.email) == ("", "other@example.com")
    assert applicant.person_id == cast.applicant(people.SARA).id


OF_PROFILE = {
    "name": "Sara",
    "phone": "+97336123456",
    "national_id": "900412345",
    "address": "Road 12, Muharraq",
}
OTHERWISE = {
    "name": "Sara Ali",
    "email": "sara@example.com",
    "phone": "36999999",
    "national_id": "",
    "address": "Road 40, Manama",
}


def before_contact(sara: Visitor) -> None:
    sara.post("my/profile/", **OF_PROFILE, language="en")
    sara.answer("")
    sara.answer("story/")
    sara.answer("about/")


def kept(cast: Cast) -> dict[str, str]:
    person = cast.applicant(people.SARA)
    return {name: getattr(person, name) for name in OF_PROFILE}


def test_number_and_address_of_the_profile_go_with_the_case(cast: Cast, sara: Visitor):
    before_contact(sara)

    text = sara.get("file/contact/").text
    sara.post("file/contact/", **OF_PROFILE, email="sara@example.com")
    check = sara.get("file/check/").text
    sara.send()

    assert 'value="900412345"' in text
    assert "Road 12, Muharraq</textarea>" in text
    assert "Personal number (CPR)" in check
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get()
    assert (applicant.national_id, applicant.address) == ("900412345", "Road 12, Muharraq")


def test_what_is_changed_for_a_case_stays_out_of_the_profile(cast: Cast, sara: Visitor):
    before_contact(sara)

    sara.post("file/contact/", **OTHERWISE)

    assert kept(cast) == OF_PROFILE


def test_what_is_changed_for_a_case_goes_into_the_profile_when_that_is_ticked(
    cast: Cast, sara: Visitor
):
    before_contact(sara)

    sara.post("file/contact/", **{**OTHERWISE, "email": "other@example.com"}, keep="on")

    assert kept(cast) == {
        "name": "Sara Ali",
        "phone": "+97336999999",
        "national_id": "900412345",  # nothing was typed instead
        "address": "Road 40, Manama",
    }
    assert cast.applicant(people.SARA).email == people.SARA.email


def test_whoever_is_not_signed_in_is_asked_for_no_number_and_no_address(cast: Cast):
    visitor = Visitor(cast.client())
    visitor.answer("")
    visitor.answer("story/")
    visitor.answer("about/")

    text = visitor.get("file/contact/").text
    visitor.post("file/contact/", **{**OTHERWISE, "national_id": "900412345"}, keep="on")
    visitor.send()

    assert "national_id" not in text
    assert "Keep this in my profile" not in text
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get()
        assert (applicant.name, applicant.national_id) == ("Sara Ali", "")
        assert (applicant.address, Person.objects.count()) == ("", 0)


def test_the_news_of_a_case_come_in_the_language_of_the_profile(cast: Cast, sara: Visitor):
    sara.post("my/profile/", name="", phone="", language="ar")

    sara.file_case()

    with cast.inside(cast.bahrain):
        assert Case.objects.get().language == "ar"


def test_a_case_without_any_contact_is_still_its_persons_own(cast: Cast, sara: Visitor):
    sara.answers = {**ANSWERS, "contact/": {"name": "", "email": "", "phone": ""}}

    number, _receipt = sara.file_case()

    assert listed(sara) == [number]


class TestAddingAnEarlierCase:
    def test_number_and_receipt_bring_it_into_the_list(self, cast: Cast, sara: Visitor):
        filed = cast.file_case(contact=Contact())

        response = sara.post("my/cases/add/", number=filed.number, receipt=filed.receipt)

        assert response.headers["Location"] == "/en/my/cases/?added=1"
        assert listed(sara) == [filed.number]
        with cast.inside(cast.bahrain):
            entry = Entry.objects.get(event="case.added_to_person")
        assert (entry.object_id, entry.actor_id) == (
            filed.case_id,
            cast.applicant(people.SARA).id,
        )

    def test_a_wrong_receipt_and_another_tenants_case_get_one_answer(
        self, cast: Cast, sara: Visitor
    ):
        ours, theirs = cast.file_case(), cast.file_case(tenant=cast.jordan, category="")

        answers = [
            sara.post("my/cases/add/", number=ours.number, receipt=theirs.receipt),
            sara.post("my/cases/add/", number=theirs.number, receipt=theirs.receipt),
        ]

        assert [answer.status_code for answer in answers] == [422, 422]
        assert [answer.text.count("We found no case") for answer in answers] == [1, 1]
        assert listed(sara) == []

    def test_a_case_of_another_person_stays_theirs(self, cast: Cast, sara: Visitor):
        filed = cast.file_case(person_id=cast.applicant(people.HASAN).id)

        response = sara.post("my/cases/add/", number=filed.number, receipt=filed.receipt)

        assert response.status_code == 409
        assert "is in the list of another account" in response.text
        assert listed(Visitor(cast.client(people.HASAN))) == [filed.number]

    def test_added_twice_it_is_there_once(self, cast: Cast, sara: Visitor):
        filed, person = cast.file_case(), cast.applicant(people.SARA)
        with tenant_context(cast.bahrain):
            for _ in range(2):
                add_case_to_person(filed.case_id, person_id=person.id, at=now.now())

        assert listed(sara) == [filed.number]
        with cast.inside(cast.bahrain):
            assert Entry.objects.filter(event="case.added_to_person").count() == 1


def test_staff_see_no_more_of_a_case_because_a_person_owns_it(cast: Cast, sara: Visitor):
    sara.answers = {**ANSWERS, "contact/": {"name": "", "email": "", "phone": ""}}
    sara.file_case()
    with cast.inside(cast.bahrain):
        case = Case.objects.get()

    client = cast.client(people.FATIMA)
    page = client.post(f"/desk/cases/{case.id}/identity/?language=en", {"reason": "to call"})

    assert people.SARA.email not in page.text
    assert people.SARA.email not in client.get(f"/desk/cases/{case.id}/").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("withdraw/", {"reason": "solved", "agreed": "on"}),
        ("rate/", {"score": "1"}),
        ("reopen/", {"reason": "still dark"}),
    ],
)
def test_whoever_is_signed_in_acts_on_no_case_of_another(
    cast: Cast, sara: Visitor, path: str, words: dict[str, str]
):
    other = cast.file_case(person_id=cast.applicant(people.HASAN).id)
    cast.take(other.case_id)
    before = cast.answer(other.case_id).version

    page = sara.get(f"track/{other.number}/{path}")
    response = sara.post(f"track/{other.number}/{path}", **words)

    assert STORY not in page.text
    assert response.status_code == 303
    assert cast.case(other.case_id).version == before


def test_a_person_takes_an_own_case_back_without_receipt(cast: Cast, sara: Visitor):
    filed = own(cast)

    sara.post(f"track/{filed.number}/withdraw/", reason="solved", agreed="on")

    assert cast.case(filed.case_id).state == "withdrawn"
