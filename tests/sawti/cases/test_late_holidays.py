"""A holiday that is declared late moves open cases, once, and says why.

In Bahrain one works Sunday to Thursday, 04:00 to 11:00 UTC; 1 March 2026 is a Sunday. A complaint
of that day is due on Thursday, 19 March, before the days of the feast (22 to 24); the holiday is
Tuesday, the 17th, unless said.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.due_dates import candidates, impact_of
from sawti.cases.models import Clock, HistoryRow
from sawti.cases.steps import rescheduling
from sawti.entities.queries import entity_tree
from sawti.notifications.models import Notification
from sawti.outbox.delivery import deliver_due
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import (
    declare,
    declared,
    found,
    moves_in,
    read_anew,
    run_through,
)
from tests.sawti.insights.counts import ELECTRICITY, ROADS
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("clock")
FILED, DUE, LATER = "2026-03-01T08:00Z", utc("2026-03-19T11:00Z"), utc("2026-03-25T11:00Z")
HOLIDAY, DECLARED = "2026-03-17", "2026-03-10T08:00Z"


def told(cast: Cast, case_id: UUID) -> list[str]:
    """Return the reasons in the mails to the applicant that say that the answer is due later."""
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template="due_date_moved", about_id=case_id)
        return [row.params["why"] for row in rows]


def sweep(cast: Cast, on: str) -> int:
    with tenant_context(cast.bahrain):
        return date_breaches(at=utc(on))


def clock_of(cast: Cast, case_id: UUID, kind: str = "resolution") -> Clock:
    with cast.inside(cast.bahrain):
        row: Clock = Clock.objects.filter(case_id=case_id, kind=kind).latest("started_at")
    return row


def test_an_open_case_moves_by_the_day_and_its_history_says_why(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    run = declared(cast, HOLIDAY, on=DECLARED)

    (row,) = moves_in(cast, case_id)
    assert cast.case(case_id).due_at == clock_of(cast, case_id).due_at == LATER
    assert (row.due_from, row.due_to, row.by_id) == (DUE, LATER, cast.salma.id)
    assert row.reason == "يوم حداد · Day of mourning (2026-03-10)"
    assert (run.seen, run.later, run.earlier, run.ended_at is not None) == (1, 1, 0, True)


def test_the_applicant_is_told_once_and_why(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    declared(cast, HOLIDAY, on=DECLARED)
    run_through(cast, at=utc("2026-03-11T08:00Z"))

    assert told(cast, case_id) == ["يوم حداد"]


def test_answered_cases_and_dated_breaches_stay_as_they_are(cast: Cast) -> None:
    answered, late = cast.file_case(on=FILED).case_id, cast.file_case(on="2026-02-22T08:00Z")
    cast.take(answered, on=FILED)
    cast.answer(answered, on="2026-03-02T08:00Z")
    sweep(cast, "2026-03-16T08:00Z")

    declared(cast, "2026-03-12", on="2026-03-16T09:00Z")

    assert cast.case(answered).due_at == DUE
    assert cast.case(late.case_id).due_at == cast.case(late.case_id).breached_at
    assert moves_in(cast, answered) == moves_in(cast, late.case_id) == []


def test_who_works_by_another_calendar_does_not_move(cast: Cast) -> None:
    ours, theirs = cast.file_case(on=FILED), cast.file_case(category="road-pothole", on=FILED)
    with cast.inside(cast.bahrain):
        roads = entity_tree().by_code[ROADS].id
    before = cast.case(theirs.case_id).due_at

    declared(cast, "2026-03-09", on="2026-03-04T08:00Z", entity_id=roads)

    assert cast.case(ours.case_id).due_at == DUE
    assert (before, cast.case(theirs.case_id).due_at) == (
        utc("2026-03-10T11:00Z"),
        utc("2026-03-11T11:00Z"),
    )


def test_every_clock_of_a_case_moves_with_its_pauses(cast: Cast) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")
    cast.reply(case_id, on="2026-03-03T08:00Z")  # one working day stood still
    before = {kind: clock_of(cast, case_id, kind).due_at for kind in ("resolution", "stage")}

    declared(cast, "2026-03-05", on="2026-03-04T08:00Z")

    after = {kind: clock_of(cast, case_id, kind).due_at for kind in ("resolution", "stage")}
    assert before == {"resolution": utc("2026-03-11T11:00Z"), "stage": utc("2026-03-09T11:00Z")}
    assert after == {"resolution": utc("2026-03-12T11:00Z"), "stage": utc("2026-03-10T11:00Z")}
    assert clock_of(cast, case_id, "acknowledge").due_at == utc("2026-03-03T11:00Z")


def test_a_case_that_waits_moves_too_and_again_by_its_pause(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=FILED)
    cast.ask(case_id, on="2026-03-02T08:00Z")

    declared(cast, HOLIDAY, on=DECLARED)
    assert cast.case(case_id).due_at == LATER
    cast.reply(case_id, on="2026-03-11T08:00Z")

    assert cast.case(case_id).due_at == utc("2026-04-05T11:00Z")  # seven working days later


def test_an_early_closing_moves_what_counts_minutes_only_by_its_hours(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    declared(cast, "2026-03-19", on=DECLARED, closed_from=12 * 60)  # noon: two hours less

    assert cast.case(case_id).due_at == utc("2026-03-19T09:00Z")


def test_no_case_becomes_due_in_the_past_through_us(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    declared(cast, "2026-03-19", on="2026-03-19T09:30Z", closed_from=12 * 60)

    assert cast.case(case_id).due_at == DUE


def test_a_holiday_twice_declared_counts_once(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id

    declared(cast, HOLIDAY, on=DECLARED)
    declared(cast, HOLIDAY, on="2026-03-11T08:00Z")

    assert cast.case(case_id).due_at == LATER
    assert len(moves_in(cast, case_id)) == len(told(cast, case_id)) == 1


def test_who_acts_before_the_run_comes_by_finds_the_case_moved(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.take(case_id, on=FILED)
    declare(cast, "2026-03-19", on="2026-03-19T10:30Z")

    cast.answer(case_id, on="2026-03-19T11:15Z")  # after the old due date

    case = cast.case(case_id)
    assert (case.first_answer_in_time, case.breached_at, case.due_at) == (True, None, LATER)
    run_through(cast, at=utc("2026-03-19T12:30Z"))
    assert len(moves_in(cast, case_id)) == 1


def test_breaches_wait_for_the_run_and_are_then_dated_as_ever(cast: Cast) -> None:
    moved, late = cast.file_case(on=FILED).case_id, cast.file_case(on="2026-02-22T08:00Z").case_id
    declare(cast, "2026-03-19", on="2026-03-19T10:45Z")

    assert sweep(cast, "2026-03-19T11:30Z") == 1
    assert cast.case(late).breached_at == utc("2026-03-12T11:00Z")
    run_through(cast, at=utc("2026-03-19T11:31Z"))
    assert sweep(cast, "2026-03-19T11:32Z") == 0
    assert sweep(cast, "2026-03-25T11:32Z") == 1
    assert cast.case(moved).breached_at == LATER


def test_a_run_that_never_ends_holds_breaches_up_for_an_hour_only(cast: Cast) -> None:
    cast.file_case(on=FILED)
    declare(cast, HOLIDAY, on="2026-03-19T10:30Z")

    assert sweep(cast, "2026-03-19T11:29Z") == 0
    assert sweep(cast, "2026-03-19T11:31Z") == 1


def test_a_worker_killed_between_batches_costs_no_case_and_moves_none_twice(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [cast.file_case(on=FILED).case_id for _ in range(7)]
    run = declare(cast, HOLIDAY, on=DECLARED)
    monkeypatch.setattr(rescheduling, "BATCH", 3)
    move_batch, seen = rescheduling.move_batch, []

    def killed(run: Any, **options: Any) -> None:
        seen.append(run.seen)
        move_batch(run, **{**options, "limit": 3})
        if len(seen) == 2:
            raise SystemExit  # what kill -9 does to a transaction

    monkeypatch.setattr(rescheduling, "move_batch", killed)
    with pytest.raises(SystemExit):
        run_through(cast, at=utc(DECLARED) + timedelta(minutes=1))
    half = found(cast, run.id)
    run_through(cast, at=utc(DECLARED) + timedelta(hours=2))  # its lease is over

    assert (half.seen, half.ended_at) == (3, None)
    assert seen == [0, 3, 3, 6]
    assert {cast.case(each).due_at for each in ids} == {LATER}
    assert [len(moves_in(cast, each)) for each in ids] == [1] * 7
    assert [len(told(cast, each)) for each in ids] == [1] * 7


def test_a_worker_that_began_before_the_change_moves_by_the_new_calendar(cast: Cast) -> None:
    case_id, before = cast.file_case(on=FILED).case_id, cast.bahrain
    declare(cast, HOLIDAY, on=DECLARED)

    with tenant_context(before):
        deliver_due(lambda: utc(DECLARED) + timedelta(minutes=1))

    assert cast.case(case_id).due_at == LATER


def test_the_preview_says_how_many_would_move_and_changes_nothing(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    cast.file_case(on="2026-03-09T08:00Z", category="road-pothole")
    run = declare(cast, HOLIDAY, on=DECLARED)

    with cast.inside(cast.bahrain):
        impact = impact_of(candidates(run.begins_at), run.begins_at, at=utc(DECLARED))
        electricity = entity_tree().by_code[ELECTRICITY].id

    assert (impact.candidates, impact.moved, impact.later) == (2, 2, 2)
    assert impact.farthest == timedelta(days=6)
    assert dict(impact.entities)[electricity] == 1
    assert cast.case(case_id).due_at == DUE


def test_a_batch_costs_the_same_for_one_case_and_for_many(cast: Cast) -> None:
    cast.file_case(on=FILED)
    run = declare(cast, HOLIDAY, on=DECLARED)
    with statements() as few, cast.writing(cast.bahrain):
        rescheduling.move_batch(found(cast, run.id), at=utc(DECLARED))
    for _ in range(20):
        cast.file_case(on=FILED)
    another = declare(cast, "2026-03-16", on=DECLARED)

    with statements() as many, cast.writing(cast.bahrain):
        rescheduling.move_batch(found(cast, another.id), at=utc(DECLARED))

    assert len(few) == len(many)


def test_the_other_tenant_keeps_its_dates(cast: Cast) -> None:
    theirs = cast.file_case(tenant=cast.jordan, category="", entity="greater-amman-municipality")
    before = cast.case(theirs.case_id, cast.jordan).due_at

    declared(cast, HOLIDAY, on=DECLARED)
    with tenant_context(cast.jordan):
        deliver_due(lambda: utc("2026-03-12T08:00Z"))

    assert cast.case(theirs.case_id, cast.jordan).due_at == before
    with cast.inside(cast.jordan):
        assert not HistoryRow.objects.filter(event="reschedule").exists()
    read_anew(cast)
