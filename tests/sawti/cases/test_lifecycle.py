"""The table of transitions, walked through whole: what it allows happens, all else is refused."""

from itertools import product
from typing import Any

import pytest

from sawti.cases.errors import TransitionNotAllowed
from sawti.cases.labels import EVENTS, STATES
from sawti.cases.lifecycle import (
    FELL_DUE,
    RUNNING,
    TRANSITIONS,
    UNANSWERED,
    Event,
    State,
    allowed_events,
    next_state,
)
from sawti.cases.models import HistoryRow
from sawti.outbox.models import Message
from tests.cast import Cast
from tests.sawti.cases.scenes import case_in, everything, happens, history_of, news_of

# Filing makes a case, a breach is only dated, and who may know of a case or is told that it is late
# is no matter of its state: none of them can be refused by the table. New dates come to open cases.
MOVED = (Event.RESCHEDULE, Event.REBASELINE, Event.REORGANISE)
OF_THE_LADDER = (Event.ESCALATE, Event.DEESCALATE)
OF_THE_SWEEP = (Event.WAIT_OVER, Event.REMIND, Event.LAPSE)  # test_waits.py
LATE_REPLY = (State.OPEN, Event.APPLICANT_REPLIED)  # to an open question only: test_waits.py
OF_AN_INCIDENT = (Event.EXTEND, Event.JOIN, Event.LEAVE)
NEVER_REFUSED = (
    *(Event.FILE, Event.CLASSIFY, Event.REROUTE),
    *(*FELL_DUE.values(), *OF_THE_LADDER, *OF_THE_SWEEP, *MOVED, *OF_AN_INCIDENT),
)
ACTED = [event for event in Event if event not in NEVER_REFUSED]
ALLOWED = sorted(key for key in TRANSITIONS if key[1] not in OF_THE_SWEEP and key != LATE_REPLY)
REFUSED = sorted(set(product(State, ACTED)) - TRANSITIONS.keys() | {LATE_REPLY})


def test_the_table_allows_31_combinations_and_refuses_72() -> None:
    assert (len(ALLOWED), len(REFUSED)) == (31, 72)


@pytest.mark.parametrize(("state", "event"), ALLOWED)
def test_what_the_table_allows_leads_to_the_state_it_names(
    cast: Cast, clock: Any, state: State, event: Event
) -> None:
    case_id = case_in(state, cast)

    happens(event, cast, case_id)

    assert cast.case(case_id).state == TRANSITIONS[state, event]


@pytest.mark.parametrize(("state", "event"), ALLOWED)
def test_each_action_leaves_exactly_one_row_of_history_and_one_in_the_outbox(
    cast: Cast, clock: Any, state: State, event: Event
) -> None:
    case_id = case_in(state, cast)
    history, news = history_of(case_id, cast), news_of(case_id, cast)

    happens(event, cast, case_id)

    assert sorted(history_of(case_id, cast)) == sorted([*history, event])
    assert sorted(news_of(case_id, cast)) == sorted([*news, f"case.{event}"])


@pytest.mark.parametrize(("state", "event"), ALLOWED)
def test_each_action_raises_the_version_by_one(
    cast: Cast, clock: Any, state: State, event: Event
) -> None:
    case_id = case_in(state, cast)
    before = cast.case(case_id).version

    happens(event, cast, case_id)

    assert cast.case(case_id).version == before + 1


@pytest.mark.parametrize(("state", "event"), REFUSED)
def test_what_the_table_does_not_allow_is_refused_changes_nothing_and_sends_nothing(
    cast: Cast, clock: Any, state: State, event: Event
) -> None:
    case_id = case_in(state, cast)
    before = everything(cast)

    with pytest.raises(TransitionNotAllowed) as refusal:
        happens(event, cast, case_id)

    assert refusal.value.params["number"] == cast.case(case_id).number
    assert everything(cast) == before


def test_a_refusal_says_what_is_possible_instead(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.RECEIVED, cast)

    with pytest.raises(TransitionNotAllowed) as refusal:
        cast.answer(case_id)

    assert str(refusal.value) == (
        f"This can't be done while case {cast.case(case_id).number} is: Received. "
        "Possible now: Take, Assign, Transfer."
    )


def test_a_history_row_says_who_when_from_which_state_to_which(
    cast: Cast, clock: Any, at: Any
) -> None:
    case_id = case_in(State.RECEIVED, cast)

    cast.take(case_id)

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.get(case_id=case_id, event=Event.TAKE)
    assert (row.by_id, row.at, row.from_state, row.to_state) == (
        cast.fatima.id,
        at,
        State.RECEIVED,
        State.OPEN,
    )


def test_a_transfer_is_recorded_with_both_entities_and_its_reason(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.OPEN, cast)

    happens(Event.TRANSFER, cast, case_id)

    with cast.inside(cast.bahrain):
        row = HistoryRow.objects.select_related("from_entity", "to_entity").get(
            case_id=case_id, event=Event.TRANSFER
        )
    assert (row.from_entity.code, row.to_entity.code, row.reason) == (
        "ewa-electricity-distribution",
        "roads-projects-maintenance",
        "ليس من اختصاصنا",
    )
    assert cast.case(case_id).holder_id is None


def test_an_outbox_row_holds_ids_only(cast: Cast, clock: Any) -> None:
    case_id = case_in(State.OPEN, cast)

    cast.answer(case_id)

    with cast.inside(cast.bahrain):
        row = Message.objects.get(topic="case.answer")
        history = HistoryRow.objects.get(event=Event.ANSWER)
    assert row.payload == {"case_id": str(case_id), "history_id": str(history.id)}


@pytest.mark.parametrize("state", State)
def test_the_events_offered_in_a_state_are_those_that_the_table_allows(state: State) -> None:
    offered = allowed_events(state)

    assert sorted(offered) == sorted(event for event in ACTED if next_state(state, event))


def test_no_clock_runs_while_somebody_is_waited_for_and_after_the_end() -> None:
    assert set(RUNNING) == {State.RECEIVED, State.OPEN}
    assert set(UNANSWERED) == set(State) - {State.ANSWERED, State.WITHDRAWN, State.LAPSED}


def test_every_state_and_event_has_a_name_that_people_read() -> None:
    assert STATES.keys() == set(State)
    assert EVENTS.keys() == set(Event)
