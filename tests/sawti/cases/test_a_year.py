"""After a year of random events every clock, pause and escalation is what the histories tell."""

import os
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from sawti.calendars.hours import BusinessCalendar
from sawti.calendars.queries import business_calendar
from sawti.cases.models import Clock, HistoryRow, Pause
from sawti.escalation.models import Escalation
from sawti.outbox.models import Message
from tests.cast import Cast, utc
from tests.sawti.cases.climbed import LEVELS, Rung, climbed
from tests.sawti.cases.retold import Retold, retold
from tests.sawti.cases.year import Year

# `python -m tests.bench.year` lives through others.
SEEDS = [int(seed) for seed in os.environ.get("SAWTI_YEARS", "1").split(",")]
BEGIN, END = utc("2026-01-04T08:00Z"), utc("2026-12-30T08:00Z")


def in_force(year: Year, cast: Cast, at: datetime) -> BusinessCalendar:
    """Return the government's calendar with the holidays that had been declared by then.

    Asked after the year only.
    """
    declared = frozenset(day for since, day in year.holidays if since < at)
    if declared not in BY_HOLIDAYS:
        BY_HOLIDAYS[declared] = _in_force(year, cast, at)
    return BY_HOLIDAYS[declared]


def _in_force(year: Year, cast: Cast, at: datetime) -> BusinessCalendar:
    with cast.inside(cast.bahrain):
        now = business_calendar()
    late = {date.fromisoformat(day) for since, day in year.holidays if since >= at}
    known = {date.fromisoformat(day) for since, day in year.holidays if since < at}
    closures = {day: spans for day, spans in now.closures.items() if day not in late - known}
    before = {day: spans for day, spans in ORIGINAL.items() if day in late}
    return BusinessCalendar(ZoneInfo("Asia/Bahrain"), now.hours, {**closures, **before})


ORIGINAL: dict[date, tuple[tuple[int, int], ...]] = {}
BY_HOLIDAYS: dict[frozenset[str], BusinessCalendar] = {}


@pytest.mark.parametrize("seed", SEEDS)
def test_clocks_pauses_and_escalations_are_what_the_histories_tell(cast: Cast, seed: int) -> None:
    remember_holidays(cast)
    year = Year(cast, seed, BEGIN)

    year.live(END)

    assert year.kills + year.workers.kills >= 3
    assert len(year.holidays) >= 3
    assert_as_retold(cast, year)


def remember_holidays(cast: Cast) -> None:
    """Remember which holidays there were before any was declared."""
    BY_HOLIDAYS.clear()
    with cast.inside(cast.bahrain):
        ORIGINAL.update(business_calendar().closures)


def assert_as_retold(cast: Cast, year: Year) -> None:
    """Compare every case with what its history tells, and the outbox with both."""
    rungs = [rung for case_id in year.ids for rung in same_as_retold(cast, year, case_id)]
    assert {rung.level for rung in rungs} == set(LEVELS)
    assert {rung.outcome for rung in rungs} == {"acted", "recorded"}
    assert any(rung.passed for rung in rungs)
    with cast.inside(cast.bahrain):
        moved = HistoryRow.objects.filter(event="reschedule").values_list("case_id", "at")
        assert len(set(moved)) == len(moved) > 0
        assert not Message.objects.filter(topic="cases.reschedule", done_at=None).exists()
        assert HistoryRow.objects.filter(event="escalate").count() == len(rungs)
        sent = Message.objects.filter(topic="case.escalate")
        named = sent.values_list("payload__escalation_id", flat=True)
        ids = Escalation.objects.values_list("id", flat=True)
        assert sorted(named) == sorted(map(str, ids))


def same_as_retold(cast: Cast, year: Year, case_id: UUID) -> list[Rung]:
    """Compare a case with what its rows tell; return how far it climbed."""
    with cast.inside(cast.bahrain):
        rows = list(HistoryRow.objects.filter(case_id=case_id).order_by("at", "id"))
        clocks = Clock.objects.filter(case_id=case_id).order_by("started_at", "kind")
        promises = [each for each in clocks if each.kind == "resolution"]
        stages = [each for each in clocks if each.kind == "stage"]
        pauses = list(Pause.objects.filter(case_id=case_id).order_by("began_at"))

    def tell(some: Sequence[HistoryRow]) -> Retold:
        return retold(
            some,
            days=lambda at: [d for since, d in year.targets if since < at or since == BEGIN][-1],
            calendar=lambda at: in_force(year, cast, at),
            ends={each.began_at: each.until_at for each in pauses},
        )

    told, case = tell(rows), cast.case(case_id)

    assert [
        (each.started_at, each.due_at, each.breached_at, each.ended_at, each.ended_by)
        for each in promises
    ] == [
        (each.started_at, each.due_at, each.breached_at, each.ended_at, each.ended_by)
        for each in told.promises
    ]
    assert [(each.entity_id, each.started_at) for each in stages] == [
        (each.entity_id, each.started_at) for each in told.stages
    ]
    assert [(each.began_at, each.ended_at) for each in pauses] == told.pauses
    assert (case.due_at, case.breached_at) == (
        told.promises[-1].due_at,
        told.promises[-1].breached_at,
    )
    assert case.first_answer_in_time == told.first_in_time
    assert case.received_at.astimezone(UTC) == rows[0].at
    rungs = climbed(
        rows,
        year.looks,
        told=tell,
        calendar=lambda at: in_force(year, cast, at + timedelta(microseconds=1)),
        is_held=year.is_held,
    )
    assert escalated(cast, case_id) == sorted(rungs, key=_order)
    return rungs


def escalated(cast: Cast, case_id: UUID) -> list[Rung]:
    """Return how far a case climbed, as our tables have it."""
    with cast.inside(cast.bahrain):
        rows = Escalation.objects.filter(case_id=case_id).select_related("clock")
        found = [
            Rung(
                row.clock.round,
                row.level,
                row.reached_at,
                row.outcome,
                tuple(code for code, is_vacant in row.passed_over if is_vacant),
            )
            for row in rows
        ]
    return sorted(found, key=_order)


def _order(rung: Rung) -> tuple[int, datetime, str]:
    return rung.round, rung.reached_at, rung.level
