"""Confidential cases, participants and conflicts of interest: who knows of a case."""

import re
from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions import confidentiality
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Filed
from sawti.cases.filters import CaseFilter
from sawti.cases.lists import cases_page
from sawti.cases.models import HistoryRow, Involvement
from sawti.cases.queries import case_for_staff
from sawti.cases.scope import scope_of
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, InvalidInput, NotPermitted
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.cases.secrets import (
    AUTHORITY,
    HOME,
    OFFICE,
    ROADS,
    add_class,
    add_officer,
    classify,
    make_confidential,
    name_conflict,
    take_part,
)


@pytest.fixture(autouse=True)
def officer(cast: Cast, clock: Any) -> Staff:
    """A class `integrity`, and Noor as its officer in the department of electricity."""
    add_class(cast)
    return add_officer(cast)


def sees(cast: Cast, staff: Staff, case_id: UUID) -> tuple[bool, bool]:
    """Return whether the case is in the person's list, and whether they can open it."""
    with cast.inside(cast.bahrain):
        rights, at = rights_of(staff), time.now()
        page = cases_page(rights, CaseFilter(queue="all"), language="en", at=at)
        detail = case_for_staff(case_id, rights, language="en", at=at)
    return case_id in {row.id for row in page.rows}, detail is not None


KNOWN, UNKNOWN = (True, True), (False, False)


def entity_of(cast: Cast, case_id: UUID) -> str:
    with cast.inside(cast.bahrain):
        return entity_tree().by_id[cast.case(case_id).entity_id].code


def plain(page: str) -> str:
    """Return a page without what differs each time: its token and the id in its address."""
    return re.sub(r'value="\w{64}"|[0-9a-f-]{36}', "", page)


def told(cast: Cast) -> set[str]:
    """Deliver everything and return which addresses of staff were written to."""
    cast.deliver()
    with cast.inside(cast.bahrain):
        rows = Notification.objects.exclude(address="sara@example.com")
        return set(rows.values_list("address", flat=True))


def test_a_confidential_case_is_known_to_the_roles_of_its_class_only(cast: Cast) -> None:
    filed = cast.file_case()

    classify(cast, filed.case_id)

    assert sees(cast, cast.noor, filed.case_id) == KNOWN
    for staff in (cast.fatima, cast.maryam, cast.khalid, cast.yusuf):
        assert sees(cast, staff, filed.case_id) == UNKNOWN


def test_a_class_opens_a_case_to_its_readers_for_reading_only(cast: Cast) -> None:
    add_class(cast, readers=["head"])
    filed = cast.file_case()

    classify(cast, filed.case_id)

    with cast.inside(cast.bahrain):
        scope = scope_of(rights_of(cast.khalid))
        case = scope.cases().get(pk=filed.case_id)
        assert scope.allows("view_cases", case)
        assert not scope.allows("handle_cases", case)


def test_a_role_counts_only_where_it_is_held(cast: Cast) -> None:
    elsewhere = cast.file_case(category="", entity=ROADS)
    add_officer(cast, ROADS, staff=cast.khalid)

    classify(cast, elsewhere.case_id)

    assert sees(cast, cast.khalid, elsewhere.case_id) == KNOWN
    assert sees(cast, cast.noor, elsewhere.case_id) == UNKNOWN


def test_the_class_comes_with_a_reason_into_history_and_audit(cast: Cast) -> None:
    filed = cast.file_case()

    changed = classify(cast, filed.case_id)

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=filed.case_id, event="classify")
        entry = Entry.objects.get(event="case.classified")
    assert (row.by_id, row.reason) == (cast.maryam.id, "It is about conduct.")
    assert (row.from_state, row.to_state, changed.version) == ("received", "received", 2)
    assert (entry.actor_id, entry.object_id) == (cast.maryam.id, filed.case_id)


def test_who_held_the_case_and_may_not_know_of_it_any_more_loses_it(cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)

    changed = classify(cast, filed.case_id)

    assert (changed.holder_id, changed.state) == (None, "received")
    assert entity_of(cast, filed.case_id) == HOME


def test_a_class_that_nobody_serves_here_moves_the_case_to_where_somebody_does(cast: Cast) -> None:
    add_class(cast, "board", handlers=["dispatcher"])
    filed = cast.file_case()

    classify(cast, filed.case_id, "board")

    assert entity_of(cast, filed.case_id) == AUTHORITY
    assert sees(cast, cast.maryam, filed.case_id) == KNOWN
    assert sees(cast, cast.fatima, filed.case_id) == UNKNOWN


def test_a_class_that_nobody_serves_at_all_moves_the_case_to_the_operation_room(
    cast: Cast,
) -> None:
    add_class(cast, "nobody", handlers=["auditor"])
    filed = cast.file_case()

    classify(cast, filed.case_id, "nobody")

    assert entity_of(cast, filed.case_id) == OFFICE


