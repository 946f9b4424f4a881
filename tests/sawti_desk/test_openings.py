"""The register of openings: for the data-protection officer, who sees no identity."""

from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.cases.actions.identity import approve_opening, open_identity
from sawti.cases.errors import CaseNotFound, SecondNeeded
from sawti.entities.actions import appoint
from sawti.lib.errors import Missing, NotPermitted
from sawti.openings.models import Opening
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.cases.secrets import add_class, add_officer, classify
from tests.sawti_desk.test_case import address, words
from tests.sawti_desk.test_queue import QUEUE, reader
from tests.sql import statements

REGISTER = "/desk/openings/"


@pytest.fixture(autouse=True)
def officer(cast: Cast, clock: Any) -> Staff:
    """Yusuf watches over personal data besides his post for roads."""
    with tenant_context(cast.bahrain):
        appoint(
            staff=cast.yusuf,
            entity_id=None,
            post="data_protection_officer",
            at=utc("2026-02-01T08:00Z"),
        )
    return cast.yusuf


def wants(cast: Cast, filed: Any, by: Staff, reason: str = "to call back") -> Any:
    with tenant_context(cast.bahrain):
        return open_identity(filed.case_id, by=by, reason=reason, at=utc("2026-03-01T09:00Z"))


def register(cast: Cast, query: str = "", person: people.Person = people.YUSUF) -> Any:
    return reader(cast, person).get(f"{REGISTER}{query}")


def test_the_officer_reads_who_opened_what_when_and_why_and_no_identity(cast: Cast) -> None:
    filed = cast.file_case()
    wants(cast, filed, cast.fatima, "The address is missing.")

    page = register(cast).text

    line = f"{people.FATIMA.name} Sunday 1 March 2026, 12:00 {filed.number} The address is missing."
    assert line in words(page).replace("\u2068", "").replace("\u2069", "")
    assert "sara@example.com" not in page
    assert str(filed.case_id) not in page


def test_the_list_of_cases_leads_only_the_officer_to_the_register(cast: Cast) -> None:
    link = f'<a href="{REGISTER}">'

    assert link in reader(cast, people.YUSUF).get(QUEUE).text
    assert link not in reader(cast, people.FATIMA).get(QUEUE).text
    assert link not in reader(cast, people.SALMA).get(QUEUE).text
    assert link not in reader(cast, people.OMAR).get(QUEUE).text


def test_a_refusal_is_on_the_register_too(cast: Cast) -> None:
    filed = cast.file_case()

    with pytest.raises(NotPermitted):
        wants(cast, filed, cast.khalid)

    assert f"{people.KHALID.name}" in register(cast, "?outcome=refused").text
    assert filed.number not in register(cast, "?outcome=opened").text


def test_the_register_is_narrowed_by_person_and_day(cast: Cast) -> None:
    by_fatima, by_maryam = cast.file_case(), cast.file_case()
    wants(cast, by_fatima, cast.fatima)
    wants(cast, by_maryam, cast.maryam)

    of_maryam = register(cast, f"?staff={cast.maryam.id}").text
    later = register(cast, "?first=2026-03-02").text

    assert by_maryam.number in of_maryam
    assert by_fatima.number not in of_maryam
    assert by_maryam.number not in later


def test_a_month_is_summed_up_by_person(cast: Cast) -> None:
    filed = cast.file_case()
    wants(cast, filed, cast.fatima)
    wants(cast, filed, cast.fatima)

    page = words(register(cast).text)

    assert f"March 2026 {people.FATIMA.name} 2 0 1" in page


@pytest.mark.parametrize("person", [people.FATIMA, people.MARYAM, people.KHALID, people.OMAR])
def test_nobody_else_reads_the_register(cast: Cast, person: people.Person) -> None:
    filed = cast.file_case()
    wants(cast, filed, cast.fatima)

    response = register(cast, person=person)

    assert response.status_code == 403
    assert filed.number not in response.text


def test_the_pages_of_the_register_follow_each_other(cast: Cast) -> None:
    filed = cast.file_case()
    for _ in range(51):
        wants(cast, filed, cast.fatima)

    first = register(cast).text
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = reader(cast, people.YUSUF).get(older).text

    assert (first.count("to call back"), second.count("to call back")) == (50, 1)


@pytest.mark.parametrize("rows", [1, 50])
def test_the_register_costs_the_same_for_one_opening_and_for_fifty(cast: Cast, rows: int) -> None:
    filed = cast.file_case()
    for _ in range(rows):
        wants(cast, filed, cast.fatima)
    client = reader(cast, people.YUSUF)
    client.get(REGISTER)

    with statements() as sent:
        client.get(REGISTER)

    assert len(sent) <= 8


def test_where_the_class_wants_two_a_second_person_agrees_first(cast: Cast) -> None:
    add_class(cast, handlers=["integrity_officer"], needs_second=True)
    add_officer(cast)
    add_officer(cast, staff=cast.khalid)
    filed = cast.file_case()
    classify(cast, filed.case_id)

    with pytest.raises(SecondNeeded):
        wants(cast, filed, cast.noor)
    with cast.inside(cast.bahrain):
        waiting = Opening.objects.get()
    with pytest.raises(NotPermitted), tenant_context(cast.bahrain):
        approve_opening(
            filed.case_id, by=cast.noor, opening_id=waiting.id, at=utc("2026-03-01T09:00Z")
        )
    with tenant_context(cast.bahrain):
        approve_opening(
            filed.case_id, by=cast.khalid, opening_id=waiting.id, at=utc("2026-03-01T09:00Z")
        )

    found = wants(cast, filed, cast.noor)
    assert found is not None
    assert found.email == "sara@example.com"
    with pytest.raises(SecondNeeded):  # an approval is good for one opening
        wants(cast, filed, cast.noor)


def test_the_second_person_agrees_on_the_page_of_the_case(cast: Cast) -> None:
    add_class(cast, handlers=["integrity_officer"], needs_second=True)
    add_officer(cast)
    add_officer(cast, staff=cast.khalid)
    filed = cast.file_case()
    classify(cast, filed.case_id)
    asked = reader(cast, people.NOOR).post(
        address(filed.case_id, "identity"), {"reason": "to call back"}
    )
    client = reader(cast, people.KHALID)

    page = client.get(f"{address(filed.case_id)}circle/").text
    path = page.split('action="')[1:]
    agree = next(each.split('"')[0] for each in path if "/openings/" in each)
    answer = client.post(agree)
    opened = reader(cast, people.NOOR).post(
        address(filed.case_id, "identity"), {"reason": "to call back"}
    )

    assert (asked.status_code, answer.status_code, opened.status_code) == (422, 303, 200)
    assert "sara@example.com" not in asked.text
    assert "sara@example.com" in opened.text


def test_an_opening_of_another_case_or_tenant_is_not_there(cast: Cast) -> None:
    filed = cast.file_case()

    with pytest.raises(Missing), tenant_context(cast.bahrain):
        approve_opening(
            filed.case_id, by=cast.fatima, opening_id=filed.case_id, at=utc("2026-03-01T09:00Z")
        )
    with pytest.raises(CaseNotFound), tenant_context(cast.jordan):
        approve_opening(
            filed.case_id, by=cast.omar, opening_id=filed.case_id, at=utc("2026-03-01T09:00Z")
        )
