"""After a year of random events every clock and pause is what the histories alone tell."""

import os
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from sawti.calendars.hours import BusinessCalendar
from sawti.calendars.queries import business_calendar
from sawti.cases.models import Clock, HistoryRow, Pause
from sawti.outbox.models import Message
from tests.cast import Cast, utc
from tests.sawti.cases.retold import retold
from tests.sawti.cases.year import Year

# `python -m tests.bench.year` lives through others.
SEEDS = [int(seed) for seed in os.environ.get("SAWTI_YEARS", "1").split(",")]
BEGIN, END = utc("2026-01-04T08:00Z"), utc("2026-12-30T08:00Z")


def in_force(year: Year, cast: Cast, at: datetime) -> BusinessCalendar:
    """Return the government's calendar with the holidays that had been declared by then."""
    with cast.inside(cast.bahrain):
        now = business_calendar()
    late = {date.fromisoformat(day) for since, day in year.holidays if since >= at}
    known = {date.fromisoformat(day) for since, day in year.holidays if since < at}
    closures = {day: spans for day, spans in now.closures.items() if day not in late - known}
    before = {day: spans for day, spans in ORIGINAL.items() if day in late}
    return BusinessCalendar(ZoneInfo("Asia/Bahrain"), now.hours, {**closures, **before})


ORIGINAL: dict[date, tuple[tuple[int, int], ...]] = {}


@pytest.mark.parametrize("seed", SEEDS)
def test_clocks_and_pauses_are_what_the_histories_tell(cast: Cast, seed: int) -> None:
    with cast.inside(cast.bahrain):
        ORIGINAL.update(business_calendar().closures)
    year = Year(cast, seed, BEGIN)

    year.live(END)

    assert year.kills >= 3
    assert len(year.holidays) >= 3
    for case_id in year.ids:
        same_as_retold(cast, year, case_id)
    with cast.inside(cast.bahrain):
        moved = HistoryRow.objects.filter(event="reschedule").values_list("case_id", "at")
        assert len(set(moved)) == len(moved) > 0
        assert not Message.objects.filter(topic="cases.reschedule", done_at=None).exists()


def same_as_retold(cast: Cast, year: Year, case_id: object) -> None:
    with cast.inside(cast.bahrain):
        rows = list(HistoryRow.objects.filter(case_id=case_id).order_by("at", "id"))
        clocks = Clock.objects.filter(case_id=case_id).order_by("started_at", "kind")
        promises = [each for each in clocks if each.kind == "resolution"]
        stages = [each for each in clocks if each.kind == "stage"]
        pauses = list(Pause.objects.filter(case_id=case_id).order_by("began_at"))
    told = retold(
        rows,
        days=lambda at: [days for since, days in year.targets if since < at or since == BEGIN][-1],
        calendar=lambda at: in_force(year, cast, at),
        ends={each.began_at: each.until_at for each in pauses},
    )
    case = cast.case(case_id)  # type: ignore[arg-type]

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
