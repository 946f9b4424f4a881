"""Whose case it is, as it was filed: policies may promise each class something else."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sawti.acting.facts import OnBehalf
from sawti.cases.facts import Contact, Filed
from sawti.sla.models import Policy
from sawti.sla.terms import ApplicantClass
from sawti.tenancy.snapshot import forget_everything
from tests.cast import Cast
from tests.people import SARA
from tests.sawti.businesses.scenes import verified

LEFT_NOTHING = Contact("", "", "")


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """The company's document is kept for this test only; the clock stands still."""


@pytest.fixture
def promised(cast: Cast) -> Iterator[None]:
    """Each class has a policy of its own."""
    with cast.writing(cast.bahrain):
        for days, whose in enumerate(ApplicantClass, start=2):
            Policy.objects.create(code=f"for-{whose}", amount=days, applicant_class=whose)
    forget_everything()
    yield
    forget_everything()


def filed_by(cast: Cast, whose: ApplicantClass) -> Filed:
    match whose:
        case ApplicantClass.BUSINESS:
            company, sara = verified(cast), cast.applicant(SARA)
            return cast.file_case(person_id=sara.id, business_id=company.id)
        case ApplicantClass.REPRESENTED:
            return cast.file_case(on_behalf_of=OnBehalf(kind="helper", name="ليلى"))
        case ApplicantClass.ANONYMOUS:
            return cast.file_case(contact=LEFT_NOTHING)
    return cast.file_case()


@pytest.mark.parametrize("whose", ApplicantClass)
def test_a_case_keeps_whose_it_is_and_gets_the_promise_of_that_class(
    cast: Cast, promised: None, whose: ApplicantClass
) -> None:
    case = cast.case(filed_by(cast, whose).case_id)

    assert (case.applicant_class, case.policy_code) == (whose, f"for-{whose}")


def test_who_is_signed_in_is_known_without_a_contact(cast: Cast, promised: None) -> None:
    filed = cast.file_case(contact=LEFT_NOTHING, person_id=cast.applicant(SARA).id)

    assert cast.case(filed.case_id).applicant_class == ApplicantClass.PERSON


def test_a_reopening_is_promised_by_the_same_class(cast: Cast, promised: None) -> None:
    case_id = filed_by(cast, ApplicantClass.ANONYMOUS).case_id
    cast.take(case_id)
    cast.answer(case_id)
    before = cast.case(case_id)

    cast.reopen(case_id)

    after = cast.case(case_id)
    assert before.policy_code == after.policy_code == "for-anonymous"
    assert after.reopenings == 1


def test_the_other_tenant_promises_as_before(cast: Cast, promised: None) -> None:
    filed = cast.file_case(tenant=cast.jordan, contact=LEFT_NOTHING)

    case = cast.case(filed.case_id, cast.jordan)
    assert (case.applicant_class, case.policy_code) == ("anonymous", "standard")
