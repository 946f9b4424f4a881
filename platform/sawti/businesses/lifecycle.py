"""The states of a company: which follows which."""

from sawti.businesses.errors import BusinessDecided
from sawti.businesses.models import State

TRANSITIONS = {
    State.CLAIMED: (State.VERIFIED, State.REFUSED, State.CLOSED),
    State.REFUSED: (State.CLAIMED, State.CLOSED),  # another document makes it wait again
    State.VERIFIED: (State.REFUSED, State.CLOSED),  # refused: it was verified wrongly
    State.CLOSED: (),
}


def require_step(before: str, after: State) -> None:
    """Raise BusinessDecided where a company can't come from one state to the other."""
    if after not in TRANSITIONS[State(before)]:
        raise BusinessDecided
