"""GET /api/v1/cases/{number} and the applicant's reply."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.sawti_api.calls import Api, stored

WRONG = "0000-0000-0000-0000"


def test_number_and_receipt_open_the_case(api: Api, cast: Cast) -> None:
    filed = api.file().json()

    answer = api.get(f"/api/v1/cases/{filed['number']}", sawti_receipt=filed["receipt"])

    body = answer.json()
    assert (answer.status_code, body["number"]) == (200, filed["number"])
    assert (body["state"], body["state_name"]) == ("received", "Received")
    assert body["due_at"] == filed["due_at"]
    assert body["received_at"] == "2026-03-01T11:00:00+03:00"
    assert answer["Cache-Control"] == "no-store"


def test_only_fields_of_the_allow_list_are_shown(api: Api, cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.answer(filed.case_id)

    body = api.get(f"/api/v1/cases/{filed.number}", sawti_receipt=filed.receipt).json()

    assert sorted(body) == [
        "category", "due_at", "entity", "history", "is_overdue", "may_rate", "may_reopen",
        "may_reply", "may_withdraw", "messages", "number", "on_behalf_of", "place", "rating",
        "received_at", "reopen_until", "reopenings", "state", "state_name", "type",
    ]  # fmt: skip
    assert {name for m in body["messages"] for name in m} == {
        "kind", "body", "sent_at", "entity", "files",
    }  # fmt: skip
    assert {name for e in body["history"] for name in e} == {
        "event", "at", "from_entity", "to_entity",
    }  # fmt: skip
    assert cast.fatima.name not in str(body)
    assert "sara@example.com" not in str(body)


def test_a_receipt_may_be_typed_with_or_without_groups_and_in_small_letters(api: Api) -> None:
    filed = api.file().json()
    typed = filed["receipt"].replace("-", " ").lower()

    answer = api.get(f"/api/v1/cases/{filed['number'].lower()}", sawti_receipt=typed)

    assert answer.status_code == 200


def _told(answer: Any) -> tuple[int, dict[str, Any]]:
    body = answer.json()
    body.pop("instance")
    return answer.status_code, body


def test_wrong_receipt_unknown_number_and_other_tenant_get_the_same_answer(
    api: Api, abroad: Api
) -> None:
    filed, other = api.file().json(), api.file().json()
    path = f"/api/v1/cases/{filed['number']}"

    wrong = _told(api.get(path, sawti_receipt=WRONG))
    someone_elses = _told(api.get(path, sawti_receipt=other["receipt"]))
    no_receipt_at_all = _told(api.get(path, sawti_receipt="receipt"))
    unknown = _told(api.get("/api/v1/cases/BH-0000-0000-0", sawti_receipt=WRONG))
    elsewhere = _told(abroad.get(path, sawti_receipt=filed["receipt"]))

    assert wrong[0] == 404
    assert wrong[1]["code"] == "case_not_found"
    assert wrong == someone_elses == no_receipt_at_all == unknown == elsewhere


def test_without_a_receipt_the_caller_is_told_what_to_send(api: Api) -> None:
    answer = api.get("/api/v1/cases/BH-0000-0000-0")

    assert (answer.status_code, answer.json()["code"]) == (400, "receipt_missing")
    assert answer.json()["errors"][0]["field"] == "Sawti-Receipt"


def test_ten_wrong_receipts_close_the_case_for_a_while(api: Api, clock: Any) -> None:
    filed = api.file().json()
    path = f"/api/v1/cases/{filed['number']}"
    [api.get(path, sawti_receipt=WRONG) for _ in range(10)]

    closed = api.get(path, sawti_receipt=filed["receipt"])
    clock.shift(15 * 60)
    opened = api.get(path, sawti_receipt=filed["receipt"])

    assert (closed.status_code, closed.json()["code"]) == (429, "too_many_attempts")
    assert closed["Retry-After"] == "900"
    assert opened.status_code == 200


def test_a_reply_reaches_the_case_and_the_clock_runs_on(api: Api, cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)

    answer = api.post(
        f"/api/v1/cases/{filed.number}/reply",
        {"reply": "Number 7."},
        sawti_receipt=filed.receipt,
    )

    assert (answer.status_code, answer.json()["state"]) == (200, "open")
    assert answer.json()["messages"][-1]["body"] == "Number 7."
    assert cast.case(filed.case_id).state == "open"


def test_a_reply_to_no_question_is_a_conflict_that_names_the_state(api: Api, cast: Cast) -> None:
    filed = cast.file_case()
    before = stored(cast)

    answer = api.post(
        f"/api/v1/cases/{filed.number}/reply", {"reply": "Hello?"}, sawti_receipt=filed.receipt
    )

    body = answer.json()
    assert (answer.status_code, body["code"]) == (409, "transition_not_allowed")
    assert (body["state"], body["version"]) == ("received", 1)
    assert stored(cast) == before


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "/reply"), ({"reply": " "}, "/reply"), ({"reply": "a", "by": "me"}, "/by")],
)
def test_a_reply_that_cannot_be_accepted_stores_nothing(
    api: Api, cast: Cast, body: Any, field: str
) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    before = stored(cast)

    answer = api.post(f"/api/v1/cases/{filed.number}/reply", body, sawti_receipt=filed.receipt)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert stored(cast) == before


def test_nobody_replies_with_someone_elses_receipt(api: Api, cast: Cast) -> None:
    filed, other = cast.file_case(), cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    before = stored(cast)

    answer = api.post(
        f"/api/v1/cases/{filed.number}/reply", {"reply": "Hi"}, sawti_receipt=other.receipt
    )

    assert (answer.status_code, answer.json()["code"]) == (404, "case_not_found")
    assert stored(cast) == before
