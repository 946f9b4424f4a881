"""The states of a representation in words; the edge translates them."""

from sawti.acting.models import State
from sawti.lib.errors import N_

STATES = {
    State.CLAIMED: N_("proof not accepted yet"),
    State.PROVEN: N_("proof accepted"),
    State.REFUSED: N_("proof refused"),
    State.ENDED: N_("ended"),
}
