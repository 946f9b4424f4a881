"""Cases of a company: its present members have them, and whoever left keeps nothing."""

from pathlib import Path
from typing import Any

import pytest

from sawti.accounts.models import Person
from sawti.acting.facts import OnBehalf, Right
from sawti.businesses.actions.members import close_business, leave, remove_member
from sawti.businesses.errors import CompanyLeft
from sawti.businesses.models import Business, Membership
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.identity import open_identity
from sawti.cases.facts import Contact, Filed, Identity
from sawti.cases.models import Applicant, Case, HistoryRow, Involvement
from sawti.cases.own_cases import (
    business_cases_page,
    everything_of,
    own_case_id,
    own_cases_page,
)
from sawti.lib.errors import Invalid, InvalidInput, Missing
from sawti.notifications.models import Notification
from sawti.retention.actions.people import forget_person
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.businesses.scenes import (
    LATER,
    NAME,
    NUMBER,
    claimed,
    filed_for,
    joined,
    verified,
)

AMAL = people.Applicant("amal@example.com")


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


@pytest.fixture
def company(cast: Cast) -> Business:
    """A verified company of Sara's, with Amal as its agent."""
    row = verified(cast)
    joined(cast, row, AMAL)
    return row


def listed(cast: Cast, person: Person) -> list[tuple[str, str]]:
    with cast.inside(cast.bahrain):
        page = own_cases_page(person.id, language="en", at=LATER)
    return [(row.number, row.company) for row in page.rows]


def rights(cast: Cast, person: Person, filed: Filed) -> list[bool]:
    with cast.inside(cast.bahrain):
        return [
            own_case_id(person.id, filed.number, right=right, at=LATER) is not None
            for right in (Right.FOLLOW, Right.REPLY, Right.RATE)
        ]


def left(cast: Cast, company: Business, person: Person) -> None:
    with tenant_context(cast.bahrain):
        leave(company.id, person_id=person.id, at=LATER)


def told(cast: Cast, template: str) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template=template)
        return sorted(rows.values_list("address", flat=True))


def test_a_case_of_a_company_belongs_to_it_and_every_present_member_has_it(
    cast: Cast, company: Business
) -> None:
    amal, sara = cast.applicant(AMAL), cast.applicant(people.SARA)
    filed = filed_for(cast, company, amal)

    with cast.inside(cast.bahrain):
        row = Applicant.objects.select_related("member").get(case_id=filed.case_id)

    assert (row.person_id, row.member.person_id) == (None, amal.id)
    assert listed(cast, sara) == listed(cast, amal) == [(filed.number, NAME)]
    assert rights(cast, sara, filed) == [True, True, True]
    assert listed(cast, cast.applicant(people.HASAN)) == []
    assert rights(cast, cast.applicant(people.HASAN), filed) == [False, False, False]


def test_who_left_keeps_nothing_not_even_by_the_receipt_of_what_they_filed(
    cast: Cast, company: Business
) -> None:
    amal, sara = cast.applicant(AMAL), cast.applicant(people.SARA)
    filed = filed_for(cast, company, amal)
    with tenant_context(cast.bahrain):
        opened = open_with_receipt(filed.number, filed.receipt, at=LATER)

    left(cast, company, amal)

    assert opened == filed.case_id
    assert listed(cast, amal) == []
    assert rights(cast, amal, filed) == [False, False, False]
    with tenant_context(cast.bahrain), pytest.raises(CompanyLeft):
        open_with_receipt(filed.number, filed.receipt, at=LATER)
    assert listed(cast, sara) == [(filed.number, NAME)]


def test_who_was_removed_has_no_case_either_and_one_who_comes_later_has_all(
    cast: Cast, company: Business
) -> None:
    amal, sara = cast.applicant(AMAL), cast.applicant(people.SARA)
    filed = filed_for(cast, company, amal)
    with cast.inside(cast.bahrain):
        member_id = Membership.objects.get(person=amal).id
    with tenant_context(cast.bahrain):
        remove_member(company.id, person_id=sara.id, member_id=member_id, at=LATER)

    hasan = joined(cast, company, people.HASAN)

    assert listed(cast, amal) == []
    assert listed(cast, hasan) == [(filed.number, NAME)]


def test_only_members_of_a_verified_company_file_for_it(cast: Cast, company: Business) -> None:
    waiting = claimed(cast, people.HASAN, register_number="1234")
    hasan, sara = cast.applicant(people.HASAN), cast.applicant(people.SARA)
    stranger = cast.applicant(people.SARA_IN_JORDAN)

    with pytest.raises(Invalid):
        filed_for(cast, company, hasan)
    with pytest.raises(Invalid):
        filed_for(cast, waiting, hasan)
    with pytest.raises(Invalid):
        cast.file_case(business_id=company.id)
    with pytest.raises(Invalid):
        cast.file_case(tenant=cast.jordan, person_id=stranger.id, business_id=company.id)
    behalf = OnBehalf(kind="helper", name="ليلى")
    with pytest.raises(InvalidInput):
        cast.file_case(person_id=sara.id, business_id=company.id, on_behalf_of=behalf)

    assert cast.count(Case) == 0
    assert cast.count(Case, cast.jordan) == 0


