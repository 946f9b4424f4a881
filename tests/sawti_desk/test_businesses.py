"""Whoever checks proofs decides on companies."""

from pathlib import Path
from typing import Any

import pytest

from sawti.entities.actions import appoint
from sawti.openings.models import Opening
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import checker
from tests.sawti.businesses.scenes import NAME, NUMBER, claimed, filed_for, fresh, verified
from tests.sawti_desk.test_queue import reader

WHERE = "/desk/proofs/businesses/"
SECRETS = (NAME, NUMBER, people.SARA.email)


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def test_the_list_names_no_company_and_the_documents_open_for_a_reason(cast: Cast) -> None:
    row = claimed(cast)
    checker(cast)
    client, where = reader(cast, people.NOOR), f"{WHERE}{row.id}/"
    with cast.inside(cast.bahrain):
        file_id = row.documents.get().attachment_id

    listed, closed = client.get(WHERE).text, client.get(where).text
    unopened = client.get(f"{where}{file_id}/").status_code
    without_reason = client.post(where, {"deed": "open", "reason": ""})
    opened = client.post(where, {"deed": "open", "reason": "to check it"}).text

    assert where in listed
    assert not [secret for secret in SECRETS if secret in listed + closed]
    assert (unopened, without_reason.status_code) == (404, 422)
    assert not [secret for secret in SECRETS if secret not in opened]
    assert client.get(f"{where}{file_id}/").status_code == 302


def test_a_decided_company_leaves_the_list_and_a_refusal_needs_a_reason(cast: Cast) -> None:
    row = claimed(cast)
    checker(cast)
    client, where = reader(cast, people.NOOR), f"{WHERE}{row.id}/"
    hasty = client.post(where, {"deed": "accept"}, follow=True).text
    client.post(where, {"deed": "open", "reason": "to check it"})

    unexplained = client.post(where, {"deed": "refuse", "reason": ""}, follow=True).text
    accepted = client.post(where, {"deed": "accept"}, follow=True).text

    assert "Open the documents first" in hasty
    assert "Write the reason" in unexplained
    assert "No company waits for a check." in accepted
    assert fresh(cast, row).state == "verified"


def test_a_verified_company_is_found_by_its_number_and_taken_back(cast: Cast) -> None:
    row = verified(cast)
    client, where = reader(cast, people.NOOR), f"{WHERE}{row.id}/"
    listed = client.get(f"{WHERE}verified/").text
    found = client.post(f"{WHERE}verified/", {"number": "٧٠٧٠٧-١"}).text
    other = client.post(f"{WHERE}verified/", {"number": "1"}).text
    opened = client.post(where, {"deed": "open", "reason": "a complaint"}).text

    done = client.post(where, {"deed": "withdraw", "reason": "Not the owner."}, follow=True).text

    assert where in listed
    assert where in found
    assert where not in other
    assert not [secret for secret in SECRETS if secret in listed]
    assert "Take the verification back" in opened
    assert "It is taken back, and its owners are told why." in done
    assert fresh(cast, row).state == "refused"


def test_the_outsider_finds_no_company_and_colleagues_without_the_post_are_refused(
    cast: Cast,
) -> None:
    where = f"{WHERE}{claimed(cast).id}/"
    with tenant_context(cast.jordan):
        appoint(staff=cast.omar, entity_id=None, post="proof_checker", at=utc("2026-02-01T08:00Z"))

    outside = cast.client(people.OMAR).post(where, {"deed": "open", "reason": "curious"})
    colleague = cast.client(people.FATIMA).post(where, {"deed": "open", "reason": "curious"})

    assert (outside.status_code, colleague.status_code) == (404, 403)
    assert cast.count(Opening) == 0


def test_the_identity_behind_a_case_shows_the_company(cast: Cast) -> None:
    filed = filed_for(cast, verified(cast), cast.applicant(people.SARA))
    client = reader(cast, people.FATIMA)

    closed = client.get(f"/desk/cases/{filed.case_id}/").text
    opened = client.post(f"/desk/cases/{filed.case_id}/identity/", {"reason": "to call back"}).text

    assert NAME not in closed
    assert NAME in opened
    assert NUMBER in opened
