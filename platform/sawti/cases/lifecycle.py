"""The states of a case and the one table of what may follow what. Pure."""

from enum import StrEnum

from sawti.sla.terms import Kind


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    OPEN = "open"
    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Event(StrEnum):
    """What happens to a case; each leaves one row of history."""

    FILE = "file"
    TAKE = "take"
    ASSIGN = "assign"
    ASK_APPLICANT = "ask_applicant"
    APPLICANT_REPLIED = "applicant_replied"
    TRANSFER = "transfer"
    ANSWER = "answer"
    WITHDRAW = "withdraw"
    RATE = "rate"
    REOPEN = "reopen"
    BREACH = "breach"
    CLASSIFY = "classify"
    REROUTE = "reroute"
    LATE_ACKNOWLEDGE = "late_acknowledge"
    LATE_RESPONSE = "late_first_response"
    LATE_STAGE = "late_stage"
    ESCALATE = "escalate"
    DEESCALATE = "deescalate"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.RECEIVED, Event.TAKE): State.OPEN,
    (State.RECEIVED, Event.ASSIGN): State.OPEN,
    (State.RECEIVED, Event.TRANSFER): State.RECEIVED,
    (State.RECEIVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Event.ASSIGN): State.OPEN,
    (State.OPEN, Event.TRANSFER): State.RECEIVED,
    (State.OPEN, Event.ASK_APPLICANT): State.WAITING,  # the clock pauses
    (State.WAITING, Event.APPLICANT_REPLIED): State.OPEN,  # and runs on
    (State.OPEN, Event.ANSWER): State.ANSWERED,
    (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Event.ASSIGN): State.WAITING,
    (State.WAITING, Event.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Event.RATE): State.ANSWERED,
    (State.ANSWERED, Event.REOPEN): State.OPEN,  # with a new due date
    # Who has a conflict of interest loses the case to another entity, whatever its state.
    (State.RECEIVED, Event.REROUTE): State.RECEIVED,
    (State.OPEN, Event.REROUTE): State.RECEIVED,
    (State.WAITING, Event.REROUTE): State.WAITING,
    (State.ANSWERED, Event.REROUTE): State.ANSWERED,
}

# Neither a breach nor a class changes the state; while we wait for the applicant no clock runs.
RUNNING = (State.RECEIVED, State.OPEN)
UNANSWERED = (State.RECEIVED, State.OPEN, State.WAITING)
# Whose turn an event is: a refusal names what this side may do instead.
OF_APPLICANT = frozenset({Event.APPLICANT_REPLIED, Event.WITHDRAW, Event.RATE, Event.REOPEN})
AMONG_STAFF = frozenset(
    {
        *(Event.CLASSIFY, Event.REROUTE),
        *(Event.LATE_ACKNOWLEDGE, Event.LATE_RESPONSE, Event.LATE_STAGE),
        *(Event.ESCALATE, Event.DEESCALATE),
    }
)
# That a clock of a kind fell due; none of them changes the state.
FELL_DUE = {
    Kind.ACKNOWLEDGE: Event.LATE_ACKNOWLEDGE,
    Kind.FIRST_RESPONSE: Event.LATE_RESPONSE,
    Kind.RESOLUTION: Event.BREACH,
    Kind.STAGE: Event.LATE_STAGE,
}
# What nobody chooses to do follows from something else.
OF_NOBODY = frozenset({Event.REROUTE})


def next_state(state: State, event: Event) -> State | None:
    """Return the state after `event`, or None if the table does not allow it."""
    return TRANSITIONS.get((state, event))


def allowed_events(state: State) -> list[Event]:
    """Return what somebody may do in `state`, in the order of the table."""
    return [
        event
        for (from_state, event) in TRANSITIONS
        if from_state == state and event not in OF_NOBODY
    ]


def alternatives(state: State, event: Event) -> list[Event]:
    """Return what the side whose turn `event` is (staff or the applicant) may do in `state`."""
    is_applicant = event in OF_APPLICANT
    return [each for each in allowed_events(state) if (each in OF_APPLICANT) == is_applicant]
