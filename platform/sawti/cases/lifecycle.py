"""The states of a case and the one table of what may follow what. Pure."""

from enum import StrEnum


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"


class Event(StrEnum):
    """What happens to a case; each leaves one row of history."""

    FILE = "file"
    TAKE = "take"
    ASK_APPLICANT = "ask_applicant"
    APPLICANT_REPLIED = "applicant_replied"
    TRANSFER = "transfer"
    ANSWER = "answer"
    BREACH = "breach"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.RECEIVED, Event.TAKE): State.OPEN,
    (State.RECEIVED, Event.TRANSFER): State.RECEIVED,
    (State.OPEN, Event.TRANSFER): State.RECEIVED,
    (State.OPEN, Event.ASK_APPLICANT): State.WAITING,  # the clock pauses
    (State.WAITING, Event.APPLICANT_REPLIED): State.OPEN,  # and runs on
    (State.OPEN, Event.ANSWER): State.ANSWERED,
}

# A breach is dated, it changes no state; while we wait for the applicant no clock runs.
RUNNING = (State.RECEIVED, State.OPEN)
UNANSWERED = (State.RECEIVED, State.OPEN, State.WAITING)


def next_state(state: State, event: Event) -> State | None:
    """Return the state after `event`, or None if the table does not allow it."""
    return TRANSITIONS.get((state, event))


def allowed_events(state: State) -> list[Event]:
    """Return what may happen in `state`, in the order of the table."""
    return [event for (from_state, event) in TRANSITIONS if from_state == state]
