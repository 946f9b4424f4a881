"""Levels act once, when their mark is reached, and follow the clock wherever it moves."""

from typing import Any

import pytest

from sawti.escalation.actions.sweeps import mend_watches
from sawti.escalation.models import Escalation, Notice, Watch
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import declare, run_through
from tests.sawti.escalation.scenes import (
    DUE,
    LATE,
    VERY_LATE,
    WARNED,
    bahrain,
    deliver,
    events,
    filed,
    levels,
    next_mark,
    outbox_rows,
    post,
    set_level,
    sweep,
    told,
)


@pytest.fixture(autouse=True)
def _posts(cast: Cast, clock: Any) -> None:
    post(cast, cast.khalid, "secretary_general")
    post(cast, cast.noor, "minister")
    post(cast, cast.salma, "prime_ministers_office", None)


def test_three_levels_go_to_three_different_people(cast: Cast) -> None:
    """Zammad #2532: an escalation in three steps to different people was closed as a question."""
    case_id = filed(cast)

    for at in (WARNED, DUE, LATE, VERY_LATE):
        sweep(at)

    assert told(cast, case_id) == [
        ("warning", "fatima@bahrain.example"),
        ("secretary-general", "khalid@bahrain.example"),
        ("minister", "noor@bahrain.example"),
        ("prime-ministers-office", "salma@bahrain.example"),
    ]


def test_nothing_happens_before_a_mark(cast: Cast) -> None:
    case_id = filed(cast)

    sweep("2026-03-16T06:44")

    assert levels(cast, case_id) == []
    assert next_mark(cast, case_id) == utc(WARNED)


def test_a_level_acts_once_however_often_the_sweep_runs(cast: Cast) -> None:
    """Zammad repeats its reminders as long as a ticket is late, every time its job runs."""
    case_id = filed(cast)

    for minute in range(45, 60):
        sweep(f"2026-03-16T06:{minute}")

    assert levels(cast, case_id) == [("warning", "acted")]
    assert outbox_rows(cast) == 1
    assert events(cast, case_id).count("escalate") == 1


def test_an_edit_of_the_case_does_not_reset_the_clock(cast: Cast) -> None:
    """DIGIT counts from the last change: whoever touches a case postpones its escalation."""
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-10T06:00")
    cast.note(case_id, "نتابع", by=cast.fatima)
    deliver("2026-03-10T07:00")

    sweep(WARNED)

    assert levels(cast, case_id) == [("warning", "acted")]


def test_a_transfer_does_not_reset_the_promise(cast: Cast) -> None:
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-02T06:00")
    cast.transfer(case_id, "roads-projects-maintenance", on="2026-03-10T06:00")
    deliver("2026-03-10T07:00")

    sweep(WARNED)

    assert told(cast, case_id) == [("warning", "yusuf@bahrain.example")]


def test_waiting_for_the_applicant_stops_the_ladder(cast: Cast) -> None:
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-02T06:00")
    cast.ask(case_id, on="2026-03-03T06:00")
    deliver("2026-03-03T07:00")

    sweep(VERY_LATE)

    assert levels(cast, case_id) == []
    assert next_mark(cast, case_id) is None


def test_the_ladder_goes_on_where_it_stood_when_the_applicant_replies(cast: Cast) -> None:
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-02T06:00")
    cast.ask(case_id, on="2026-03-03T06:00")
    cast.reply(case_id, on="2026-03-05T06:00")  # two working days later
    deliver("2026-03-05T07:00")

    assert next_mark(cast, case_id) == utc("2026-03-18T06:45")


def test_news_that_come_late_do_not_make_a_level_act_that_was_not_reached(cast: Cast) -> None:
    """The sweep believes the clock, not what it was told of it."""
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-02T06:00")
    cast.ask(case_id, on="2026-03-03T06:00")
    cast.reply(case_id, on="2026-03-05T06:00")

    sweep(WARNED)

    assert levels(cast, case_id) == []
    assert next_mark(cast, case_id) == utc("2026-03-18T06:45")


@pytest.mark.parametrize("ending", ["answer", "withdraw"])
def test_the_ladder_ends_with_the_clock(cast: Cast, ending: str) -> None:
    case_id = filed(cast)
    cast.take(case_id, on="2026-03-02T06:00")
    getattr(cast, ending)(case_id, on="2026-03-03T06:00")

    sweep(VERY_LATE)

    assert levels(cast, case_id) == []
    assert next_mark(cast, case_id) is None


