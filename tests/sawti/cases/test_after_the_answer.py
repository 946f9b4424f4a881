"""What follows an answer: a rating, a reopening in time; and what comes instead of an answer."""

from typing import Any

import pytest

from sawti.cases.errors import ReopeningOver
from sawti.cases.lifecycle import Event, State
from sawti.cases.models import HistoryRow
from sawti.lib.errors import Invalid
from sawti.quality.actions import rate_answer
from sawti.quality.errors import AlreadyRated
from sawti.quality.models import Rating
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import case_in, everything


def test_the_first_answer_tells_whether_the_promise_was_kept(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.ANSWERED, cast)

    case = cast.case(case_id)

    assert (case.first_answered_at, case.first_answer_in_time) == (case.answered_at, True)


def test_a_late_first_answer_stays_late_whatever_follows(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.OPEN, cast)
    cast.answer(case_id, on="2026-06-01T08:00Z")
    cast.reopen(case_id, on="2026-06-02T08:00Z")

    cast.answer(case_id, on="2026-06-03T08:00Z")

    case = cast.case(case_id)
    assert (case.first_answered_at, case.first_answer_in_time) == (utc("2026-06-01T08:00"), False)
    assert case.answered_at == utc("2026-06-03T08:00")


def test_a_reopened_case_gets_a_new_promise_and_keeps_its_holder(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.ANSWERED, cast)
    before = cast.case(case_id)

    case = cast.reopen(case_id, on="2026-03-10T08:00Z")

    assert (case.state, case.answered_at, case.breached_at) == (State.OPEN, None, None)
    assert case.due_at > before.due_at
    assert (case.holder_id, case.reopenings) == (cast.fatima.id, 1)


def test_the_last_moment_of_the_window_is_the_end_of_its_last_day_where_people_live(
    cast: Cast, clock: Any
) -> None:
    case_id = case_in(State.ANSWERED, cast)  # on 1 March; Bahrain is three hours ahead

    cast.reopen(case_id, on="2026-03-15T20:59Z")

    assert cast.case(case_id).state == State.OPEN


def test_after_the_window_nothing_is_reopened_changed_or_sent(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.ANSWERED, cast)
    before = everything(cast)

    with pytest.raises(ReopeningOver):
        cast.reopen(case_id, on="2026-03-15T21:00Z")

    assert everything(cast) == before


def test_an_answer_is_rated_once(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.ANSWERED, cast)
    cast.rate(case_id, score=5)
    before = everything(cast)

    with pytest.raises(AlreadyRated):
        cast.rate(case_id, score=1)

    assert everything(cast) == before


def test_the_answer_after_a_reopening_gets_a_rating_of_its_own(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.ANSWERED, cast)
    cast.rate(case_id, score=1)
    cast.reopen(case_id)
    cast.answer(case_id, on="2026-03-02T08:00Z")

    cast.rate(case_id, score=5, on="2026-03-02T09:00Z")

    with cast.inside(cast.bahrain):
        scores = list(Rating.objects.order_by("rated_at").values_list("score", flat=True))
    assert scores == [1, 5]


@pytest.mark.parametrize(
    "wrong", [{"score": 0}, {"score": 6}, {"score": 3, "reasons": ["bribed"]}], ids=str
)
def test_a_rating_that_the_scale_does_not_have_is_refused_and_nothing_kept(
    cast: Cast, clock: Any, at: Any, wrong: dict[str, Any]
) -> None:
    case_id = case_in(State.ANSWERED, cast)
    before = everything(cast)

    with tenant_context(cast.bahrain), pytest.raises(Invalid):
        rate_answer(case_id, at=at, **wrong)

    assert everything(cast) == before


def test_an_assignment_names_the_new_holder_in_the_history(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.RECEIVED, cast)

    cast.assign(case_id, to=cast.fatima, by=cast.maryam)

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=case_id, event=Event.ASSIGN)
    assert (row.by_id, row.to_staff_id) == (cast.maryam.id, cast.fatima.id)
    assert cast.case(case_id).holder_id == cast.fatima.id


@pytest.mark.parametrize("person", ["yusuf", "noor", "omar"])
def test_a_case_is_not_assigned_to_somebody_who_does_not_work_there(
    cast: Cast, clock: Any, person: str
) -> None:
    case_id = case_in(State.RECEIVED, cast)
    before = everything(cast)

    with pytest.raises(Invalid):
        cast.assign(case_id, to=getattr(cast, person), by=cast.maryam)

    assert everything(cast) == before


def test_an_overdue_case_that_is_withdrawn_keeps_its_breach_and_gets_no_second_one(
    cast: Cast, clock: Any
) -> None:
    case_id = case_in(State.OPEN, cast)

    case = cast.withdraw(case_id, on="2026-06-01T08:00Z")

    assert (case.state, case.withdrawn_at) == (State.WITHDRAWN, utc("2026-06-01T08:00"))
    assert case.breached_at == case.due_at
