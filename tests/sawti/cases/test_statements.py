"""How many statements each action sends: the budgets of architecture.md, section 11."""

from datetime import datetime
from typing import Any

import pytest

from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.drafts import open_draft, save_draft
from sawti.cases.actions.identity import open_identity
from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.lifecycle import Event, State
from sawti.cases.lists import cases_page
from sawti.cases.queries import case_for_applicant, case_for_staff
from sawti.entities.permissions import rights_of
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import case_in, happens
from tests.sql import statements


@pytest.fixture(autouse=True)
def _warm(cast: Cast, clock: Any) -> None:
    """Read the tenant's configuration before anything is counted, as a running process has."""
    case_in(State.OPEN, cast)


@pytest.mark.parametrize(("key", "expected"), [("", 7), ("k1", 9)])
def test_filing_a_case(cast: Cast, key: str, expected: int) -> None:
    with statements() as sent:
        cast.file_case(key=key)

    assert len(sent) == expected


def test_repeating_a_filing_reads_once(cast: Cast) -> None:
    cast.file_case(key="k1")

    with statements() as sent:
        cast.file_case(key="k1")

    assert len(sent) == 1


@pytest.mark.parametrize(
    ("state", "event", "expected"),
    [
        (State.RECEIVED, Event.TAKE, 6),
        (State.OPEN, Event.ASK_APPLICANT, 10),
        (State.OPEN, Event.ANSWER, 9),
        (State.RECEIVED, Event.TRANSFER, 8),
        (State.OPEN, Event.TRANSFER, 8),
    ],
)
def test_acting_on_a_case(cast: Cast, state: State, event: Event, expected: int) -> None:
    case_id = case_in(state, cast)
    reading_the_version = 1

    with statements() as sent:
        happens(event, cast, case_id)

    assert len(sent) - reading_the_version == expected


def test_acting_on_an_overdue_case_dates_the_breach_with_one_more(cast: Cast) -> None:
    case_id = case_in(State.RECEIVED, cast)
    reading_the_version = 1

    with statements() as sent:
        cast.take(case_id, on="2026-06-01T08:00Z")

    assert len(sent) - reading_the_version == 6 + 1


def test_replying(cast: Cast) -> None:
    case_id = case_in(State.WAITING, cast)

    with statements() as sent:
        cast.reply(case_id)

    assert len(sent) == 9


def test_opening_with_a_receipt(cast: Cast, at: datetime) -> None:
    filed = cast.file_case()

    with statements() as sent, tenant_context(cast.bahrain):
        open_with_receipt(filed.number, filed.receipt, at=at)

    assert len(sent) == 2  # the case, and whether somebody filed it for another


def test_opening_the_identity(cast: Cast, at: datetime) -> None:
    filed = cast.file_case()

    with statements() as sent, tenant_context(cast.bahrain):
        open_identity(filed.case_id, by=cast.fatima, reason="why", at=at)

    assert len(sent) == 6


def test_saving_and_opening_a_draft(cast: Cast, at: datetime) -> None:
    with statements() as sent, tenant_context(cast.bahrain):
        open_draft(save_draft(None, {"story": "x"}, at=at).token, at=at)

    assert len(sent) == 3


@pytest.mark.parametrize("number", [1, 7])
def test_the_sweep_costs_the_same_for_one_breach_as_for_seven(cast: Cast, number: int) -> None:
    for _ in range(number):
        cast.file_case()

    with statements() as sent, tenant_context(cast.bahrain):
        date_breaches(at=utc("2026-06-01T08:00Z"))

    assert len(sent) == 6


@pytest.mark.parametrize("number", [1, 25])
def test_a_list_costs_the_same_for_one_row_as_for_25(cast: Cast, at: datetime, number: int) -> None:
    for _ in range(number):
        cast.file_case()

    with statements() as sent, cast.inside(cast.bahrain):
        cases_page(rights_of(cast.fatima), language="ar", at=at)

    assert len(sent) == 3  # rights, exceptions, cases


def test_the_detail_for_staff(cast: Cast, at: datetime) -> None:
    case_id = case_in(State.ANSWERED, cast)

    with statements() as sent, cast.inside(cast.bahrain):
        case_for_staff(case_id, rights_of(cast.fatima), language="ar", at=at)

    assert len(sent) == 7


def test_the_detail_for_the_applicant(cast: Cast, at: datetime) -> None:
    case_id = case_in(State.ANSWERED, cast)

    with statements() as sent, cast.inside(cast.bahrain):
        case_for_applicant(case_id, language="ar", at=at)

    assert len(sent) == 4
