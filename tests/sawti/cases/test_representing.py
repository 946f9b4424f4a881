"""Deputies, and administrators who look: a conflict of interest is not passed by standing in."""

from copy import copy
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.cases.actions.identity import approve_opening, open_identity
from sawti.cases.errors import CaseNotFound, SecondNeeded
from sawti.cases.filters import CaseFilter
from sawti.cases.lists import cases_page
from sawti.cases.models import HistoryRow
from sawti.cases.queries import case_for_staff
from sawti.cases.scope import scope_of
from sawti.entities.actions import Period, delegate
from sawti.entities.models import Post, Role
from sawti.entities.permissions import rights_of
from sawti.lib import clock as time
from sawti.lib.errors import NotPermitted
from sawti.openings.models import Opening
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.cases.secrets import (
    HOME,
    OFFICER,
    add_class,
    add_officer,
    classify,
    name_conflict,
    take_part,
)

KNOWN, UNKNOWN = (True, True), (False, False)


@pytest.fixture(autouse=True)
def officer(cast: Cast, clock: Any) -> Staff:
    """A class `integrity` with Noor as its officer at home, who may be represented here."""
    add_class(cast)
    officer = add_officer(cast)
    with cast.writing(cast.bahrain):
        Role.objects.filter(code=OFFICER).update(is_delegable=True)
    return officer


def represent(cast: Cast, holder: Staff, deputy: Staff) -> None:
    with cast.inside(cast.bahrain):
        post = Post.objects.get(staff=holder, role__code=OFFICER, acting_for=None)
    now = time.now()
    with tenant_context(cast.bahrain):
        delegate(
            post.id,
            to_id=deputy.id,
            period=Period(now, now + timedelta(days=7)),
            reason="leave",
            by=holder,
            at=now,
        )


def seen_by(colleague: Staff, viewer: Staff) -> Staff:
    """Return the colleague as in a request in which somebody else looks."""
    looked_at = copy(colleague)
    looked_at.only_looks, looked_at.seen_by_id = True, viewer.id
    return looked_at


def knows(cast: Cast, staff: Staff, case_id: UUID) -> tuple[bool, bool]:
    """Return whether the case is in the person's list, and whether they can open it."""
    with cast.inside(cast.bahrain):
        rights, at = rights_of(staff), time.now()
        page = cases_page(rights, CaseFilter(queue="all"), language="en", at=at)
        detail = case_for_staff(case_id, rights, language="en", at=at)
    return case_id in {row.id for row in page.rows}, detail is not None


def test_a_deputy_reads_confidential_cases_for_an_officer(cast: Cast) -> None:
    filed = cast.file_case()
    classify(cast, filed.case_id)

    represent(cast, cast.noor, cast.fatima)

    assert knows(cast, cast.fatima, filed.case_id) == KNOWN
    cast.take(filed.case_id, by=cast.fatima)
    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=filed.case_id, event="take")
    assert (row.by_id, row.acting_for_id) == (cast.fatima.id, cast.noor.id)


@pytest.mark.parametrize("deputy", [people.FATIMA, people.MARYAM, people.YUSUF])
def test_a_deputy_does_not_read_what_the_officer_must_not_know_of(
    cast: Cast, deputy: people.Person
) -> None:
    about_noor, other = cast.file_case(), cast.file_case()
    name_conflict(cast, about_noor.case_id, staff_id=cast.noor.id)
    add_officer(cast, staff=cast.khalid)
    for filed in (about_noor, other):
        classify(cast, filed.case_id)

    represent(cast, cast.noor, cast.staff(deputy))

    assert knows(cast, cast.staff(deputy), about_noor.case_id) == UNKNOWN
    assert knows(cast, cast.staff(deputy), other.case_id) == KNOWN
    assert knows(cast, cast.khalid, about_noor.case_id) == KNOWN


def test_a_deputy_with_a_conflict_does_not_read_it_for_the_officer(cast: Cast) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.fatima.id)
    classify(cast, filed.case_id)

    represent(cast, cast.noor, cast.fatima)

    assert knows(cast, cast.fatima, filed.case_id) == UNKNOWN
    assert knows(cast, cast.noor, filed.case_id) == KNOWN


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_who_are_represented_the_one_without_a_conflict_counts(
    cast: Cast, first: int
) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.noor.id)
    add_officer(cast, staff=cast.khalid)
    classify(cast, filed.case_id)

    for officer in (cast.noor, cast.khalid)[:: 1 if first else -1]:
        represent(cast, officer, cast.yusuf)

    assert knows(cast, cast.yusuf, filed.case_id) == KNOWN
    cast.take(filed.case_id, by=cast.yusuf)
    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=filed.case_id, event="take")
    assert row.acting_for_id == cast.khalid.id


