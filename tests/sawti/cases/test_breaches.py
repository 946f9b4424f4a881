"""A breach is dated when it fell due, once, by whoever comes first; never while we wait."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.errors import TransitionNotAllowed
from sawti.cases.models import HistoryRow
from sawti.cases.tasks import date_breaches_of_all_tenants
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import everything, history_of, news_of

DUE = utc("2026-03-19T11:00Z")  # 14 working days after 1 March, at closing in Bahrain
LATER = "2026-03-29T08:00Z"


def sweep(cast: Cast, on: str | datetime) -> int:
    with tenant_context(cast.bahrain):
        return date_breaches(at=utc(on) if isinstance(on, str) else on)


def test_a_breach_is_dated_when_it_fell_due_and_not_when_it_was_noticed(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case().case_id

    found = sweep(cast, LATER)

    assert found == 1
    assert cast.case(case_id).breached_at == DUE
    with cast.inside(cast.bahrain):
        assert HistoryRow.objects.get(event="breach").at == DUE


def test_a_breach_is_dated_once_however_often_the_sweep_runs(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    sweep(cast, LATER)

    found = sweep(cast, "2026-03-30T08:00Z")

    assert found == 0
    assert history_of(case_id, cast) == ["file", "breach"]
    assert news_of(case_id, cast) == ["case.breach", "case.file"]


@pytest.mark.parametrize(
    ("at", "expected"), [(DUE, 0), (DUE + timedelta(microseconds=1), 1)], ids=["at", "after"]
)
def test_a_case_is_overdue_after_its_due_date_and_not_at_it(
    cast: Cast, clock: Any, at: datetime, expected: int
) -> None:
    cast.file_case()

    assert sweep(cast, at) == expected


def test_an_officer_who_acts_before_the_sweep_does_dates_the_breach_too(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case().case_id

    cast.take(case_id, on=LATER)

    assert cast.case(case_id).breached_at == DUE
    assert history_of(case_id, cast) == ["file", "breach", "take"]
    assert news_of(case_id, cast) == ["case.breach", "case.file", "case.take"]
    assert sweep(cast, LATER) == 0


def test_a_late_answer_does_not_hide_the_breach(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)

    cast.answer(case_id, on=LATER)

    assert cast.case(case_id).breached_at == DUE
    assert sweep(cast, LATER) == 0


def test_an_answer_in_time_is_no_breach_however_late_the_sweep_runs(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.answer(case_id, on="2026-03-19T11:00Z")

    found = sweep(cast, LATER)

    assert found == 0
    assert cast.case(case_id).breached_at is None


def test_a_refused_action_dates_nothing_and_leaves_it_to_the_sweep(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    before = everything(cast)

    with pytest.raises(TransitionNotAllowed):
        cast.answer(case_id, on=LATER)

    assert everything(cast) == before
    assert sweep(cast, LATER) == 1
    assert cast.case(case_id).breached_at == DUE


def test_while_we_wait_for_the_applicant_nothing_falls_due(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.ask(case_id)

    found = sweep(cast, LATER)

    assert found == 0
    assert cast.case(case_id).breached_at is None


def test_a_due_date_that_passed_before_the_question_stays_a_breach(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.ask(case_id, on="2026-03-25T08:00Z")

    cast.reply(case_id, on="2026-03-26T08:00Z")

    case = cast.case(case_id)
    assert (case.due_at, case.breached_at) == (DUE, DUE)
    assert sweep(cast, LATER) == 0


def test_a_moved_due_date_can_be_missed_in_its_turn(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id
    cast.take(case_id)
    cast.ask(case_id, on="2026-03-18T11:00Z")
    cast.reply(case_id, on="2026-03-19T11:00Z")  # seven open hours later

    found = sweep(cast, LATER)

    assert found == 1
    assert cast.case(case_id).breached_at == utc("2026-03-25T11:00Z")  # the feast lies between


def test_the_sweep_of_one_tenant_leaves_the_other_alone(cast: Cast, clock: Any) -> None:
    filed = cast.file_case(tenant=cast.jordan)

    found = sweep(cast, "2026-06-01T08:00Z")

    assert found == 0
    assert cast.case(filed.case_id, cast.jordan).breached_at is None


def test_all_that_fell_due_is_dated_in_one_sweep(cast: Cast, clock: Any) -> None:
    ids = [cast.file_case().case_id for _ in range(5)]

    found = sweep(cast, LATER)

    assert found == 5
    assert {cast.case(case_id).breached_at for case_id in ids} == {DUE}
    assert [news_of(case_id, cast) for case_id in ids] == [["case.breach", "case.file"]] * 5


def test_a_sweep_goes_on_until_nothing_is_left(
    cast: Cast, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sawti.cases.actions.sweeps.BATCH", 2)
    ids = [cast.file_case().case_id for _ in range(5)]

    found = sweep(cast, LATER)

    assert found == 5
    assert {cast.case(case_id).breached_at for case_id in ids} == {DUE}


def test_one_look_dates_the_breaches_of_every_tenant(cast: Cast, clock: Any) -> None:
    here, there = cast.file_case(), cast.file_case(tenant=cast.jordan)
    clock.move_to(utc("2026-06-01T08:00Z"))

    date_breaches_of_all_tenants.call_local()

    assert cast.case(here.case_id).breached_at == DUE
    assert cast.case(there.case_id, cast.jordan).breached_at is not None
