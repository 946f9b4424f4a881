"""One entity becomes part of another: open cases go along, and time and figures stay comparable.

In Bahrain one works Sunday to Thursday, 04:00 to 11:00 UTC; 1 March 2026 is a Sunday. Electricity
(Fatima's) is merged into roads (Yusuf's) on Tuesday, 3 March, at 08:00 UTC.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions.confidentiality import name_conflict
from sawti.cases.actions.saved_views import save_view
from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.filters import CaseFilter
from sawti.cases.hands import clocks_told, with_clocks
from sawti.cases.models import Case, SavedView
from sawti.cases.scope import HANDLE, VIEW, scope_of
from sawti.catalogue.models import Category
from sawti.entities.actions import Period, delegate, give_post
from sawti.entities.models import Post
from sawti.entities.permissions import rights_of
from sawti.escalation.models import Watch
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.reforms.scenes import (
    AUTHORITY,
    ELECTRICITY,
    FILED,
    FOLLOWED,
    MERGED,
    REASON,
    ROADS,
    WORKS,
    clocks_of,
    dues,
    entity,
    history,
    merge,
    merged,
    run_through,
    told,
)

pytestmark = pytest.mark.usefixtures("clock")


def sees(cast: Cast, staff: Staff, case_id: UUID, permission: str = VIEW) -> bool:
    case = cast.case(case_id)
    with cast.inside(cast.bahrain):
        return scope_of(rights_of(staff)).allows(permission, case)


def test_open_cases_go_along_with_state_holder_and_promises(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id
    cast.take(case_id, on="2026-03-01T09:00Z")
    before, promised = cast.case(case_id), dues(cast, case_id)
    clock.move_to(FOLLOWED)

    done = merged(cast)

    after = cast.case(case_id)
    assert after.entity_id == entity(cast, ROADS).id
    assert (after.state, after.holder_id) == (before.state, before.holder_id)
    assert (after.due_at, after.policy_code) == (before.due_at, before.policy_code)
    assert {**dues(cast, case_id), "stage": None} == {**promised, "stage": None}
    assert (done.total, done.moved, done.ended_at) == (1, 1, utc(FOLLOWED))


def test_the_stage_ends_and_the_next_entity_has_its_own(cast: Cast) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id

    merged(cast)

    old, new = [each for each in clocks_of(cast, case_id) if each.kind == "stage"]
    assert (old.entity_id, old.ended_by, old.ended_at) == (
        entity(cast, ELECTRICITY).id,
        "passed_on",
        utc(FOLLOWED),
    )
    assert (new.entity_id, new.started_at) == (entity(cast, ROADS).id, utc(FOLLOWED))
    assert new.due_at == utc("2026-03-10T11:00Z")  # five working days of its own


def test_time_in_hand_stays_with_whoever_used_it(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    merged(cast)

    with cast.inside(cast.bahrain):
        case = with_clocks(Case.objects.filter(pk=case_id)).get()
        hands = clocks_told(case, language="en", at=utc("2026-03-03T10:05Z")).hands
    assert [hand.used for hand in hands] == [
        timedelta(hours=3 + 7 + 4, minutes=5),
        timedelta(hours=2),
    ]
    assert hands[0].entity_name == entity(cast, ELECTRICITY).name("en")


def test_a_case_that_waits_goes_on_waiting_and_its_promise_moves_as_ever(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")

    merged(cast)
    stands = clocks_of(cast, case_id)
    cast.reply(case_id, on="2026-03-04T08:00Z")

    assert [each.paused_at for each in stands if each.ended_at is None] == [
        utc("2026-03-02T08:00Z"),
        utc(FOLLOWED),
    ]
    assert cast.case(case_id).due_at == utc("2026-03-26T11:00Z")  # two working days later


def test_a_stage_that_fell_due_before_is_dated_and_stays_with_the_old_entity(cast: Cast) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id

    merge(cast, on="2026-03-09T08:00Z")
    run_through(cast, on="2026-03-09T08:05Z")

    old, new = [each for each in clocks_of(cast, case_id) if each.kind == "stage"]
    assert (old.breached_at, new.breached_at) == (utc("2026-03-08T11:00Z"), None)
    late = [row for row in history(cast, case_id) if row.event == "late_stage"]
    assert [row.at for row in late] == [utc("2026-03-08T11:00Z")]


def test_a_breach_is_dated_as_if_nothing_had_happened(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    merged(cast)

    with tenant_context(cast.bahrain):
        date_breaches(at=utc("2026-03-20T08:00Z"))

    assert cast.case(case_id).breached_at == utc("2026-03-19T11:00Z")


def test_what_was_answered_stays_where_it_was_answered(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=FILED)
    cast.answer(case_id, on="2026-03-02T08:00Z")
    before = history(cast, case_id)

    merged(cast)

    assert cast.case(case_id).entity_id == entity(cast, ELECTRICITY).id
    assert history(cast, case_id) == before
    assert sees(cast, cast.yusuf, case_id)


def test_a_case_reopened_afterwards_begins_at_the_successor(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=FILED)
    cast.answer(case_id, on="2026-03-02T08:00Z")
    clock.move_to(FOLLOWED)
    merged(cast)

    cast.reopen(case_id, on="2026-03-04T08:00Z")

    case, roads = cast.case(case_id), entity(cast, ROADS).id
    assert (case.entity_id, case.holder_id) == (roads, cast.fatima.id)
    assert {each.entity_id for each in clocks_of(cast, case_id) if not each.ended_at} == {roads}
    assert history(cast, case_id)[-1].to_entity_id == roads


def test_history_says_what_happened_and_why(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    merged(cast)

    row = history(cast, case_id)[-1]
    assert (row.event, row.from_state, row.to_state) == ("reorganise", "received", "received")
    assert (row.from_entity_id, row.to_entity_id) == (
        entity(cast, ELECTRICITY).id,
        entity(cast, ROADS).id,
    )
    assert (row.by_id, row.reason) == (cast.salma.id, REASON)


def test_the_applicant_of_an_open_case_is_told_once_in_their_language(cast: Cast) -> None:
    arabic = cast.file_case(on=FILED).case_id
    english = cast.file_case(on=FILED, language="en").case_id
    answered = cast.file_case(on=FILED).case_id
    cast.take(answered, on=FILED)
    cast.answer(answered, on="2026-03-02T08:00Z")

    merged(cast)
    run_through(cast, on="2026-03-04T08:00Z")

    (first,), (second,) = told(cast, arabic), told(cast, english)
    assert (first.language, second.language) == ("ar", "en")
    assert second.params["entity"] == entity(cast, ROADS).name("en")
    assert told(cast, answered) == []


def test_whose_posts_go_along_act_there_and_the_others_end(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(on=FILED).case_id
    with tenant_context(cast.bahrain):
        here = entity(cast, ELECTRICITY).id
        give_post(
            staff_id=cast.noor.id,
            role_code="head",
            entity_id=here,
            period=Period(utc(FILED)),
            by=cast.salma,
            at=utc(FILED),
        )
    clock.move_to(FOLLOWED)

    merged(cast)

    assert sees(cast, cast.fatima, case_id, HANDLE)
    assert not sees(cast, cast.noor, case_id)
    with cast.inside(cast.bahrain):
        held = Post.objects.filter(entity__code=ELECTRICITY, until_at=None)
        events = Entry.objects.filter(object_type="post", at=utc(MERGED))
        assert not held.exists()
        assert sorted(events.values_list("event", flat=True)) == [
            "post.ended",
            "post.ended",
            "post.given",
        ]


def test_a_deputy_goes_along_with_whom_they_represent(cast: Cast) -> None:
    with cast.inside(cast.bahrain):
        post = Post.objects.get(staff=cast.fatima)
    with tenant_context(cast.bahrain):
        until = Period(utc(FILED), utc("2026-03-20T08:00Z"))
        delegate(
            post.id, to_id=cast.noor.id, period=until, reason="Leave", by=cast.fatima, at=utc(FILED)
        )

    merged(cast)

    with cast.inside(cast.bahrain):
        deputy = Post.objects.get(staff=cast.noor, entity__code=ROADS)
        assert deputy.acting_for.staff_id == cast.fatima.id
        assert deputy.until_at == utc("2026-03-20T08:00Z")


def test_whoever_served_the_successor_sees_the_cases_before_they_have_moved(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    before = sees(cast, cast.yusuf, case_id)

    merge(cast)

    assert cast.case(case_id).entity_id == entity(cast, ELECTRICITY).id
    assert (before, sees(cast, cast.yusuf, case_id, HANDLE)) == (False, True)


def test_new_cases_go_to_the_successor_also_from_a_draft_that_named_the_old_one(cast: Cast) -> None:
    merged(cast)

    by_subject = cast.file_case(on="2026-03-04T08:00Z").case_id
    by_name = cast.file_case(on="2026-03-04T08:00Z", entity=ELECTRICITY, category="").case_id

    roads = entity(cast, ROADS).id
    assert [cast.case(each).entity_id for each in (by_subject, by_name)] == [roads, roads]


def test_subjects_and_saved_views_follow(cast: Cast) -> None:
    with tenant_context(cast.bahrain):
        save_view(by=cast.maryam, name="Lamps", chosen=CaseFilter(entity=ELECTRICITY))

    merged(cast)

    with cast.inside(cast.bahrain):
        assert not Category.objects.filter(entity__code=ELECTRICITY).exists()
        assert f"entity={ROADS}" in SavedView.objects.get().query


def test_escalation_goes_on_by_the_promise_and_anew_by_the_stage(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    run_through(cast, on="2026-03-02T08:00Z")

    merged(cast)

    with cast.inside(cast.bahrain):
        (watch,) = Watch.objects.filter(clock__case_id=case_id).select_related("clock")
    assert (watch.clock.kind, watch.clock.entity_id) == (
        "resolution",
        entity(cast, ELECTRICITY).id,
    )


def test_a_case_that_is_kept_from_the_successor_goes_around_it(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    with tenant_context(cast.bahrain):
        name_conflict(
            case_id,
            by=cast.maryam,
            version=1,
            entity_code=ROADS,
            reason="It is about their site.",
            at=utc(FILED),
        )

    merged(cast)

    assert holder_of(cast, case_id) == WORKS  # above the roads, where Maryam distributes
    assert not sees(cast, cast.yusuf, case_id)


def holder_of(cast: Cast, case_id: UUID) -> str:
    """Return the code of the entity that has the case."""
    with cast.inside(cast.bahrain):
        return str(Case.objects.get(pk=case_id).entity.code)


def test_what_lay_below_goes_along(cast: Cast) -> None:
    merge(cast, entity=AUTHORITY, roles=())

    works, found = entity(cast, ROADS), entity(cast, ELECTRICITY)
    assert found.parent_id == works.id
    assert found.parent_at(utc("2026-03-02T08:00Z")) == entity(cast, AUTHORITY).id
