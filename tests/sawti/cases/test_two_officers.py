"""Two officers at once, in two real transactions: one wins, the other is told where it stands."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from sawti.accounts.models import Staff
from sawti.cases.actions.handling import answer_case, ask_applicant, take_case, transfer_case
from sawti.cases.actions.sweeps import date_breaches
from sawti.cases.errors import CaseChanged
from sawti.cases.lifecycle import State
from sawti.cases.models import Case
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.cases.scenes import ROADS, case_in, history_of, news_of

pytestmark = pytest.mark.usefixtures("committed")

Act = Callable[[UUID, Staff, int], Case]
AFTERWARDS = utc("2027-01-03T08:00Z")


def take(case_id: UUID, by: Staff, version: int) -> Case:
    return take_case(case_id, by=by, version=version, at=clock.now())


def ask(case_id: UUID, by: Staff, version: int) -> Case:
    return ask_applicant(case_id, by=by, version=version, question="أي عمود؟", at=clock.now())


def answer(case_id: UUID, by: Staff, version: int) -> Case:
    return answer_case(case_id, by=by, version=version, answer="تم.", at=clock.now())


def transfer(case_id: UUID, by: Staff, version: int) -> Case:
    return transfer_case(
        case_id, by=by, version=version, entity_code=ROADS, reason="ليس لنا", at=clock.now()
    )


def at_once(cast: Cast, case_id: UUID, acts: list[tuple[Act, Staff]]) -> list[Any]:
    """Let all act at the same moment on the version that all have read; return what they got."""
    gate, version = Barrier(len(acts)), cast.case(case_id).version

    def act(what: Act, by: Staff) -> Case | DomainError:
        try:
            with tenant_context(cast.bahrain):
                gate.wait()
                return what(case_id, by, version)
        except DomainError as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(act, *zip(*acts, strict=True)))


@pytest.mark.parametrize(
    ("state", "first", "second"),
    [
        (State.RECEIVED, take, take),
        (State.RECEIVED, take, transfer),
        (State.OPEN, answer, ask),
        (State.OPEN, answer, transfer),
        (State.OPEN, answer, answer),
    ],
    ids=["take and take", "take and transfer", "answer and ask", "answer and transfer", "answers"],
)
def test_one_of_two_officers_wins_and_the_other_is_told(
    cast: Cast, state: State, first: Act, second: Act
) -> None:
    case_id = case_in(state, cast)
    before, history, news = (
        cast.case(case_id).version,
        history_of(case_id, cast),
        news_of(case_id, cast),
    )

    # The dispatcher keeps her right after a transfer: she is over both entities.
    outcomes = at_once(cast, case_id, [(first, cast.maryam), (second, cast.maryam)])

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Case", "CaseChanged"]
    assert cast.case(case_id).version == before + 1
    assert len(history_of(case_id, cast)) == len(history) + 1
    assert len(news_of(case_id, cast)) == len(news) + 1


def test_of_eight_officers_who_take_a_case_at_once_one_becomes_its_holder(cast: Cast) -> None:
    case_id = case_in(State.RECEIVED, cast)

    outcomes = at_once(cast, case_id, [(take, cast.fatima), (take, cast.maryam)] * 4)

    winners = [row for row in outcomes if isinstance(row, Case)]
    losers = [row for row in outcomes if isinstance(row, CaseChanged)]
    assert (len(winners), len(losers)) == (1, 7)
    assert cast.case(case_id).holder_id == winners[0].holder_id
    assert {loser.params["state"] for loser in losers} == {"Being handled"}
    assert history_of(case_id, cast) == ["file", "take"]


def test_a_case_that_an_officer_holds_is_left_by_the_sweep_until_she_is_done(cast: Cast) -> None:
    case_id = case_in(State.RECEIVED, cast)

    def sweep() -> int:
        try:
            with tenant_context(cast.bahrain):
                return date_breaches(at=AFTERWARDS)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with tenant_context(cast.bahrain), transaction.atomic():
            Case.objects.select_for_update().get(pk=case_id)
            meanwhile = thread.submit(sweep).result()
        afterwards = thread.submit(sweep).result()

    assert (meanwhile, afterwards) == (0, 1)


def test_two_sweeps_at_once_date_each_breach_once(cast: Cast) -> None:
    ids = [cast.file_case().case_id for _ in range(12)]
    gate = Barrier(3)

    def sweep(_: int) -> int:
        try:
            with tenant_context(cast.bahrain):
                gate.wait()
                return date_breaches(at=AFTERWARDS)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(sweep, range(3)))

    assert sum(found) == 12
    assert [news_of(case_id, cast) for case_id in ids] == [["case.breach", "case.file"]] * 12
