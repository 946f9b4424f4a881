"""Who used up the time: open time per entity, by its own calendar, without waits."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sawti.cases.hands import ClocksOfCase, clocks_told, with_clocks
from sawti.cases.models import Case
from sawti.sla.terms import Kind
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import ROADS
from tests.sql import statements

HOUR = timedelta(hours=1)


def told(cast: Cast, case_id: UUID, on: str) -> ClocksOfCase:
    with cast.inside(cast.bahrain):
        case = with_clocks(Case.objects).get(pk=case_id)
        return clocks_told(case, language="en", at=utc(on))


def moved(cast: Cast) -> UUID:
    """A report: five open hours at the first entity, of which two waited; then two at another."""
    case_id = cast.file_case(type="report", on="2026-03-01T05:00Z").case_id
    cast.take(case_id, on="2026-03-01T06:00Z")
    cast.ask(case_id, on="2026-03-01T07:00Z")
    cast.reply(case_id, on="2026-03-01T09:00Z")
    cast.transfer(case_id, ROADS, on="2026-03-01T10:00Z")
    return case_id


def test_each_entity_answers_for_the_open_time_it_had_the_case_and_nobody_waited(
    cast: Cast, clock: Any
) -> None:
    hands = told(cast, moved(cast), "2026-03-02T05:00Z").hands

    assert [(each.used, each.waited, each.share) for each in hands] == [
        (3 * HOUR, 2 * HOUR, 60),
        (2 * HOUR, 0 * HOUR, 40),
    ]
    assert [each.ended_at for each in hands] == [utc("2026-03-01T10:00Z"), None]


def test_a_wait_that_lasts_is_not_time_in_hand(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(type="report", on="2026-03-01T05:00Z").case_id
    cast.take(case_id, on="2026-03-01T06:00Z")
    cast.ask(case_id, on="2026-03-01T07:00Z")

    hand = told(cast, case_id, "2026-03-01T10:00Z").hands[0]

    assert (hand.used, hand.waited, hand.share) == (2 * HOUR, 3 * HOUR, 100)


def test_each_promise_says_by_when_it_was_kept_or_that_it_is_late(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(type="report", on="2026-03-01T05:00Z").case_id
    cast.take(case_id, on="2026-03-04T06:00Z")  # promised by the 3rd

    promises = told(cast, case_id, "2026-03-05T06:00Z").promises

    assert [(each.kind, each.ended_by, each.is_late) for each in promises] == [
        (Kind.ACKNOWLEDGE, "met", True),
        (Kind.FIRST_RESPONSE, "", False),
        (Kind.RESOLUTION, "", False),
    ]


def test_it_comes_with_the_case_in_one_statement(cast: Cast, clock: Any) -> None:
    case_id = moved(cast)

    with statements() as sent:
        told(cast, case_id, "2026-03-02T05:00Z")

    assert len(sent) == 1