@pytest.mark.parametrize("person", [people.FATIMA, people.KHALID])
def test_who_sees_the_case_without_the_right_can_not_classify_it(
    cast: Cast, person: people.Person
) -> None:
    filed = cast.file_case()

    with pytest.raises(NotPermitted):
        classify(cast, filed.case_id, by=cast.staff(person))

    assert cast.case(filed.case_id).confidentiality_id is None
    with cast.inside(cast.bahrain):
        assert not Entry.objects.filter(event="case.classified").exists()


@pytest.mark.parametrize("person", [people.YUSUF, people.LAYLA])
def test_who_does_not_see_the_case_can_not_classify_it(cast: Cast, person: people.Person) -> None:
    filed = cast.file_case()

    with pytest.raises(CaseNotFound):
        classify(cast, filed.case_id, by=cast.staff(person))


def test_the_outsider_neither_sees_nor_classifies_it(cast: Cast) -> None:
    filed = cast.file_case()
    version = cast.case(filed.case_id).version

    with pytest.raises(CaseNotFound), tenant_context(cast.jordan):
        confidentiality.classify_case(
            filed.case_id, by=cast.omar, version=version, to="", reason="why", at=time.now()
        )


@pytest.mark.parametrize("to", ["unknown", ""])
def test_a_case_gets_no_class_that_does_not_exist_or_that_it_has_already(
    cast: Cast, to: str
) -> None:
    filed = cast.file_case()

    with pytest.raises(Invalid):
        classify(cast, filed.case_id, to)

    assert cast.case(filed.case_id).version == 1


def test_a_category_makes_its_cases_confidential_from_the_first_moment(cast: Cast) -> None:
    make_confidential(cast, "street-lighting", "policy")

    filed = cast.file_case()

    assert sees(cast, cast.noor, filed.case_id) == KNOWN
    assert sees(cast, cast.fatima, filed.case_id) == UNKNOWN
    assert told(cast) == {people.NOOR.email}


@pytest.mark.parametrize(("wish", "known"), [(True, UNKNOWN), (False, KNOWN)])
def test_where_the_category_allows_it_the_applicant_chooses(
    cast: Cast, wish: bool, known: tuple[bool, bool]
) -> None:
    make_confidential(cast, "street-lighting", "wish")

    filed = cast.file_case(is_confidential=wish)

    assert sees(cast, cast.fatima, filed.case_id) == known


def test_where_the_category_does_not_allow_it_the_wish_is_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        cast.file_case(is_confidential=True)

    assert [fault.field for fault in refusal.value.faults] == ["is_confidential"]


def test_a_confidential_case_is_found_by_no_word_and_no_number_outside(cast: Cast) -> None:
    filed = cast.file_case(story="marker4711")
    open_case = cast.file_case(story="marker4711 too")
    classify(cast, filed.case_id)

    with cast.inside(cast.bahrain):
        rights = rights_of(cast.fatima)
        by_word, by_number = (
            cases_page(rights, CaseFilter("all", q), language="en", at=time.now())
            for q in ("marker4711", filed.number)
        )

    assert [row.id for row in by_word.rows] == [open_case.case_id]
    assert by_number.rows == ()


def test_cases_out_of_scope_make_no_page_of_a_search_the_last(cast: Cast) -> None:
    last = cast.file_case(story="marker4711", on="2026-02-01T08:00Z")
    for hour in range(5):
        hidden = cast.file_case(story="marker4711", on=f"2026-02-02T0{hour}:00Z")
        classify(cast, hidden.case_id)
    first = cast.file_case(story="marker4711", on="2026-02-03T08:00Z")

    with cast.inside(cast.bahrain):
        rights, chosen = rights_of(cast.fatima), CaseFilter("all", "marker4711")
        one = cases_page(rights, chosen, language="en", at=time.now(), limit=1)
        two = cases_page(
            rights, chosen, language="en", at=time.now(), limit=1, cursor=one.next_cursor
        )

    assert [row.id for row in one.rows] == [first.case_id]
    assert [row.id for row in two.rows] == [last.case_id]
    assert two.next_cursor == ""


