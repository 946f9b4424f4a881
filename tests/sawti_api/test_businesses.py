"""The companies of a person, and their cases, for a program of theirs."""

from pathlib import Path
from typing import Any

import pytest

from sawti.businesses.actions.members import leave
from sawti.cases.models import Applicant, Case
from sawti.lib import clock as time
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.businesses.scenes import (
    NAME,
    NUMBER,
    claimed,
    filed_for,
    joined,
    verified,
)
from tests.sawti_api.calls import FILING, KEY, Api
from tests.sawti_api.test_person import CASES, sign_in

BUSINESSES = "/api/v1/person/businesses"
AMAL = people.Applicant("amal@example.com")


@pytest.fixture(autouse=True)
def _prepared(files_folder: Path, clock: Any, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def read(cast: Cast, who: people.Applicant, *paths: str) -> list[Any]:
    app = Api(cast.client(tenant=who.tenant))
    session = sign_in(cast, app, who)
    return [app.client.get(path, headers={"Sawti-Session": session}) for path in paths]


def test_a_member_lists_the_company_and_its_cases(cast: Cast) -> None:
    row = verified(cast)
    filed = filed_for(cast, row, joined(cast, row, AMAL))

    companies, cases, own = read(
        cast, people.SARA, BUSINESSES, f"{BUSINESSES}/{row.id}/cases", CASES
    )

    (found,) = companies.json()["results"]
    assert (found["name"], found["register_number"]) == (NAME, NUMBER)
    assert (found["state"], found["role"]) == ("verified", "owner")
    assert [case["number"] for case in cases.json()["results"]] == [filed.number]
    assert [case["company"] for case in own.json()["results"]] == [NAME]


def test_whoever_left_and_a_stranger_find_nothing(cast: Cast) -> None:
    row = verified(cast)
    amal = joined(cast, row, AMAL)
    filed_for(cast, row, amal)
    with tenant_context(cast.bahrain):
        leave(row.id, person_id=amal.id, at=time.now())
    where = f"{BUSINESSES}/{row.id}/cases"

    of_amal = read(cast, AMAL, BUSINESSES, where, CASES)
    of_hasan = read(cast, people.HASAN, BUSINESSES, where)

    assert [answer.status_code for answer in of_amal] == [200, 404, 200]
    assert [answer.json()["results"] for answer in (of_amal[0], of_amal[2])] == [[], []]
    assert [answer.status_code for answer in of_hasan] == [200, 404]


def file_as(cast: Cast, who: people.Applicant, body: dict[str, Any], *keys: str) -> list[Any]:
    """File once for each key (or once without one), each call by the same session."""
    app = Api(cast.client(tenant=who.tenant))
    session = sign_in(cast, app, who)
    headers = [{"idempotency_key": key} for key in keys] or [{}]
    return [app.post(CASES, body, sawti_session=session, **each) for each in headers]


def test_a_member_files_for_the_company_and_every_member_follows(cast: Cast) -> None:
    row = verified(cast)
    joined(cast, row, AMAL)

    (filed,) = file_as(cast, AMAL, {**FILING, "business": str(row.id)})
    of_sara = read(cast, people.SARA, f"{BUSINESSES}/{row.id}/cases", CASES)
    of_amal = read(cast, AMAL, f"{CASES}/{filed.json()['number']}")

    number = filed.json()["number"]
    assert (filed.status_code, filed.headers["Cache-Control"]) == (201, "no-store")
    assert [[case["number"] for case in page.json()["results"]] for page in of_sara] == [
        [number],
        [number],
    ]
    assert of_amal[0].status_code == 200
    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.select_related("member").get(case__number=number)
    assert (applicant.person_id, applicant.email) == (None, AMAL.email)
    assert applicant.member.business_id == row.id


def test_a_case_of_ones_own_needs_no_company_and_is_filed_once(cast: Cast) -> None:
    first, second = file_as(cast, people.SARA, FILING, KEY, KEY)
    (of_hasan,) = file_as(cast, people.HASAN, FILING, KEY)
    (cases,) = read(cast, people.SARA, CASES)

    assert second.json() == first.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert of_hasan.json()["number"] != first.json()["number"]
    assert [case["number"] for case in cases.json()["results"]] == [first.json()["number"]]


def test_for_a_company_only_its_members_file_and_only_once_it_is_verified(cast: Cast) -> None:
    row, waiting = verified(cast), claimed(cast, people.HASAN, register_number="80808-1")
    tries = (
        (people.HASAN, str(row.id)),
        (people.HASAN, str(waiting.id)),
        (people.SARA_IN_JORDAN, str(row.id)),
        (people.SARA, "none"),
    )

    case = {name: FILING[name] for name in ("type", "story", "language")}

    answers = [file_as(cast, who, {**case, "business": of})[0] for who, of in tries]
    nobody = Api(cast.client()).post(CASES, {**FILING, "business": str(row.id)})

    assert [each.status_code for each in answers] == [422] * 4
    assert [each.json()["errors"][0]["field"] for each in answers] == ["/business"] * 4
    assert nobody.json()["code"] == "person_not_signed_in"
    assert (cast.count(Case), cast.count(Case, cast.jordan)) == (0, 0)


def test_whoever_left_files_for_the_company_no_more(cast: Cast) -> None:
    row = verified(cast)
    amal = joined(cast, row, AMAL)
    with tenant_context(cast.bahrain):
        leave(row.id, person_id=amal.id, at=time.now())

    (answer,) = file_as(cast, AMAL, {**FILING, "business": str(row.id)})

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "/business")
    assert cast.count(Case) == 0
