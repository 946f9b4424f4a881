"""A company was verified wrongly: staff take it back, and its cases open for nobody who claimed."""

from pathlib import Path
from typing import Any

import pytest

from sawti.acting.errors import ProofClosed
from sawti.acting.facts import Right
from sawti.audit.models import Entry
from sawti.businesses.actions.checking import refuse_business, withdraw_verification
from sawti.businesses.actions.members import add_document
from sawti.businesses.errors import BusinessDecided, CompanyLeft, InvitationOver
from sawti.businesses.models import Business, Invitation
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.companies import join_business
from sawti.cases.own_cases import business_cases_page, own_case_id, own_cases_page
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.businesses.scenes import (
    CHECKED_AT,
    LATER,
    claimed,
    filed_for,
    fresh,
    invited,
    joined,
    looked_at,
    verified,
)

AMAL = people.Applicant("amal@example.com")
WHY = "The register names another owner."


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def withdrawn(
    cast: Cast, row: Business, *, by: Any = None, reason: str = WHY, at: Any = CHECKED_AT
) -> Business:
    with tenant_context(cast.bahrain):
        withdraw_verification(row.id, by=by or cast.noor, reason=reason, at=at)
    return fresh(cast, row)


def told(cast: Cast, template: str) -> list[tuple[str, str]]:
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template=template).order_by("id")
        return [(row.address, row.params.get("outcome", "")) for row in rows]


def numbers(cast: Cast, row: Business, who: people.Applicant) -> list[str]:
    """Return the cases that somebody lists, among their own and as the company's."""
    person = cast.applicant(who)
    with cast.inside(cast.bahrain):
        own = own_cases_page(person.id, language="en", at=LATER)
        of = business_cases_page(row.id, person_id=person.id, language="en", at=LATER)
        return [case.number for case in (*own.rows, *of.rows)]


def test_no_member_has_a_case_of_the_company_any_more(cast: Cast) -> None:
    row = verified(cast)
    amal = joined(cast, row, AMAL)
    filed = filed_for(cast, row, amal)
    before = [numbers(cast, row, who) for who in (people.SARA, AMAL)]

    after = withdrawn(cast, row)

    assert before == [[filed.number] * 2] * 2
    assert [numbers(cast, row, who) for who in (people.SARA, AMAL)] == [[], []]
    with tenant_context(cast.bahrain), pytest.raises(CompanyLeft):
        open_with_receipt(filed.number, filed.receipt, at=LATER)
    with cast.inside(cast.bahrain):
        assert own_case_id(amal.id, filed.number, right=Right.FOLLOW, at=LATER) is None
    assert (after.state, after.reason) == ("refused", WHY)


def test_its_owner_is_told_and_nobody_hears_of_its_cases(cast: Cast) -> None:
    row = verified(cast)
    filed = filed_for(cast, row, joined(cast, row, AMAL))

    withdrawn(cast, row)
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="business.withdrawn")
    assert told(cast, "business_decided") == [
        (people.SARA.email, "verified"),
        (people.SARA.email, "withdrawn"),
    ]
    assert told(cast, "case_answered") == []
    assert (entry.actor_id, entry.object_id, entry.reason) == (cast.noor.id, row.id, WHY)


def test_nobody_files_for_it_or_joins_it(cast: Cast) -> None:
    row = verified(cast)
    token, amal = invited(cast, row, AMAL)
    withdrawn(cast, row)

    with pytest.raises(Invalid):
        filed_for(cast, row, cast.applicant(people.SARA))
    with tenant_context(cast.bahrain), pytest.raises(InvitationOver):
        join_business(token, person=amal, at=LATER)

    assert cast.count(Invitation) == 0


def test_who_has_the_better_right_is_verified_with_the_same_number(cast: Cast) -> None:
    row = verified(cast)
    withdrawn(cast, row)

    theirs = verified(cast, claimed(cast, people.HASAN))

    assert (theirs.state, fresh(cast, row).state) == ("verified", "refused")


def test_verified_anew_it_has_its_cases_again(cast: Cast) -> None:
    row, sara = verified(cast), cast.applicant(people.SARA)
    filed = filed_for(cast, row, sara)
    withdrawn(cast, row)
    token = cast.upload(name="stamped.jpg", on="2026-03-01T12:00Z").token
    with tenant_context(cast.bahrain):
        add_document(row.id, person_id=sara.id, files=[token], at=utc("2026-03-01T12:00Z"))
    waiting = numbers(cast, row, people.SARA)

    verified(cast, row)

    assert waiting == []
    assert numbers(cast, row, people.SARA) == [filed.number] * 2


def test_nobody_takes_it_back_without_right_reason_or_look(cast: Cast) -> None:
    row = verified(cast)

    with pytest.raises(NotPermitted):
        withdrawn(cast, row, by=cast.fatima)
    with pytest.raises(Invalid):
        withdrawn(cast, row, reason=" ")
    with pytest.raises(ProofClosed):
        withdrawn(cast, row, at=utc("2026-03-01T11:01Z"))
    with tenant_context(cast.jordan), pytest.raises((Missing, NotPermitted)):
        withdraw_verification(row.id, by=cast.omar, reason=WHY, at=CHECKED_AT)

    assert fresh(cast, row).state == "verified"


def test_only_what_is_verified_is_taken_back_and_only_what_waits_refused(cast: Cast) -> None:
    waiting = claimed(cast)
    noor = looked_at(cast, waiting)
    with pytest.raises(BusinessDecided):
        withdrawn(cast, waiting)
    row = verified(cast, waiting)

    with tenant_context(cast.bahrain), pytest.raises(BusinessDecided):
        refuse_business(row.id, by=noor, reason=WHY, at=CHECKED_AT)

    assert fresh(cast, row).state == "verified"
