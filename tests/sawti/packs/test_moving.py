"""A pack with another calendar moves open cases as the calendar's editor in the CMS does."""

from typing import Any

from sawti.cases.models import Rescheduling
from tests.cast import Cast, utc
from tests.sawti.cases.declaring import moves_in, read_anew, run_through

MOURNING = """
[[holidays]]
name = { ar = "يوم حداد", en = "Day of mourning" }
from = 2026-03-17
"""
FILED, LATER = "2026-03-01T08:00Z", utc("2026-03-25T11:00Z")


def runs(cast: Cast) -> list[Rescheduling]:
    with cast.inside(cast.bahrain):
        return list(Rescheduling.objects.all())


def test_a_holiday_that_a_pack_brings_moves_open_cases_and_says_why(
    cast: Cast, clock: Any, bahrain_pack: Any
) -> None:
    case_id = cast.file_case(on=FILED).case_id
    clock.move_to("2026-03-10T08:00Z")
    bahrain_pack.append("calendar.toml", MOURNING)

    changes = bahrain_pack.load()
    read_anew(cast)
    run_through(cast, at=utc("2026-03-10T08:02Z"))

    assert changes.summary().endswith("; 1 open cases get other due dates, in the background")
    assert cast.case(case_id).due_at == LATER
    (row,) = moves_in(cast, case_id)
    assert (row.reason, row.by_id) == ("يوم حداد · Day of mourning (2026-03-10)", None)


def test_a_dry_run_says_it_and_begins_nothing(cast: Cast, clock: Any, bahrain_pack: Any) -> None:
    cast.file_case(on=FILED)
    bahrain_pack.append("calendar.toml", MOURNING)

    changes = bahrain_pack.load(dry_run=True)

    assert "1 open cases get other due dates" in changes.summary()
    assert runs(cast) == []


def test_a_pack_whose_calendar_moves_nothing_begins_no_run(
    cast: Cast, clock: Any, bahrain_pack: Any
) -> None:
    cast.file_case(on=FILED)
    bahrain_pack.append("calendar.toml", MOURNING.replace("2026-03-17", "2027-03-17"))

    changes = bahrain_pack.load()

    assert "open cases" not in changes.summary()
    assert runs(cast) == []


def test_other_hours_and_a_holiday_less_move_them_too(
    cast: Cast, clock: Any, bahrain_pack: Any
) -> None:
    """Nobody works on Thursdays any more."""
    case_id = cast.file_case(on=FILED).case_id
    clock.move_to("2026-03-03T08:00Z")
    bahrain_pack.edit("calendar.toml", 'thu = [["07:00", "14:00"]]\n', "")

    bahrain_pack.load()
    read_anew(cast)
    run_through(cast, at=utc("2026-03-03T08:02Z"))

    assert [run.begins_at for run in runs(cast)] == [None]
    assert cast.case(case_id).due_at > utc("2026-03-19T11:00Z")
