"""An entity is put below another one: who leads above sees the cases, and promises stay.

In Bahrain one works Sunday to Thursday, 04:00 to 11:00 UTC; 1 March 2026 is a Sunday. Civil
defence works around the clock, and what lies below it too.
"""

from datetime import timedelta

import pytest

from sawti.calendars.queries import business_calendar, owner_of
from sawti.cases.hands import clocks_told, with_clocks
from sawti.cases.models import Case
from sawti.cases.scope import VIEW, scope_of
from sawti.entities.models import EntityChange
from sawti.entities.permissions import rights_of
from sawti.lib.errors import InvalidInput
from sawti.packs.actions import load_pack
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack
from sawti.reforms.facts import Wish
from sawti.reforms.preview import preview_of
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import declared
from tests.sawti.reforms.scenes import (
    AUTHORITY,
    CIVIL_DEFENCE,
    ELECTRICITY,
    FILED,
    REASON,
    ROADS,
    WORKS,
    day,
    dues,
    entity,
    move,
    read_anew,
    run_through,
    tree,
)

pytestmark = pytest.mark.usefixtures("clock")
MOVED = "2026-03-03T08:00Z"


def sees(cast: Cast, staff: object, case_id: object) -> bool:
    case = cast.case(case_id)
    with cast.inside(cast.bahrain):
        return scope_of(rights_of(staff)).allows(VIEW, case)


def test_who_leads_above_sees_the_cases_and_who_did_does_not_any_more(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    before = [sees(cast, each, case_id) for each in (cast.fatima, cast.khalid)]

    move(cast, ELECTRICITY, WORKS, on=MOVED)

    after = [sees(cast, each, case_id) for each in (cast.fatima, cast.khalid, cast.maryam)]
    assert (before, after) == ([True, True], [True, False, True])
    assert entity(cast, ELECTRICITY).parent_id == entity(cast, WORKS).id


def test_promises_keep_their_dates_and_the_calendar_that_they_began_with(cast: Cast) -> None:
    old = cast.file_case(type="report", on=FILED).case_id
    cast.take(old, on="2026-03-01T09:00Z")
    cast.ask(old, on="2026-03-02T08:00Z")
    before = dues(cast, old)

    move(cast, ELECTRICITY, CIVIL_DEFENCE, on=MOVED)
    moved = dues(cast, old)
    cast.reply(old, on="2026-03-08T08:00Z")  # four working days of Bahrain stood still
    new = cast.file_case(type="report", on="2026-03-08T08:00Z").case_id

    assert moved == before
    assert before["resolution"] == utc("2026-03-10T11:00Z")
    assert dues(cast, old)["resolution"] == utc("2026-03-16T11:00Z")
    assert dues(cast, new)["resolution"] == utc("2026-03-15T21:00Z")  # seven days, every day


def test_a_holiday_declared_afterwards_moves_a_promise_by_that_day_only(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    move(cast, ELECTRICITY, CIVIL_DEFENCE, on=MOVED)

    declared(cast, "2026-03-17", on="2026-03-10T08:00Z")

    assert cast.case(case_id).due_at == utc("2026-03-25T11:00Z")  # as in test_late_holidays


def test_time_in_hand_counts_by_the_calendar_of_its_beginning(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    move(cast, ELECTRICITY, CIVIL_DEFENCE, on=MOVED)

    with cast.inside(cast.bahrain):
        case = with_clocks(Case.objects.filter(pk=case_id)).get()
        (hand,) = clocks_told(case, language="en", at=utc("2026-03-03T11:00Z")).hands

    assert hand.used == timedelta(hours=3 + 7 + 7)


def test_whose_hours_count_depends_on_the_day(cast: Cast) -> None:
    move(cast, ELECTRICITY, CIVIL_DEFENCE, on=MOVED)

    with cast.inside(cast.bahrain):
        here = entity(cast, ELECTRICITY).id
        then = owner_of(here, since=utc("2026-03-03T07:59Z"))
        now = owner_of(here)
        saturday = day("2026-03-07")
        is_open = business_calendar(here).is_working_day(saturday)
        was_open = business_calendar(here, since=utc(FILED)).is_working_day(saturday)
    assert (then, now) == (None, entity(cast, CIVIL_DEFENCE).id)
    assert (was_open, is_open) == (False, True)


def test_a_circle_is_refused(cast: Cast) -> None:
    for into in (ELECTRICITY, AUTHORITY):
        with pytest.raises(InvalidInput) as refused:
            move(cast, AUTHORITY, into, on=MOVED)
        assert [fault.field for fault in refused.value.faults] == ["into"]

    assert cast.count(EntityChange) == 0


def test_where_it_lies_already_and_a_day_that_is_over_are_refused(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        move(cast, ELECTRICITY, AUTHORITY, on=MOVED, effective_on=day("2026-03-02"))

    assert {fault.field for fault in refused.value.faults} == {"into", "effective_on"}


def test_a_move_that_no_longer_fits_on_its_day_is_refused_and_says_why(cast: Cast) -> None:
    planned = move(cast, AUTHORITY, WORKS, on=MOVED, effective_on=day("2026-03-10"))
    move(cast, WORKS, AUTHORITY, on="2026-03-05T08:00Z")

    run_through(cast, on="2026-03-10T08:00Z")

    with cast.inside(cast.bahrain):
        planned.refresh_from_db()
    assert planned.refused == "It can't lie below itself: choose an entity that is not below it."
    assert entity(cast, AUTHORITY).parent_id is None


def test_the_preview_names_who_gains_who_loses_and_whose_hours_count(cast: Cast) -> None:
    cast.file_case(on=FILED)

    with cast.inside(cast.bahrain):
        wish = Wish("move", ELECTRICITY, REASON, into=CIVIL_DEFENCE)
        found = preview_of(wish, by=cast.salma, at=utc(MOVED))

    assert found.open_cases == 1
    assert found.losing == (cast.khalid.name, cast.maryam.name)
    assert found.gaining == ()
    assert (found.hours_before, found.hours_after) == (None, entity(cast, CIVIL_DEFENCE).id)


def test_loading_the_pack_leaves_what_was_moved_where_it_is(cast: Cast) -> None:
    move(cast, ROADS, AUTHORITY, on=MOVED)

    changes = load_pack(
        read_pack(pack_folder("bahrain"), slug="bahrain"), at=utc("2026-03-04T08:00Z")
    )
    read_anew(cast)

    assert [str(kept) for kept in changes.kept] == [f"entities: {ROADS}: kept: edited in the CMS"]
    assert entity(cast, ROADS).parent_id == entity(cast, AUTHORITY).id


def test_another_sector_is_where_applicants_find_it_then(cast: Cast) -> None:
    move(cast, ELECTRICITY, WORKS, on=MOVED, sector="economy")

    sector = next(each for each in tree(cast).sectors if each.code == "economy")
    assert entity(cast, ELECTRICITY).sector_id == sector.id