def test_who_looks_as_a_colleague_does_not_see_what_they_must_not_know_of(cast: Cast) -> None:
    about_salma, other = cast.file_case(), cast.file_case()
    name_conflict(cast, about_salma.case_id, staff_id=cast.salma.id)
    client = cast.client(people.SALMA)

    client.post(f"/desk/staff/{cast.fatima.id}/view/")
    hidden = client.get(f"/desk/cases/{about_salma.case_id}/").status_code
    shown = client.get(f"/desk/cases/{other.case_id}/").status_code
    page = client.get("/desk/?queue=all").text

    assert (hidden, shown) == (404, 200)
    assert about_salma.number not in page
    assert other.number in page


def test_who_looks_does_not_see_what_an_entity_of_theirs_is_in_conflict_with(cast: Cast) -> None:
    filed = cast.file_case(category="", entity=HOME)
    looking = seen_by(cast.fatima, cast.yusuf)

    name_conflict(cast, filed.case_id, entity_code="roads-projects-maintenance")

    assert knows(cast, looking, filed.case_id) == UNKNOWN
    assert knows(cast, cast.fatima, filed.case_id) == KNOWN


def test_who_looks_takes_no_part_of_their_own_and_acts_in_nothing(cast: Cast) -> None:
    filed = cast.file_case()
    take_part(cast, filed.case_id, cast.yusuf)

    with cast.inside(cast.bahrain):
        rights = rights_of(seen_by(cast.yusuf, cast.salma))
        found = case_for_staff(filed.case_id, rights, language="en", at=time.now())
        mine = rights_of(seen_by(cast.khalid, cast.yusuf))
        taking_part = scope_of(mine).taking_part

    assert found is not None
    assert (found.may_handle, found.involved) == (False, ())
    assert taking_part == {}
    assert (mine.staff_id, mine.seen_by_id) == (cast.khalid.id, cast.yusuf.id)


def _waiting(cast: Cast, by: Staff) -> tuple[UUID, UUID]:
    """Let somebody ask to open the identity behind a case of a class that wants two."""
    add_class(cast, needs_second=True)
    filed = cast.file_case()
    classify(cast, filed.case_id)
    with tenant_context(cast.bahrain), pytest.raises(SecondNeeded):
        open_identity(filed.case_id, by=by, reason="To call.", at=time.now())
    with cast.inside(cast.bahrain):
        return filed.case_id, Opening.objects.get(case_id=filed.case_id).id


def _approve(cast: Cast, case_id: UUID, opening_id: UUID, by: Staff) -> None:
    with tenant_context(cast.bahrain):
        approve_opening(case_id, by=by, opening_id=opening_id, at=time.now())


def test_a_deputy_is_no_second_person_for_whom_they_represent(cast: Cast) -> None:
    represent(cast, cast.noor, cast.fatima)
    case_id, opening_id = _waiting(cast, cast.noor)

    with pytest.raises(NotPermitted):
        _approve(cast, case_id, opening_id, cast.fatima)
    page = cast.client(people.FATIMA).get(f"/desk/cases/{case_id}/circle/").text

    assert f"/desk/cases/{case_id}/openings/" not in page
    with cast.inside(cast.bahrain):
        assert Opening.objects.get().outcome == "waiting"


def test_nor_is_the_holder_for_the_deputy(cast: Cast) -> None:
    represent(cast, cast.noor, cast.fatima)
    case_id, opening_id = _waiting(cast, cast.fatima)

    with pytest.raises(NotPermitted):
        _approve(cast, case_id, opening_id, cast.noor)


def test_another_officer_is(cast: Cast) -> None:
    represent(cast, cast.noor, cast.fatima)
    add_officer(cast, staff=cast.yusuf)
    case_id, opening_id = _waiting(cast, cast.noor)

    _approve(cast, case_id, opening_id, cast.yusuf)

    with cast.inside(cast.bahrain):
        assert Opening.objects.get().approved_by_id == cast.yusuf.id


def test_the_outsider_approves_nothing(cast: Cast) -> None:
    case_id, opening_id = _waiting(cast, cast.noor)

    with pytest.raises(CaseNotFound), tenant_context(cast.jordan):
        approve_opening(case_id, by=cast.omar, opening_id=opening_id, at=time.now())
