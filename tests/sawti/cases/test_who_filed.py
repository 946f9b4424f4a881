"""Staff who file a case: who else handles it does not learn from the circle that it was they."""

from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions import confidentiality
from sawti.cases.models import Involvement
from sawti.cases.queries import CaseForStaff, case_for_staff
from sawti.cases.scope import scope_of
from sawti.entities.actions import appoint
from sawti.entities.permissions import rights_of
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, Missing
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import name_conflict, take_part
from tests.sawti_desk.test_queue import reader


@pytest.fixture
def own(cast: Cast, clock: Any) -> UUID:
    """A case that Fatima filed as an applicant, with the account of her own address."""
    applicant = cast.applicant(people.Applicant(people.FATIMA.email))
    return cast.file_case(person_id=applicant.id).case_id


@pytest.fixture
def operator(cast: Cast, clock: Any) -> Staff:
    """Noor in the operation room: handles and classifies all, opens no identity."""
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="operation_room", at=time.now())
    return cast.noor


def seen(cast: Cast, case_id: UUID, staff: Staff) -> CaseForStaff:
    with cast.inside(cast.bahrain):
        found = case_for_staff(case_id, rights_of(staff), language="en", at=time.now())
    assert found is not None
    return found


def end(cast: Cast, case_id: UUID, by: Staff) -> None:
    with cast.inside(cast.bahrain):
        row = Involvement.objects.get(case_id=case_id, kind="conflict")
    with tenant_context(cast.bahrain):
        confidentiality.end_involvement(
            case_id, by=by, involvement_id=row.id, reason="A mistake.", at=time.now()
        )


def test_who_opens_no_identity_learns_of_no_exception(
    cast: Cast, own: UUID, operator: Staff
) -> None:
    found = seen(cast, own, operator)

    assert (found.involved, found.is_exceptional, found.may_classify) == ((), False, True)


def test_who_may_open_it_reads_that_it_is_one_of_the_staff_and_no_name(
    cast: Cast, own: UUID
) -> None:
    (row,) = seen(cast, own, cast.maryam).involved
    page = reader(cast, people.MARYAM).get(f"/desk/cases/{own}/circle/").text

    assert (row.kind, row.name, row.reason) == ("conflict", "", "")
    assert "Whoever filed the case" in page
    assert people.FATIMA.name not in page.partition('name="colleague"')[0]


def test_a_conflict_that_somebody_entered_is_shown_to_all_who_act(
    cast: Cast, clock: Any, operator: Staff
) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.fatima.id)

    assert [row.name for row in seen(cast, filed.case_id, operator).involved] == [
        people.FATIMA.name
    ]


def test_who_opens_no_identity_does_not_end_it_and_nothing_changes(
    cast: Cast, own: UUID, operator: Staff
) -> None:
    with pytest.raises(Missing):
        end(cast, own, operator)

    with cast.inside(cast.bahrain):
        assert Involvement.objects.get(case_id=own).until_at is None
        assert not Entry.objects.filter(event="conflict.lifted").exists()
        assert own in scope_of(rights_of(cast.fatima)).hidden


def test_who_may_open_identities_and_classify_ends_it(cast: Cast, own: UUID) -> None:
    end(cast, own, cast.maryam)

    with cast.inside(cast.bahrain):
        assert own not in scope_of(rights_of(cast.fatima)).hidden
        assert Entry.objects.get(event="conflict.lifted").actor_id == cast.maryam.id


def test_to_let_whoever_filed_it_take_part_tells_nothing_and_shows_them_nothing(
    cast: Cast, own: UUID, operator: Staff
) -> None:
    take_part(cast, own, cast.fatima, by=operator)

    with cast.inside(cast.bahrain):
        scope = scope_of(rights_of(cast.fatima))
    assert own in scope.hidden
    assert own not in scope.beside


def test_who_may_know_of_the_conflict_is_told(cast: Cast, own: UUID) -> None:
    with pytest.raises(Invalid):
        take_part(cast, own, cast.fatima, by=cast.maryam)

    with cast.inside(cast.bahrain):
        assert not Involvement.objects.filter(kind="helper").exists()
