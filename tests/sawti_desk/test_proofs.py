"""Checking the documents of people who act for others; filing for callers."""

import re
from pathlib import Path
from typing import Any

import pytest

from sawti.acting.models import Representation
from sawti.acting.queries import made_for_page, waiting_page
from sawti.cases.models import Applicant, Case, HistoryRow
from sawti.entities.actions import appoint
from sawti.openings.models import Opening
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import CHECKED_AT, LAYLA, accepted, checker, filed_for, only
from tests.sawti_api.calls import statements
from tests.sawti_desk.test_queue import reader

PROOFS, FILE = "/desk/proofs/", "/desk/file/"
CALL = {
    "channel": "contact_centre",
    "language": "ar",
    "type": "complaint",
    "story": "عمود الإنارة لا يعمل",
    "category": "street-lighting",
    "key": "k1",
}
SECRETS = (LAYLA, "ليلى", "sara@example.com")
ACCEPTED = 4  # statements


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def noor(cast: Cast) -> Any:
    return reader(cast, people.NOOR)


def agent(cast: Cast) -> Any:
    """Noor at the contact centre."""
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="contact_centre", at=utc("2026-02-01T08:00Z"))
    return noor(cast)


def test_the_list_of_claims_names_nobody_and_the_documents_open_for_a_reason(cast: Cast) -> None:
    filed = filed_for(cast)
    checker(cast)
    client = noor(cast)
    where = f"{PROOFS}{only(cast).id}/"

    listed, closed = client.get(PROOFS).text, client.get(where).text
    without_reason = client.post(where, {"deed": "open", "reason": ""})
    opened = client.post(where, {"deed": "open", "reason": "to check it"}).text

    assert "Parent" in listed
    assert not [secret for secret in SECRETS if secret in listed + closed]
    assert without_reason.status_code == 422
    assert not [secret for secret in SECRETS if secret not in opened]
    with cast.inside(cast.bahrain):
        row = Opening.objects.get()
    assert (row.number, row.reason, row.case_id) == (filed.number, "to check it", filed.case_id)


def test_the_list_goes_on_where_many_claims_wait(cast: Cast) -> None:
    filed_for(cast)
    filed_for(cast, name="هدى")
    with cast.inside(cast.bahrain):
        first = waiting_page(language="en", limit=1)
        second = waiting_page(language="en", cursor=first.next_cursor, limit=1)
        mine = made_for_page(LAYLA, language="en", at=CHECKED_AT, limit=1)
        older = made_for_page(LAYLA, language="en", at=CHECKED_AT, cursor=mine.next_cursor)

    assert [len(page.rows) for page in (first, second, mine, older)] == [1, 1, 1, 1]
    assert first.rows[0].id == older.rows[0].id
    assert second.rows[0].id == mine.rows[0].id
    assert (second.next_cursor, older.next_cursor) == ("", "")


def test_a_document_opens_only_after_its_claim_was_opened(cast: Cast) -> None:
    filed_for(cast)
    checker(cast)
    client, where = noor(cast), f"{PROOFS}{only(cast).id}/"
    with cast.inside(cast.bahrain):
        file_id = only(cast).proofs.get().attachment_id

    before = client.get(f"{where}{file_id}/").status_code
    page = client.post(where, {"deed": "open", "reason": "to check it"}).text

    assert before == 404
    assert f"{where}{file_id}/" in page
    assert client.get(f"{where}{file_id}/").status_code == 302
    assert cast.client(people.FATIMA).get(f"{where}{file_id}/").status_code == 403


def test_an_accepted_and_a_refused_proof_leave_the_list(cast: Cast) -> None:
    filed_for(cast)
    checker(cast)
    client, where = noor(cast), f"{PROOFS}{only(cast).id}/"
    hasty = client.post(where, {"deed": "accept"}, follow=True).text
    client.post(where, {"deed": "open", "reason": "to check it"})

    unexplained = client.post(where, {"deed": "refuse", "reason": ""}, follow=True).text
    accepted = client.post(where, {"deed": "accept"}, follow=True).text

    assert "Open the documents first" in hasty
    assert "Write the reason" in unexplained
    assert "The proof is accepted, and the person is told." in accepted
    assert "Nothing waits for a check." in accepted
    assert only(cast).state == "proven"