def test_a_reopened_case_climbs_its_ladder_anew(cast: Cast) -> None:
    case_id = filed(cast)
    sweep(WARNED)
    cast.take(case_id, on="2026-03-17T06:00")
    cast.answer(case_id, on="2026-03-17T07:00")
    cast.reopen(case_id, on="2026-03-18T06:00")
    deliver("2026-03-18T07:00")

    sweep("2026-05-01T06:00")

    assert levels(cast, case_id) == [
        ("warning", "acted"),
        ("warning", "recorded"),
        ("secretary-general", "recorded"),
        ("minister", "recorded"),
        ("prime-ministers-office", "acted"),
    ]


def test_after_three_days_of_downtime_only_the_highest_level_acts(cast: Cast) -> None:
    case_id = filed(cast)

    sweep("2026-03-28T11:00")

    assert levels(cast, case_id) == [
        ("warning", "recorded"),
        ("secretary-general", "recorded"),
        ("minister", "acted"),
    ]
    assert told(cast, case_id) == [("minister", "noor@bahrain.example")]
    assert outbox_rows(cast) == 3


def test_two_levels_of_one_mark_both_act(cast: Cast) -> None:
    set_level(cast, "warning", amount=100)
    case_id = filed(cast)

    sweep(DUE)

    assert levels(cast, case_id) == [("warning", "acted"), ("secretary-general", "acted")]


def test_a_sweep_that_is_repeated_from_an_earlier_state_changes_nothing(cast: Cast) -> None:
    """A watch that was restored from a backup points at what has been done."""
    case_id = filed(cast)
    sweep(DUE)
    before = cast.count(Escalation), cast.count(Notice), outbox_rows(cast)
    with cast.writing(cast.bahrain):
        Watch.objects.filter(clock__case_id=case_id).update(next_at=utc(WARNED))

    sweep(DUE)

    assert (cast.count(Escalation), cast.count(Notice), outbox_rows(cast)) == before
    assert next_mark(cast, case_id) == utc(LATE)


def test_a_clock_that_nobody_watches_is_found_at_night(cast: Cast) -> None:
    case_id = filed(cast)
    with cast.writing(cast.bahrain):
        Watch.objects.all().delete()

    with tenant_context(bahrain()):
        mend_watches(at=utc("2026-03-02T00:00"))

    assert next_mark(cast, case_id) == utc(WARNED)


def test_a_changed_ladder_counts_for_open_cases(cast: Cast) -> None:
    case_id = filed(cast)
    set_level(cast, "warning", amount=50)

    with tenant_context(bahrain()):
        mend_watches(at=utc("2026-03-02T00:00"))

    assert next_mark(cast, case_id) == utc("2026-03-10T09:30")


def test_a_scan_that_is_full_goes_on_to_the_next_page(cast: Cast, monkeypatch: Any) -> None:
    """DIGIT reads one page in each scan: what comes after it is never escalated."""
    monkeypatch.setattr("sawti.escalation.actions.sweeps.BATCH", 2)
    cases = [filed(cast) for _ in range(5)]

    sweep(WARNED)

    assert [levels(cast, case_id) for case_id in cases] == [[("warning", "acted")]] * 5


def test_another_tenant_is_left_alone(cast: Cast) -> None:
    cast.file_case(
        on="2026-03-01T08:00", tenant=cast.jordan, category=None, entity="prime-ministry"
    )
    cast.deliver(cast.jordan)

    sweep(VERY_LATE)

    assert cast.count(Escalation, cast.jordan) == 0


def test_what_was_reached_since_a_holiday_was_declared_waits_for_its_run(cast: Cast) -> None:
    """Due on Thursday the 19th; that day becomes a holiday on the very day."""
    case_id, early = filed(cast), cast.file_case(on="2026-02-22T08:00").case_id
    deliver("2026-03-01T08:00")
    sweep(WARNED)
    declare(cast, "2026-03-19", on="2026-03-19T10:45Z")

    sweep("2026-03-19T11:30")
    held, reached = levels(cast, case_id), levels(cast, early)
    run_through(cast, at=utc("2026-03-19T11:31Z"))
    sweep("2026-03-19T11:32")
    after = levels(cast, case_id)
    sweep("2026-03-25T11:00")

    assert held == after == [("warning", "acted")]
    assert ("secretary-general", "acted") in reached
    assert levels(cast, case_id) == [("warning", "acted"), ("secretary-general", "acted")]
