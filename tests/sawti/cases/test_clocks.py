"""What starts, ends and restarts the clocks of a case: the rules of platform/sawti/sla/README.md.

In Bahrain one works Sunday to Thursday, 04:00 to 11:00 UTC; 1 March 2026 is a Sunday.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection

from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.models import Case, Clock, HistoryRow, Pause
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import ROADS, history_of, name_unit

FILED = "2026-03-01T08:00Z"


def report(cast: Cast) -> UUID:
    """File a report: answer in 7 days, taken in 2, first response in 5, each entity 5."""
    return cast.file_case(type="report", on=FILED).case_id


def clocks(case_id: UUID, cast: Cast) -> list[Clock]:
    with cast.inside(cast.bahrain):
        rows = Clock.objects.filter(case_id=case_id).order_by("started_at", "due_at", "kind")
        return list(rows)


def of_kind(kind: str, case_id: UUID, cast: Cast) -> Clock:
    """Return the latest clock of a kind."""
    return [each for each in clocks(case_id, cast) if each.kind == kind][-1]


def dues(case_id: UUID, cast: Cast) -> dict[str, datetime | None]:
    return {each.kind: each.due_at for each in clocks(case_id, cast)}


def ends(case_id: UUID, cast: Cast) -> list[tuple[str, str]]:
    return sorted((each.kind, each.ended_by) for each in clocks(case_id, cast))


def sweep(cast: Cast, on: str) -> int:
    with tenant_context(cast.bahrain):
        return date_breaches(at=utc(on))


def test_filing_starts_a_clock_for_each_target_of_the_policy(cast: Cast, clock: Any) -> None:
    assert dues(report(cast), cast) == {
        "acknowledge": utc("2026-03-03T11:00Z"),
        "first_response": utc("2026-03-08T11:00Z"),
        "resolution": utc("2026-03-10T11:00Z"),
        "stage": utc("2026-03-08T11:00Z"),
    }


def test_without_further_targets_there_is_the_answer_and_who_has_the_case(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case(on=FILED).case_id

    assert dues(case_id, cast) == {"resolution": utc("2026-03-19T11:00Z"), "stage": None}


def test_taking_or_being_given_a_case_acknowledges_it(cast: Cast, clock: Any) -> None:
    taken, given = report(cast), report(cast)

    cast.take(taken, on="2026-03-02T08:00Z")
    cast.assign(given)

    assert of_kind("acknowledge", taken, cast).ended_at == utc("2026-03-02T08:00Z")
    assert [of_kind("acknowledge", each, cast).ended_by for each in (taken, given)] == ["met"] * 2


def test_a_question_is_the_first_response_and_lets_the_others_stand(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")

    cast.ask(case_id, on="2026-03-02T08:00Z")

    assert ends(case_id, cast) == [
        ("acknowledge", "met"), ("first_response", "met"), ("resolution", ""), ("stage", ""),
    ]  # fmt: skip
    standing = [of_kind(kind, case_id, cast).paused_at for kind in ("resolution", "stage")]
    assert standing == [utc("2026-03-02T08:00Z")] * 2


def test_a_reply_moves_every_open_clock_by_the_open_time_that_passed(
    cast: Cast, clock: Any
) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")

    cast.reply(case_id, on="2026-03-03T08:00Z")  # one working day later

    assert of_kind("resolution", case_id, cast).due_at == utc("2026-03-11T11:00Z")
    assert of_kind("stage", case_id, cast).due_at == utc("2026-03-09T11:00Z")
    with cast.inside(cast.bahrain):
        pause = Pause.objects.get(case_id=case_id)
    assert (pause.waits_for, pause.ended_by) == ("applicant", "reply")
    assert (pause.began_at, pause.ended_at) == (utc("2026-03-02T08:00Z"), utc("2026-03-03T08:00Z"))


def test_an_answer_meets_whatever_is_open(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")

    cast.answer(case_id, on="2026-03-02T08:00Z")

    assert {ended_by for _, ended_by in ends(case_id, cast)} == {"met"}


def test_promises_survive_a_transfer_and_each_entity_has_its_own_time(
    cast: Cast, clock: Any
) -> None:
    case_id = report(cast)
    promised = dues(case_id, cast)

    cast.transfer(case_id, ROADS, on="2026-03-04T08:00Z")

    after = dues(case_id, cast)
    stages = [each for each in clocks(case_id, cast) if each.kind == "stage"]
    assert {kind: after[kind] for kind in after if kind != "stage"} == {
        kind: promised[kind] for kind in promised if kind != "stage"
    }
    assert [(each.started_at, each.due_at, each.ended_by) for each in stages] == [
        (utc(FILED), utc("2026-03-08T11:00Z"), "passed_on"),
        (utc("2026-03-04T08:00Z"), utc("2026-03-11T11:00Z"), ""),
    ]
    assert stages[0].entity_id != stages[1].entity_id == cast.case(case_id).entity_id


def test_a_withdrawal_ends_every_clock_and_the_pause(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")

    cast.withdraw(case_id, on="2026-03-03T08:00Z")

    assert dict(ends(case_id, cast))["resolution"] == "withdrawn"
    assert of_kind("stage", case_id, cast).ended_by == "withdrawn"
    with cast.inside(cast.bahrain):
        assert Pause.objects.get(case_id=case_id).ended_by == "closed"


def test_a_reopening_promises_the_answer_anew_and_nothing_else(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.answer(case_id, on="2026-03-02T08:00Z")

    cast.reopen(case_id, on="2026-03-03T08:00Z")

    again = [each for each in clocks(case_id, cast) if each.round == 2]
    assert sorted(each.kind for each in again) == ["resolution", "stage"]
    assert of_kind("resolution", case_id, cast).due_at == utc("2026-03-12T11:00Z")


def test_whoever_loses_a_case_to_a_conflict_ends_its_stage_and_keeps_the_promise(
    cast: Cast, clock: Any
) -> None:
    case_id = report(cast)
    promised = of_kind("resolution", case_id, cast).due_at

    name_unit(cast, case_id)

    stages = [each for each in clocks(case_id, cast) if each.kind == "stage"]
    assert [each.ended_by for each in stages] == ["passed_on", ""]
    assert stages[1].entity_id == cast.case(case_id).entity_id
    assert of_kind("resolution", case_id, cast).due_at == promised


def test_a_stage_that_begins_while_we_wait_stands_until_the_reply(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T07:00Z")
    cast.ask(case_id, on="2026-03-01T07:30Z")

    name_unit(cast, case_id)  # at the clock of the test, Sunday 08:00 UTC or later
    stage = of_kind("stage", case_id, cast)
    cast.reply(case_id, on="2026-03-31T08:00Z")

    assert stage.paused_at == stage.started_at
    after = of_kind("stage", case_id, cast)
    assert (after.id, after.paused_at) == (stage.id, None)
    assert after.due_at is not None
    assert stage.due_at is not None
    assert after.due_at > stage.due_at


def test_each_clock_that_fell_due_is_dated_by_itself(cast: Cast, clock: Any) -> None:
    case_id = report(cast)

    found = [sweep(cast, f"2026-03-{day}T12:00Z") for day in ("03", "04", "08", "10", "11")]

    assert found == [1, 0, 2, 1, 0]
    assert [each.breached_at == each.due_at for each in clocks(case_id, cast)] == [True] * 4
    assert history_of(case_id, cast)[0] == "file"
    assert sorted(history_of(case_id, cast)[1:]) == [
        "breach", "late_acknowledge", "late_first_response", "late_stage",
    ]  # fmt: skip
    assert cast.case(case_id).breached_at == utc("2026-03-10T11:00Z")


def test_an_officer_who_comes_before_the_sweep_dates_what_fell_due(cast: Cast, clock: Any) -> None:
    case_id = report(cast)

    cast.take(case_id, on="2026-03-04T08:00Z")

    late = of_kind("acknowledge", case_id, cast)
    assert (late.breached_at, late.ended_by) == (utc("2026-03-03T11:00Z"), "met")
    assert history_of(case_id, cast) == ["file", "late_acknowledge", "take"]
    assert sweep(cast, "2026-03-04T09:00Z") == 0


def test_the_case_repeats_its_promise_and_nothing_else(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")
    cast.reply(case_id, on="2026-03-03T08:00Z")
    cast.transfer(case_id, ROADS, on="2026-03-04T08:00Z")
    sweep(cast, "2026-03-20T08:00Z")

    with cast.inside(cast.bahrain):
        case, promise = Case.objects.get(), Clock.objects.get(kind="resolution")
    names = ("due_at", "breached_at", "paused_at", "policy_code", "policy_version")
    assert [getattr(case, name) for name in names] == [getattr(promise, name) for name in names]


def test_two_clocks_of_a_kind_cannot_run_at_once(cast: Cast, clock: Any) -> None:
    case_id = report(cast)
    stage = of_kind("stage", case_id, cast)
    stage.pk = None

    with pytest.raises(IntegrityError, match="clock_open_once"), cast.writing(cast.bahrain):
        stage.save(force_insert=True)


def test_what_fell_due_is_found_by_its_index(cast: Cast, clock: Any) -> None:
    report(cast)
    with cast.inside(cast.bahrain), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        rows = Clock.objects.running_past_due(utc("2026-03-04T00:00Z")).order_by("due_at")

        plan = rows.explain()

    assert "clock_falls_due" in plan
    assert "Sort" not in plan


def test_the_clocks_of_another_tenant_are_not_there(cast: Cast, clock: Any) -> None:
    report(cast)

    with cast.inside(cast.jordan):
        assert (Clock.objects.count(), HistoryRow.objects.count()) == (0, 0)


def test_nothing_that_colleagues_do_among_themselves_moves_a_due_date(
    cast: Cast, clock: Any
) -> None:
    case_id = report(cast)
    cast.take(case_id)
    before = dues(case_id, cast)

    cast.note(case_id, "Ask the contractor.")
    cast.assign(case_id)

    assert dues(case_id, cast) == before