def test_an_accepted_proof_is_found_opened_again_and_taken_back(cast: Cast) -> None:
    filed_for(cast)
    accepted(cast)
    client, where = noor(cast), f"{PROOFS}{only(cast).id}/"
    listed = client.get(f"{PROOFS}accepted/").text
    closed = client.get(where).text
    opened = client.post(where, {"deed": "open", "reason": "a complaint"}).text

    unexplained = client.post(where, {"deed": "withdraw", "reason": ""}, follow=True).text
    late = client.post(where, {"deed": "refuse", "reason": "why"}, follow=True).text
    done = client.post(where, {"deed": "withdraw", "reason": "It is forged."}, follow=True).text

    assert where in listed
    assert not [secret for secret in SECRETS if secret in listed + closed]
    assert "Take the acceptance back" in opened
    assert "Write the reason" in unexplained
    assert "This is decided already." in late
    assert "It is taken back, and the person is told why." in done
    assert "No proof is accepted." in done
    assert only(cast).state == "refused"


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_of_what_was_accepted_costs_the_same_for_1_as_for_50(
    cast: Cast, count: int
) -> None:
    for _ in range(count):
        filed_for(cast)
    with cast.writing(cast.bahrain):
        Representation.objects.update(state="proven", decided_at=CHECKED_AT)
    checker(cast)
    client = noor(cast)
    client.get(f"{PROOFS}accepted/")

    with statements() as found:
        page = client.get(f"{PROOFS}accepted/").text

    assert page.count('<th scope="row"') == count
    assert len(found) == ACCEPTED


def test_the_outsider_finds_no_claim_and_colleagues_without_the_post_are_refused(
    cast: Cast,
) -> None:
    filed_for(cast)
    where = f"{PROOFS}{only(cast).id}/"
    with tenant_context(cast.jordan):
        appoint(staff=cast.omar, entity_id=None, post="proof_checker", at=utc("2026-02-01T08:00Z"))

    outside = cast.client(people.OMAR).post(where, {"deed": "open", "reason": "curious"})
    colleague = cast.client(people.FATIMA).post(where, {"deed": "open", "reason": "curious"})

    assert (outside.status_code, colleague.status_code) == (404, 403)
    assert cast.count(Opening) == 0


def test_a_caller_without_address_gets_the_receipt_on_paper(cast: Cast) -> None:
    client = agent(cast)

    page = client.post(FILE, {**CALL, "name": "سارة", "phone": "36123456"}).text

    with cast.inside(cast.bahrain):
        case = Case.objects.get()
        filed = HistoryRow.objects.get(case=case, event="file")
    number, receipt = re.findall(r'<bdi class="sw-big">([^<]+)</bdi>', page)
    assert (case.channel, filed.by_id, number) == ("contact_centre", cast.noor.id, case.number)
    opened = cast.client().post("/en/track/", {"number": number, "receipt": receipt})
    assert opened.headers["Location"] == f"/en/track/{number}/"


def test_a_caller_with_an_address_gets_the_receipt_there_and_staff_do_not_see_it(
    cast: Cast,
) -> None:
    client = agent(cast)

    page = client.post(FILE, {**CALL, "email": "sara@example.com"}).text

    assert len(re.findall(r'<bdi class="sw-big">', page)) == 1
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get()
    assert (applicant.email, applicant.person_id) == ("sara@example.com", None)


def test_sent_twice_a_call_is_one_case_and_a_fault_is_told(cast: Cast) -> None:
    client = agent(cast)
    first = client.post(FILE, CALL)
    again = client.post(FILE, CALL)
    faulty = client.post(FILE, {**CALL, "key": "k2", "phone": "12"})

    assert (first.status_code, again.status_code, faulty.status_code) == (200, 200, 422)
    assert cast.count(Case) == 1


def test_only_the_contact_centre_files_for_callers(cast: Cast) -> None:
    refused = cast.client(people.FATIMA).post(FILE, CALL)
    outside = cast.client(people.OMAR).post(FILE, CALL)

    assert (refused.status_code, outside.status_code) == (403, 403)
    assert cast.count(Case) == 0
    assert cast.count(Case, cast.jordan) == 0
