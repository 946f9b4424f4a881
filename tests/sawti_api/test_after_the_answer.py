"""Withdrawing, rating and reopening by API; whom staff may assign a case to."""

from datetime import timedelta
from typing import Any

import pytest

from sawti.cases.facts import Filed
from sawti.cases.lifecycle import State
from tests.cast import Cast
from tests.sawti.cases.scenes import everything
from tests.sawti_api.calls import Api

BODIES = {
    "withdraw": {"reason": "Solved."},
    "rating": {"score": 2, "reasons": ["slow", "polite"], "words": "Three weeks."},
    "reopen": {"reason": "Still dark."},
}


def act(api: Api, filed: Filed, deed: str, receipt: str = "", **changes: Any) -> Any:
    return api.post(
        f"/api/v1/cases/{filed.number}/{deed}",
        {**BODIES[deed], **changes},
        sawti_receipt=receipt or filed.receipt,
    )


@pytest.fixture
def answered(cast: Cast, clock: Any) -> Filed:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    return filed


def test_an_answered_case_says_what_may_be_done_and_until_when(api: Api, answered: Filed) -> None:
    path = f"/api/v1/cases/{answered.number}"
    body = api.get(path, sawti_receipt=answered.receipt).json()

    assert [body[f"may_{deed}"] for deed in ("reply", "withdraw", "rate", "reopen")] == [
        False, False, True, True,
    ]  # fmt: skip
    assert body["reopen_until"] == "2026-03-15T23:59:59+03:00"
    assert body["rating"] is None


def test_a_rating_is_kept_and_given_back(api: Api, answered: Filed) -> None:
    answer = act(api, answered, "rating")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    assert answer.json()["may_rate"] is False
    assert answer.json()["rating"] == {
        "score": 2,
        "reasons": ["polite", "slow"],
        "words": "Three weeks.",
        "answered_at": "2026-03-01T11:00:00+03:00",
        "rated_at": "2026-03-01T11:00:00+03:00",
    }


def test_a_second_rating_is_a_conflict(api: Api, cast: Cast, answered: Filed) -> None:
    act(api, answered, "rating")
    before = everything(cast)

    answer = act(api, answered, "rating", score=5)

    assert (answer.status_code, answer.json()["code"]) == (409, "already_rated")
    assert everything(cast) == before


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"score": 6}, "/score"),
        ({"score": "5"}, "/score"),
        ({"score": True}, "/score"),
        ({"reasons": ["bribed"]}, "/reasons"),
        ({"reasons": "slow"}, "/reasons"),
        ({"reasons": [1]}, "/reasons"),
        ({"words": "x" * 1001}, "/words"),
    ],
    ids=str,
)
def test_a_rating_that_cannot_be_accepted_is_not_kept(
    api: Api, cast: Cast, answered: Filed, changes: Any, field: str
) -> None:
    before = everything(cast)

    answer = act(api, answered, "rating", **changes)

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)
    assert everything(cast) == before


def test_a_reopened_case_is_open_with_a_new_due_date(api: Api, cast: Cast, answered: Filed) -> None:
    answer = act(api, answered, "reopen").json()

    assert (answer["state"], answer["reopenings"], answer["reopen_until"]) == ("open", 1, None)
    assert answer["messages"][-1]["kind"] == "reopening"
    assert cast.case(answered.case_id).state == State.OPEN


def test_after_the_window_reopening_is_a_conflict_of_its_own(
    api: Api, cast: Cast, answered: Filed, clock: Any
) -> None:
    clock.shift(timedelta(days=15))
    before = everything(cast)

    answer = act(api, answered, "reopen")

    body = answer.json()
    assert (answer.status_code, body["code"], body["state"]) == (409, "reopening_over", "answered")
    assert everything(cast) == before


def test_a_case_is_withdrawn_with_or_without_words(api: Api, cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    answer = api.post(f"/api/v1/cases/{filed.number}/withdraw", {}, sawti_receipt=filed.receipt)

    assert (answer.status_code, answer.json()["state"]) == (200, "withdrawn")
    assert answer.json()["may_withdraw"] is False


@pytest.mark.parametrize("deed", BODIES)
def test_nobody_does_it_with_someone_elses_receipt_or_abroad(
    api: Api, abroad: Api, cast: Cast, answered: Filed, deed: str
) -> None:
    other = cast.file_case()
    before = everything(cast)

    answers = [
        act(api, answered, deed, other.receipt),
        act(abroad, answered, deed),
    ]

    assert [each.status_code for each in answers] == [404, 404]
    strip = {"Case": ("receipt_failures",)}
    assert without(everything(cast), strip) == without(before, strip)


def without(rows: dict[str, Any], left_out: dict[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return the rows without the columns that count wrong receipts."""
    return {
        name: [
            {key: value for key, value in row.items() if key not in left_out["Case"]}
            for row in found
        ]
        for name, found in rows.items()
    }


def test_staff_see_whom_a_case_may_be_given_to_and_give_it(fatima: Api, cast: Cast) -> None:
    filed = cast.file_case()
    path = f"/api/v1/staff/cases/{filed.case_id}"

    holders = fatima.get(f"{path}/holders").json()["results"]
    answer = fatima.post(f"{path}/assign", {"version": 1, "holder": str(cast.maryam.id)})

    assert {(row["id"], row["is_holder"]) for row in holders} == {
        (str(cast.fatima.id), False),
        (str(cast.maryam.id), False),
    }
    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    assert cast.case(filed.case_id).holder_id == cast.maryam.id


@pytest.mark.parametrize("holder", ["yusuf", "omar", "khalid"])
def test_a_case_is_given_to_nobody_who_does_not_work_on_it(
    fatima: Api, cast: Cast, holder: str
) -> None:
    filed = cast.file_case()
    before = everything(cast)

    answer = fatima.post(
        f"/api/v1/staff/cases/{filed.case_id}/assign",
        {"version": 1, "holder": str(getattr(cast, holder).id)},
    )

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "/holder")
    assert everything(cast) == before


def test_staff_read_how_the_answer_was_rated(fatima: Api, api: Api, answered: Filed) -> None:
    act(api, answered, "rating")

    body = fatima.get(f"/api/v1/staff/cases/{answered.case_id}").json()

    assert [(each["score"], each["words"]) for each in body["ratings"]] == [(2, "Three weeks.")]