def test_who_takes_part_sees_the_case_wherever_it_is_until_it_ends(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    take_part(cast, filed.case_id, cast.yusuf, until=utc("2026-03-02T08:00Z"))

    assert sees(cast, cast.yusuf, filed.case_id) == KNOWN
    clock.move_to(utc("2026-03-02T08:00Z"))
    assert sees(cast, cast.yusuf, filed.case_id) == UNKNOWN


@pytest.mark.parametrize(("kind", "may_handle"), [("helper", True), ("reader", False)])
def test_a_helper_acts_and_a_reader_only_reads(cast: Cast, kind: str, may_handle: bool) -> None:
    filed = cast.file_case()
    take_part(cast, filed.case_id, cast.yusuf, kind)

    with cast.inside(cast.bahrain):
        scope = scope_of(rights_of(cast.yusuf))
        case = scope.cases().get(pk=filed.case_id)

    assert scope.allows("handle_cases", case) == may_handle
    assert not scope.allows("open_identity", case)


def test_a_removed_participant_knows_of_the_case_no_more_and_both_is_on_record(cast: Cast) -> None:
    filed = cast.file_case()
    take_part(cast, filed.case_id, cast.yusuf)
    with cast.inside(cast.bahrain):
        row = Involvement.objects.get(case_id=filed.case_id)

    with tenant_context(cast.bahrain):
        confidentiality.end_involvement(
            filed.case_id, by=cast.fatima, involvement_id=row.id, reason="Done.", at=time.now()
        )

    assert sees(cast, cast.yusuf, filed.case_id) == UNKNOWN
    with cast.inside(cast.bahrain):
        events = Entry.objects.filter(object_id=filed.case_id).values_list("event", flat=True)
        assert sorted(events) == ["participant.added", "participant.removed"]


def test_who_has_a_conflict_of_interest_gets_what_a_missing_case_gets(cast: Cast) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.fatima.id)
    client = cast.client(people.FATIMA)

    hidden = client.get(f"/desk/cases/{filed.case_id}/")
    missing = client.get(f"/desk/cases/{cast.fatima.id}/")

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert plain(hidden.text) == plain(missing.text)
    assert sees(cast, cast.fatima, filed.case_id) == UNKNOWN


def test_a_conflict_wins_over_taking_part(cast: Cast) -> None:
    filed = cast.file_case()
    take_part(cast, filed.case_id, cast.yusuf)

    name_conflict(cast, filed.case_id, staff_id=cast.yusuf.id)

    assert sees(cast, cast.yusuf, filed.case_id) == UNKNOWN


def test_who_has_a_conflict_is_not_made_a_participant(cast: Cast) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.yusuf.id)

    with pytest.raises(Invalid):
        take_part(cast, filed.case_id, cast.yusuf)


def test_a_case_about_the_only_focal_point_goes_to_the_entity_above(cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)

    changed = name_conflict(cast, filed.case_id, staff_id=cast.fatima.id, by=cast.fatima)

    assert (changed.state, changed.holder_id) == ("received", None)
    assert entity_of(cast, filed.case_id) == HOME  # Noor is the officer there
    assert people.FATIMA.email not in told(cast)


def test_a_case_about_a_unit_is_hidden_from_all_of_it_and_goes_above(cast: Cast) -> None:
    filed = cast.file_case()

    name_conflict(cast, filed.case_id, entity_code=HOME)

    assert entity_of(cast, filed.case_id) == AUTHORITY
    assert sees(cast, cast.fatima, filed.case_id) == UNKNOWN
    assert sees(cast, cast.noor, filed.case_id) == UNKNOWN
    assert sees(cast, cast.maryam, filed.case_id) == KNOWN


def test_where_nobody_above_is_left_the_operation_room_gets_the_case(cast: Cast) -> None:
    filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.maryam.id, by=cast.fatima)

    name_conflict(cast, filed.case_id, entity_code=HOME, by=cast.fatima)

    with cast.inside(cast.bahrain):
        moves = HistoryRow.objects.filter(case_id=filed.case_id, from_entity__isnull=False)
        codes = list(moves.values_list("event", "from_entity__code", "to_entity__code"))
    assert codes == [("reroute", HOME, OFFICE)]


def test_staff_who_filed_a_case_see_it_as_applicants_only(cast: Cast) -> None:
    own = cast.applicant(people.Applicant(people.FATIMA.email))

    filed = cast.file_case(person_id=own.id)

    assert sees(cast, cast.fatima, filed.case_id) == UNKNOWN
    assert people.FATIMA.email not in told(cast)


def test_a_case_about_an_employee_waits_with_those_who_share_cases_out(cast: Cast) -> None:
    filed = cast.file_case(about_employee="Fatima of the power company")

    with cast.inside(cast.bahrain):
        detail = case_for_staff(filed.case_id, rights_of(cast.maryam), language="en", at=time.now())

    assert entity_of(cast, filed.case_id) == OFFICE
    assert detail is not None
    assert [(row.kind, row.reason) for row in detail.involved] == [
        ("named", "Fatima of the power company")
    ]


def test_nobody_is_given_a_case_that_they_must_not_know_of(cast: Cast) -> None:
    filed: Filed = cast.file_case()
    name_conflict(cast, filed.case_id, staff_id=cast.fatima.id)

    with pytest.raises(Invalid):
        cast.assign(filed.case_id, to=cast.fatima, by=cast.maryam)
