"""What each figure counts. The cast's policy gives a complaint about street lights a due date."""

import pytest

from tests.cast import Cast
from tests.sawti.insights.counts import ELECTRICITY, MARCH, ROADS, fed, figure, waits

BEFORE_DUE, AFTER_DUE = "2026-03-03T08:00Z", "2026-05-20T08:00Z"


def test_a_case_is_received_in_the_month_of_its_receipt_in_the_tenants_zone(cast: Cast) -> None:
    cast.file_case(on="2026-02-28T20:59Z")  # 23:59 in Bahrain
    cast.file_case(on="2026-02-28T21:00Z")  # midnight

    fed(cast)

    assert figure(cast, "received") == 2
    assert figure(cast, "received", month=MARCH) == 1


def test_an_answer_before_the_due_date_is_in_time(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    cast.take(filed.case_id, on="2026-03-01T09:00Z")
    cast.answer(filed.case_id, on=BEFORE_DUE)

    fed(cast)

    assert [figure(cast, name) for name in ("answered", "in_time", "late")] == [1, 1, 0]


def test_an_answer_after_the_due_date_is_late(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    cast.take(filed.case_id, on="2026-03-01T09:00Z")
    cast.answer(filed.case_id, on=AFTER_DUE)

    fed(cast)

    assert [figure(cast, name) for name in ("answered", "in_time", "late")] == [1, 0, 1]


def test_silence_past_the_due_date_is_late_too(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    cast.take(filed.case_id, on=AFTER_DUE)  # dates the breach

    fed(cast)

    assert [figure(cast, name) for name in ("answered", "in_time", "late")] == [0, 0, 1]


def test_a_case_within_its_time_is_not_judged_yet(cast: Cast) -> None:
    cast.file_case(on="2026-03-01T08:00Z")

    fed(cast)

    assert [figure(cast, name) for name in ("received", "in_time", "late")] == [1, 0, 0]


def test_a_case_withdrawn_in_time_is_counted_apart_and_not_judged(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    cast.withdraw(filed.case_id, on=BEFORE_DUE)

    fed(cast)

    assert [figure(cast, name) for name in ("withdrawn", "in_time", "late")] == [1, 0, 0]


def test_a_reopening_is_counted_and_never_restates_the_first_answer(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    cast.take(filed.case_id, on="2026-03-01T09:00Z")
    cast.answer(filed.case_id, on=BEFORE_DUE)
    cast.reopen(filed.case_id, on="2026-03-04T08:00Z")
    cast.answer(filed.case_id, on=AFTER_DUE)

    fed(cast)

    names = ("answered", "in_time", "late", "reopened")
    assert [figure(cast, name) for name in names] == [1, 1, 0, 1]
    assert waits(cast) == {2: 1}


def test_days_to_the_answer_are_calendar_days_in_the_tenants_zone(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T20:00Z")  # 23:00 on the first
    cast.take(filed.case_id, on="2026-03-01T20:30Z")
    cast.answer(filed.case_id, on="2026-03-01T22:00Z")  # 1:00 on the second

    fed(cast)

    assert waits(cast) == {1: 1}


def test_every_answers_rating_counts_under_the_month_of_receipt(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-30T08:00Z")
    cast.take(filed.case_id, on="2026-03-30T09:00Z")
    cast.answer(filed.case_id, on="2026-03-31T09:00Z")
    cast.rate(filed.case_id, score=2, on="2026-04-01T08:00Z")
    cast.reopen(filed.case_id, on="2026-04-01T09:00Z")
    cast.answer(filed.case_id, on="2026-04-02T09:00Z")
    cast.rate(filed.case_id, score=5, on="2026-04-03T08:00Z")

    fed(cast)

    scores = [figure(cast, f"score_{score}", month=MARCH) for score in range(1, 6)]
    assert scores == [0, 1, 0, 0, 1]
    assert figure(cast, "received") == 1


def test_a_transferred_case_counts_for_the_entity_that_holds_it_now(cast: Cast) -> None:
    filed = cast.file_case(on="2026-03-01T08:00Z")
    fed(cast)

    cast.transfer(filed.case_id, ROADS, on="2026-03-02T08:00Z")
    fed(cast)

    assert figure(cast, "received", entity=ELECTRICITY) == 0
    assert figure(cast, "received", entity=ROADS) == 1


@pytest.mark.usefixtures("clock")
def test_the_cases_of_the_other_tenant_never_count(cast: Cast) -> None:
    cast.file_case(tenant=cast.jordan, category="", entity="greater-amman-municipality")
    cast.file_case()

    fed(cast)
    fed(cast, cast.jordan)

    assert figure(cast, "received") == 1
    assert figure(cast, "received", cast.jordan) == 1
