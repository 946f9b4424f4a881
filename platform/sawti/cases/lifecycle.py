"""The states of a case and the one table of what may follow what. Pure."""

from enum import StrEnum

from sawti.sla.terms import Kind


class State(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    OPEN = "open"
    WAITING = "waiting"
    THIRD_PARTY = "third_party"
    COURT = "court"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


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
    WAIT_THIRD_PARTY = "wait_third_party"
    WAIT_COURT = "wait_court"
    GO_ON = "go_on"
    WAIT_OVER = "wait_over"
    REMIND = "remind"
    LAPSE = "lapse"
    LATE_ACKNOWLEDGE = "late_acknowledge"
    LATE_RESPONSE = "late_first_response"
    LATE_STAGE = "late_stage"
    LATE_POST = "late_post"
    ESCALATE = "escalate"
    DEESCALATE = "deescalate"
    EXTEND = "extend"
    RESCHEDULE = "reschedule"
    REBASELINE = "rebaseline"
    REORGANISE = "reorganise"
    JOIN = "join"
    LEAVE = "leave"


TRANSITIONS: dict[tuple[State, Event], State] = {
    (State.RECEIVED, Event.TAKE): State.OPEN,
    (State.RECEIVED, Event.ASSIGN): State.OPEN,
    (State.RECEIVED, Event.TRANSFER): State.RECEIVED,
    (State.RECEIVED, Event.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Event.ASSIGN): State.OPEN,
    (State.OPEN, Event.TRANSFER): State.RECEIVED,
    (State.OPEN, Event.ASK_APPLICANT): State.WAITING,  # the clock pauses
    (State.WAITING, Event.APPLICANT_REPLIED): State.OPEN,  # and runs on
    (State.WAITING, Event.REMIND): State.WAITING,
    (State.WAITING, Event.WAIT_OVER): State.OPEN,  # without a reply, when the wait is over
    (State.WAITING, Event.GO_ON): State.OPEN,
    (State.OPEN, Event.APPLICANT_REPLIED): State.OPEN,  # late, to a question that nobody answered
    (State.WAITING, Event.LAPSE): State.LAPSED,  # where the policy says that silence closes it
    (State.OPEN, Event.WAIT_THIRD_PARTY): State.THIRD_PARTY,  # the clock pauses
    (State.OPEN, Event.WAIT_COURT): State.COURT,
    (State.THIRD_PARTY, Event.GO_ON): State.OPEN,  # and runs on
    (State.COURT, Event.GO_ON): State.OPEN,
    (State.THIRD_PARTY, Event.WAIT_OVER): State.OPEN,
    (State.COURT, Event.WAIT_OVER): State.OPEN,
    (State.THIRD_PARTY, Event.ASSIGN): State.THIRD_PARTY,
    (State.COURT, Event.ASSIGN): State.COURT,
    (State.THIRD_PARTY, Event.WITHDRAW): State.WITHDRAWN,
    (State.COURT, Event.WITHDRAW): State.WITHDRAWN,
    (State.OPEN, Event.ANSWER): State.ANSWERED,
    (State.OPEN, Event.WITHDRAW): State.WITHDRAWN,
    (State.WAITING, Event.ASSIGN): State.WAITING,
    (State.WAITING, Event.WITHDRAW): State.WITHDRAWN,
    (State.ANSWERED, Event.RATE): State.ANSWERED,
    (State.ANSWERED, Event.REOPEN): State.OPEN,  # with a new due date
    (State.LAPSED, Event.REOPEN): State.OPEN,
    # Who has a conflict of interest loses the case to another entity, whatever its state.
    (State.RECEIVED, Event.REROUTE): State.RECEIVED,
    (State.OPEN, Event.REROUTE): State.RECEIVED,
    (State.WAITING, Event.REROUTE): State.WAITING,
    (State.THIRD_PARTY, Event.REROUTE): State.THIRD_PARTY,
    (State.COURT, Event.REROUTE): State.COURT,
    (State.ANSWERED, Event.REROUTE): State.ANSWERED,
    (State.LAPSED, Event.REROUTE): State.LAPSED,
}

# Neither a breach nor a class changes the state; while we wait for somebody no clock runs.
RUNNING = (State.RECEIVED, State.OPEN)
PAUSED = (State.WAITING, State.THIRD_PARTY, State.COURT)
UNANSWERED = (*RUNNING, *PAUSED)
# Whose turn an event is: a refusal names what this side may do instead.
OF_APPLICANT = frozenset({Event.APPLICANT_REPLIED, Event.WITHDRAW, Event.RATE, Event.REOPEN})
AMONG_STAFF = frozenset(
    {
        *(Event.CLASSIFY, Event.REROUTE),
        *(Event.LATE_ACKNOWLEDGE, Event.LATE_RESPONSE, Event.LATE_STAGE, Event.LATE_POST),
        *(Event.ESCALATE, Event.DEESCALATE),
        *(Event.RESCHEDULE, Event.REBASELINE, Event.REORGANISE),
    }
)
# That a clock of a kind fell due; none of them changes the state.
FELL_DUE = {
    Kind.ACKNOWLEDGE: Event.LATE_ACKNOWLEDGE,
    Kind.FIRST_RESPONSE: Event.LATE_RESPONSE,
    Kind.RESOLUTION: Event.BREACH,
    Kind.STAGE: Event.LATE_STAGE,
    Kind.POST: Event.LATE_POST,
}
# What nobody chooses to do follows from something else.
OF_NOBODY = frozenset({Event.REROUTE, Event.WAIT_OVER, Event.REMIND, Event.LAPSE})


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
