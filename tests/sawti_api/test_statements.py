"""What a request may cost in SQL statements, with configuration already read."""

from typing import Any

import pytest

from tests.cast import Cast
from tests.sawti_api.calls import KEY, Api, statements

CASES = "/api/v1/staff/cases"

# Exact, so that one more is noticed; the budgets are in the names of the tests.
PLAIN_FILING = 6  # tenant; case, clocks, content with message, words, history with outbox
FULL_FILING = 10  # a key, the applicant, whether their contact is limited
LIST = 5  # tenant, session with its staff, rights, exceptions, cases
DETAIL = 9
FOLLOWED = 9
TAKEN = 9
ANSWERED_LATE = 12


def counted(call: Any) -> tuple[int, int]:
    """Return the status of the call's answer and how many statements it took."""
    with statements() as found:
        answer = call()
    return answer.status_code, len(found)


def test_filing_a_case_takes_at_most_15(api: Api, cast: Cast) -> None:
    contact = {"name": "Sara", "email": "sara@example.com"}
    api.file()

    plain = counted(lambda: api.file())
    full = counted(lambda: api.file(key=KEY, contact=contact, place="Road 2708"))

    assert plain == (201, PLAIN_FILING)
    assert full == (201, FULL_FILING)


@pytest.mark.parametrize("count", [1, 50])
def test_a_list_takes_the_same_for_one_case_as_for_fifty(
    fatima: Api, cast: Cast, count: int
) -> None:
    [cast.file_case() for _ in range(count)]
    fatima.get(CASES)

    assert counted(lambda: fatima.get(CASES)) == (200, LIST)
    assert len(fatima.get(CASES).json()["results"]) == count


def test_a_case_takes_at_most_10(fatima: Api, api: Api, cast: Cast) -> None:
    filed = cast.file_case()
    cast.take(filed.case_id)
    cast.ask(filed.case_id)
    cast.reply(filed.case_id)
    path = f"/api/v1/cases/{filed.number}"

    staff = counted(lambda: fatima.get(f"{CASES}/{filed.case_id}"))
    applicant = counted(lambda: api.get(path, sawti_receipt=filed.receipt))

    assert staff == (200, DETAIL)
    assert applicant == (200, FOLLOWED)


def test_a_change_takes_at_most_15_even_when_it_dates_a_breach(fatima: Api, cast: Cast) -> None:
    filed = cast.file_case()
    path = f"{CASES}/{filed.case_id}"
    fatima.get(path)

    take = counted(lambda: fatima.post(f"{path}/take", {"version": 1}))
    overdue = cast.file_case(on="2025-01-05T08:00Z")
    cast.take(overdue.case_id, on="2025-01-05T09:00Z")
    body = {"version": 2, "answer": "Done."}

    late = counted(lambda: fatima.post(f"{CASES}/{overdue.case_id}/answer", body))

    assert take == (200, TAKEN)
    assert late == (200, ANSWERED_LATE)
