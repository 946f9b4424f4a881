"""Companies on the portal: registered, joined, filed for, left."""

from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from sawti.businesses.models import Business, Invitation, Membership
from sawti.cases.models import Applicant, Case
from tests import hostile, people
from tests.cast import STORY, Cast
from tests.sawti.businesses.scenes import NAME, NUMBER, joined, refused, verified
from tests.sawti_portal.conftest import Visitor, codes_on
from tests.sawti_portal.test_my_cases import listed

AMAL = people.Applicant("amal@example.com")
CLAIM = {"name": NAME, "other_name": "", "register_number": "٧٠٧٠٧-١"}


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


@pytest.fixture
def sara(cast: Cast) -> Visitor:
    return Visitor(cast.client(people.SARA))


@pytest.fixture
def amal(cast: Cast) -> Visitor:
    return Visitor(cast.client(AMAL))


def document() -> SimpleUploadedFile:
    return SimpleUploadedFile("register.jpg", hostile.jpeg_with_place())


def only(cast: Cast) -> Business:
    with cast.inside(cast.bahrain):
        found: Business = Business.objects.get()
    return found


def where(row: Business, rest: str = "") -> str:
    return f"my/businesses/{row.id}/{rest}"


def file_for(visitor: Visitor, row: Business) -> tuple[str, str]:
    """File a case for the company; return number and receipt."""
    visitor.answer("")
    visitor.answer("story/")
    visitor.answer("about/")
    visitor.answer("contact/", is_for_other="on")
    visitor.post("file/for/", for_id=f"company-{row.id}", for_kind="", for_name="", for_until="")
    number, receipt = codes_on(visitor.send())
    return number, receipt


def test_a_company_is_registered_with_its_documents_and_waits(cast: Cast, sara: Visitor) -> None:
    empty = sara.get("my/businesses/").text
    faulty = sara.client.post("/en/my/businesses/register/", {**CLAIM, "name": ""})
    bare = sara.client.post("/en/my/businesses/register/", CLAIM)
    sent = sara.client.post("/en/my/businesses/register/", {**CLAIM, "files": [document()]})

    page = sara.get(where(only(cast))).text

    assert "You act for no company." in empty
    assert (faulty.status_code, bare.status_code, sent.status_code) == (422, 422, 303)
    assert "We check the documents" in page
    assert NUMBER in page
    assert "Invite somebody" not in page
    assert cast.count(Business) == 1


def test_a_refused_company_shows_why_and_takes_another_document(cast: Cast, sara: Visitor) -> None:
    sara.client.post("/en/my/businesses/register/", {**CLAIM, "files": [document()]})
    row = refused(cast, only(cast))

    page = sara.get(where(row)).text
    added = sara.client.post(f"/en/{where(row, 'proof/')}", {"files": [document()]})

    assert "The stamp is missing." in page
    assert added.status_code == 303
    assert only(cast).state == "claimed"


def test_an_invitation_comes_by_mail_and_is_accepted_by_its_reader_only(
    cast: Cast, sara: Visitor, amal: Visitor, mail_in_memory: None
) -> None:
    row = verified(cast)
    sent = sara.post(where(row, "invite/"), email=AMAL.email, role="agent")
    cast.deliver()
    letter = next(each for each in mail.outbox if each.to == [AMAL.email])
    with cast.inside(cast.bahrain):
        path = f"my/businesses/join/{Invitation.objects.get().token}/"
    strangers = [Visitor(cast.client(people.HASAN)), Visitor(cast.client(people.SARA_IN_JORDAN))]

    refusals = [each.get(path).status_code for each in strangers]
    refusals += [each.post(path).status_code for each in strangers]
    shown, accepted, again = amal.get(path).text, amal.post(path), amal.post(path)

    assert sent.status_code == 303
    assert f"/en/{path}" in letter.body
    assert refusals == [404] * 4
    assert NAME in shown
    assert (accepted.status_code, again.status_code) == (303, 404)
    assert cast.count(Membership) == 2


def test_a_case_for_a_company_is_a_choice_and_every_member_reads_it(
    cast: Cast, sara: Visitor, amal: Visitor
) -> None:
    row = verified(cast)
    joined(cast, row, AMAL)

    number, _receipt = file_for(amal, row)

    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.select_related("member").get()
    assert (applicant.person_id, applicant.member.business_id) == (None, row.id)
    assert listed(sara) == listed(amal) == [number]
    assert STORY in sara.get(f"track/{number}/").text
    assert NAME in sara.get("my/cases/").text
    assert number in sara.get(where(row, "cases/")).text


def test_who_was_removed_reads_nothing_any_more_not_even_what_was_open(
    cast: Cast, sara: Visitor, amal: Visitor
) -> None:
    row = verified(cast)
    joined(cast, row, AMAL)
    number, receipt = file_for(amal, row)
    amal.open_case(number, receipt)
    opened = amal.get(f"track/{number}/").text
    with cast.inside(cast.bahrain):
        member = Membership.objects.get(person__email_hash=AMAL.email)

    removed = sara.post(where(row), deed="remove", id=str(member.id))

    assert STORY in opened
    assert removed.status_code == 303
    assert STORY not in amal.get(f"track/{number}/").text
    assert "no longer opens it" in amal.open_case(number, receipt).text
    assert [amal.get(where(row, rest)).status_code for rest in ("", "cases/")] == [404, 404]


def test_the_last_owner_is_told_why_they_cannot_leave(cast: Cast, sara: Visitor) -> None:
    row = verified(cast)

    refusal = sara.post(where(row), deed="leave")
    closed = sara.post(where(row), deed="close")

    assert refusal.status_code == 409
    assert "A company needs an owner." in refusal.text
    assert closed.headers["Location"] == "/en/my/businesses/?news=closed"
    assert sara.get(where(row)).status_code == 404


def test_an_agent_and_a_stranger_change_nothing_about_the_company(
    cast: Cast, amal: Visitor
) -> None:
    row = verified(cast)
    joined(cast, row, AMAL)
    hasan, outsider = (
        Visitor(cast.client(people.HASAN)),
        Visitor(cast.client(people.SARA_IN_JORDAN)),
    )

    def statuses(visitor: Visitor) -> list[int]:
        return [
            visitor.post(where(row), deed="close").status_code,
            visitor.post(where(row, "invite/"), email="x@example.com", role="agent").status_code,
            visitor.client.post(f"/en/{where(row, 'proof/')}").status_code,
        ]

    assert statuses(amal) == [403, 403, 403]
    assert statuses(hasan) == statuses(outsider) == [404, 404, 404]
    assert (only(cast).state, cast.count(Invitation), cast.count(Case)) == ("verified", 0, 0)