def test_news_goes_to_who_filed_and_to_the_owners_once_they_left(
    cast: Cast, company: Business
) -> None:
    amal = cast.applicant(AMAL)
    contact = Contact("Amal", AMAL.email)
    filed = cast.file_case(person_id=amal.id, business_id=company.id, contact=contact)
    cast.deliver()
    before = told(cast, "case_received")
    left(cast, company, amal)

    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    assert before == [AMAL.email]
    assert told(cast, "case_answered") == [people.SARA.email]


def test_a_closed_company_hears_nothing_and_nobody_has_its_cases(
    cast: Cast, company: Business
) -> None:
    sara = cast.applicant(people.SARA)
    filed = filed_for(cast, company, sara)
    with tenant_context(cast.bahrain):
        close_business(company.id, person_id=sara.id, at=LATER)

    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    assert told(cast, "case_answered") == []
    assert listed(cast, sara) == []


def test_the_end_of_the_account_of_who_filed_leaves_the_case_to_the_company(
    cast: Cast, company: Business
) -> None:
    amal, sara = cast.applicant(AMAL), cast.applicant(people.SARA)
    filed = filed_for(cast, company, amal)

    with tenant_context(cast.bahrain):
        forget_person(amal.id, at=LATER)

    assert listed(cast, sara) == [(filed.number, NAME)]
    with tenant_context(cast.bahrain), pytest.raises(CompanyLeft):
        open_with_receipt(filed.number, filed.receipt, at=LATER)


def test_the_list_of_a_company_opens_for_its_members_only(cast: Cast, company: Business) -> None:
    amal, sara = cast.applicant(AMAL), cast.applicant(people.SARA)
    filed = filed_for(cast, company, amal)
    cast.file_case(person_id=sara.id)
    left(cast, company, amal)

    with cast.inside(cast.bahrain):
        page = business_cases_page(company.id, person_id=sara.id, language="en", at=LATER)
        with pytest.raises(Missing):
            business_cases_page(company.id, person_id=amal.id, language="en", at=LATER)
    stranger = cast.applicant(people.SARA_IN_JORDAN)
    with cast.inside(cast.jordan), pytest.raises(Missing):
        business_cases_page(company.id, person_id=stranger.id, language="en", at=LATER)

    assert [row.number for row in page.rows] == [filed.number]


def test_who_opens_the_identity_learns_which_company_it_is(cast: Cast, company: Business) -> None:
    filed = filed_for(cast, company, cast.applicant(AMAL))

    with tenant_context(cast.bahrain):
        found = open_identity(filed.case_id, by=cast.fatima, reason="to call back", at=LATER)

    assert found == Identity(
        "سارة",
        "sara@example.com",
        company=NAME,
        company_number=NUMBER,
        company_state="verified",
    )


def test_staff_who_act_for_a_company_do_not_work_on_its_cases(
    cast: Cast, company: Business
) -> None:
    sara = cast.applicant(people.SARA)
    before = filed_for(cast, company, sara)
    joined(cast, company, people.Applicant(people.FATIMA.email))
    after = filed_for(cast, company, sara, on="2026-03-01T13:00Z")

    with cast.inside(cast.bahrain):
        kept = Involvement.objects.filter(kind="conflict", staff=cast.fatima)
        cases = sorted(kept.values_list("case__number", flat=True))
        moved = HistoryRow.objects.filter(case_id=before.case_id, event="reroute").count()
    assert cases == sorted([before.number, after.number])
    assert moved == 1


def test_the_copy_of_a_persons_data_names_their_companies_and_not_their_cases(
    cast: Cast, company: Business
) -> None:
    amal = cast.applicant(AMAL)
    filed_for(cast, company, amal)

    with cast.inside(cast.bahrain):
        copy = everything_of(amal, language="en", at=LATER)

    assert [(each["name"], each["role"], each["until"]) for each in copy["companies"]] == [
        (NAME, "agent", "")
    ]
    assert copy["cases"] == []


@pytest.mark.parametrize("count", [1, 50])
def test_the_lists_cost_the_same_for_one_case_as_for_fifty(
    cast: Cast, company: Business, count: int, django_assert_num_queries: Any
) -> None:
    sara = cast.applicant(people.SARA)
    for _ in range(count):
        filed_for(cast, company, sara)
    listed(cast, sara)

    with cast.inside(cast.bahrain), django_assert_num_queries(3):
        own_cases_page(sara.id, language="en", at=LATER)
    with cast.inside(cast.bahrain), django_assert_num_queries(2):
        business_cases_page(company.id, person_id=sara.id, language="en", at=LATER)
