"""Number and receipt open a case; a guesser learns nothing and is locked out."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.cases.actions.applicant import open_with_receipt, reply_to_question
from sawti.cases.errors import CaseNotFound, TooManyReceipts, TransitionNotAllowed
from sawti.cases.lifecycle import State
from sawti.lib.errors import Invalid
from sawti.lib.ids import grouped_receipt, new_case_number
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import case_in, everything

WRONG = "0000000000000000"


def opened(cast: Cast, number: str, receipt: str, at: datetime) -> UUID:
    with tenant_context(cast.bahrain):
        return open_with_receipt(number, receipt, at=at)


def try_wrong_receipts(cast: Cast, number: str, times: int, at: datetime) -> list[str]:
    """Return the words of each refusal."""
    words = []
    for _ in range(times):
        with pytest.raises(CaseNotFound) as refusal:
            opened(cast, number, WRONG, at)
        words.append(str(refusal.value))
    return words


def test_number_and_receipt_open_the_case(cast: Cast, clock: Any, at: datetime) -> None:
    filed = cast.file_case()

    assert opened(cast, filed.number, filed.receipt, at) == filed.case_id


def test_number_and_receipt_are_understood_as_people_type_them(
    cast: Cast, clock: Any, at: datetime
) -> None:
    filed = cast.file_case()
    number = f"  \u2066{filed.number.lower().replace('-', ' ')}\u2069 "
    receipt = grouped_receipt(filed.receipt).lower()
    arabic = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")

    assert opened(cast, number, receipt, at) == filed.case_id
    assert opened(cast, number.translate(arabic), receipt.translate(arabic), at) == filed.case_id


def test_looking_at_a_case_changes_nothing(cast: Cast, clock: Any, at: datetime) -> None:
    filed = cast.file_case()
    before = everything(cast)

    opened(cast, filed.number, filed.receipt, at)

    assert everything(cast) == before


def test_all_refusals_use_the_same_words(cast: Cast, clock: Any, at: datetime) -> None:
    filed, other = cast.file_case(), cast.file_case()
    foreign = cast.file_case(tenant=cast.jordan)
    tries = {
        "a wrong receipt": (filed.number, WRONG),
        "no receipt": (filed.number, ""),
        "no receipt at all": (filed.number, "not a receipt"),
        "the receipt of another case": (filed.number, other.receipt),
        "an unknown number": (new_case_number("BH"), filed.receipt),
        "no number": ("", filed.receipt),
        "a number with NUL": ("\x00\x00" + filed.number[2:], filed.receipt),
        "the other tenant's case": (foreign.number, foreign.receipt),
    }

    words = {name: _refusal(cast, *typed, at) for name, typed in tries.items()}

    assert words == dict.fromkeys(tries, str(CaseNotFound()))


def _refusal(cast: Cast, number: str, receipt: str, at: datetime) -> str:
    with pytest.raises(CaseNotFound) as refusal:
        opened(cast, number, receipt, at)
    return str(refusal.value)


def test_a_try_at_the_other_tenants_case_leaves_no_trace_there(
    cast: Cast, clock: Any, at: datetime
) -> None:
    foreign = cast.file_case(tenant=cast.jordan)
    before = everything(cast)

    _refusal(cast, foreign.number, WRONG, at)

    assert everything(cast) == before


def test_after_ten_wrong_receipts_even_the_right_one_waits_15_minutes(
    cast: Cast, clock: Any, at: datetime
) -> None:
    filed = cast.file_case()

    words = try_wrong_receipts(cast, filed.number, 10, at)

    assert words == [str(CaseNotFound())] * 10
    with pytest.raises(TooManyReceipts) as refusal:
        opened(cast, filed.number, filed.receipt, at)
    assert refusal.value.params == {"minutes": 15}


def test_nine_wrong_receipts_lock_nothing(cast: Cast, clock: Any, at: datetime) -> None:
    filed = cast.file_case()

    try_wrong_receipts(cast, filed.number, 9, at)

    assert opened(cast, filed.number, filed.receipt, at) == filed.case_id


@pytest.mark.parametrize(("passed", "minutes"), [(1, 15), (61, 14), (14 * 60 + 59, 1)])
def test_a_locked_case_says_how_many_minutes_are_left(
    cast: Cast, clock: Any, at: datetime, passed: int, minutes: int
) -> None:
    filed = cast.file_case()
    try_wrong_receipts(cast, filed.number, 10, at)

    with pytest.raises(TooManyReceipts) as refusal:
        opened(cast, filed.number, filed.receipt, at + timedelta(seconds=passed))

    assert refusal.value.params == {"minutes": minutes}


def test_after_15_minutes_the_receipt_opens_the_case_again(
    cast: Cast, clock: Any, at: datetime
) -> None:
    filed = cast.file_case()
    try_wrong_receipts(cast, filed.number, 10, at)

    later = at + timedelta(minutes=15)

    assert opened(cast, filed.number, filed.receipt, later) == filed.case_id


def test_tries_while_locked_do_not_make_it_longer(cast: Cast, clock: Any, at: datetime) -> None:
    filed = cast.file_case()
    try_wrong_receipts(cast, filed.number, 10, at)
    with pytest.raises(TooManyReceipts):
        opened(cast, filed.number, WRONG, at + timedelta(minutes=14))

    later = at + timedelta(minutes=15)

    assert opened(cast, filed.number, filed.receipt, later) == filed.case_id


def test_wrong_receipts_on_one_case_do_not_lock_another(
    cast: Cast, clock: Any, at: datetime
) -> None:
    filed, other = cast.file_case(), cast.file_case()
    try_wrong_receipts(cast, filed.number, 10, at)

    assert opened(cast, other.number, other.receipt, at) == other.case_id


@pytest.mark.parametrize("reply", ["", "  ", "\x00", "\ud800", "x" * 5001])
def test_a_reply_without_words_is_refused_and_nothing_changes(
    cast: Cast, clock: Any, at: datetime, reply: str
) -> None:
    case_id = case_in(State.WAITING, cast)
    before = everything(cast)

    with tenant_context(cast.bahrain), pytest.raises(Invalid):
        reply_to_question(case_id, reply=reply, at=at)

    assert everything(cast) == before


def test_a_question_is_replied_to_once(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.WAITING, cast)
    cast.reply(case_id)
    before = everything(cast)

    with pytest.raises(TransitionNotAllowed):
        cast.reply(case_id)

    assert everything(cast) == before


def test_waiting_for_the_applicant_stops_the_resolution_clock(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case().case_id  # due on Thursday 19 March, at 14:00 in Bahrain
    cast.take(case_id, on="2026-03-02T06:00Z")

    cast.ask(case_id, on="2026-03-02T09:00Z")
    cast.reply(case_id, on="2026-03-03T09:00Z")  # seven open hours, one working day, later

    assert cast.case(case_id).due_at == utc("2026-03-25T11:00Z")  # the feast lies between


def test_a_question_over_the_weekend_costs_only_the_open_hours(cast: Cast, clock: Any) -> None:
    case_id = cast.file_case(on="2026-04-01T08:00Z").case_id
    cast.take(case_id, on="2026-04-01T09:00Z")
    due = cast.case(case_id).due_at

    cast.ask(case_id, on="2026-04-02T10:00Z")  # Thursday, one hour before closing
    cast.reply(case_id, on="2026-04-05T05:00Z")  # Sunday, one hour after opening

    assert due == utc("2026-04-21T11:00Z")
    assert cast.case(case_id).due_at == utc("2026-04-22T06:00Z")  # two open hours later
