"""Who may act on a case: the focal point and the dispatcher; nobody else, and nothing leaks."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from sawti.cases.actions import handling
from sawti.cases.errors import CaseChanged, CaseNotFound
from sawti.cases.lifecycle import State
from sawti.lib.errors import Invalid, NotPermitted
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.cases.scenes import ROADS, case_in, everything

ACTIONS = {
    "take": (State.RECEIVED, Cast.take, {}),
    "ask": (State.OPEN, Cast.ask, {}),
    "answer": (State.OPEN, Cast.answer, {}),
    "transfer": (State.OPEN, Cast.transfer, {"to": ROADS}),
}
STRANGERS = {
    "the focal point of another entity": ("yusuf", CaseNotFound),
    "the head, who may read only": ("khalid", NotPermitted),
    "staff without a post": ("noor", CaseNotFound),
    "the outsider of the other tenant": ("omar", CaseNotFound),
}


@pytest.mark.parametrize(("name", "error"), STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize(("state", "action", "words"), ACTIONS.values(), ids=ACTIONS)
def test_who_does_not_serve_the_case_is_refused_and_nothing_changes_and_nothing_is_sent(
    cast: Cast,
    clock: Any,
    state: State,
    action: Any,
    words: dict[str, str],
    name: str,
    error: type[Exception],
) -> None:
    case_id = case_in(state, cast)
    before = everything(cast)

    with pytest.raises(error):
        action(cast, case_id, by=getattr(cast, name), **words)

    assert everything(cast) == before


@pytest.mark.parametrize("name", ["fatima", "maryam"])
@pytest.mark.parametrize(("state", "action", "words"), ACTIONS.values(), ids=ACTIONS)
def test_the_focal_point_and_the_dispatcher_above_may_act(
    cast: Cast, clock: Any, state: State, action: Any, words: dict[str, str], name: str
) -> None:
    case_id = case_in(state, cast)
    before = cast.case(case_id).version

    action(cast, case_id, by=getattr(cast, name), **words)

    assert cast.case(case_id).version == before + 1


def test_a_case_of_another_tenant_does_not_exist_for_staff_at_home(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = case_in(State.RECEIVED, cast)
    before = everything(cast)

    with tenant_context(cast.jordan), pytest.raises(CaseNotFound) as refusal:
        handling.take_case(case_id, by=cast.omar, version=1, at=at)

    assert everything(cast) == before
    assert str(refusal.value) == str(CaseNotFound())


def test_a_case_that_never_existed_is_refused_in_the_same_words(
    cast: Cast, clock: Any, at: datetime
) -> None:
    with tenant_context(cast.bahrain), pytest.raises(CaseNotFound) as refusal:
        handling.take_case(uuid4(), by=cast.fatima, version=1, at=at)

    assert str(refusal.value) == str(CaseNotFound())


def test_after_a_transfer_the_former_entity_does_not_see_the_case_any_more(
    cast: Cast, clock: Any
) -> None:
    case_id = case_in(State.RECEIVED, cast)
    cast.transfer(case_id, ROADS)

    with pytest.raises(CaseNotFound):
        cast.take(case_id, by=cast.fatima)

    assert cast.take(case_id, by=cast.yusuf).state == State.OPEN


def test_who_acts_on_an_older_version_is_told_where_the_case_stands_now(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = case_in(State.OPEN, cast)
    before = everything(cast)

    with tenant_context(cast.bahrain), pytest.raises(CaseChanged) as refusal:
        handling.answer_case(case_id, by=cast.fatima, version=1, answer="تم", at=at)

    assert refusal.value.params == {
        "number": cast.case(case_id).number,
        "state": "Being handled",
        "state_code": "open",
        "version": 2,
    }
    assert everything(cast) == before


def test_the_taker_becomes_the_holder(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.RECEIVED, cast)

    cast.take(case_id, by=cast.maryam)

    assert cast.case(case_id).holder_id == cast.maryam.id


def _ask(case_id: UUID, cast: Cast, at: datetime, text: str) -> None:
    handling.ask_applicant(case_id, by=cast.fatima, version=2, question=text, at=at)


def _answer(case_id: UUID, cast: Cast, at: datetime, text: str) -> None:
    handling.answer_case(case_id, by=cast.fatima, version=2, answer=text, at=at)


def _transfer(case_id: UUID, cast: Cast, at: datetime, text: str) -> None:
    handling.transfer_case(
        case_id, by=cast.fatima, version=2, entity_code=ROADS, reason=text, at=at
    )


@pytest.mark.parametrize("text", ["", " \n ", "nul\x00", "lone \ud800 surrogate", "x" * 10_001])
@pytest.mark.parametrize("action", [_ask, _answer, _transfer])
def test_words_that_are_missing_too_long_or_no_text_are_refused_and_nothing_changes(
    cast: Cast, clock: Any, at: datetime, action: Any, text: str
) -> None:
    case_id = case_in(State.OPEN, cast)
    before = everything(cast)

    with tenant_context(cast.bahrain), pytest.raises(Invalid):
        action(case_id, cast, at, text)

    assert everything(cast) == before


@pytest.mark.parametrize(
    "code", ["", "nowhere", "greater-amman-municipality", "ewa-electricity-distribution"]
)
def test_a_case_goes_only_to_another_entity_of_the_same_tenant(
    cast: Cast, clock: Any, code: str
) -> None:
    case_id = case_in(State.OPEN, cast)
    before = everything(cast)

    with pytest.raises(Invalid) as refusal:
        cast.transfer(case_id, code)

    assert refusal.value.field == "entity"
    assert everything(cast) == before
