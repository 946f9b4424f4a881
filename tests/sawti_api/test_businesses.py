"""The companies of a person, and their cases, for a program of theirs."""

from pathlib import Path
from typing import Any

import pytest

from sawti.businesses.actions.members import leave
from sawti.lib import clock as time
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.businesses.scenes import NAME, NUMBER, filed_for, joined, verified
from tests.sawti_api.calls import Api
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
