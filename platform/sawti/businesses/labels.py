"""States and roles in words; the edge translates them."""

from sawti.businesses.models import Role, State
from sawti.lib.errors import N_

STATES = {
    State.CLAIMED: N_("not checked yet"),
    State.VERIFIED: N_("checked and verified"),
    State.REFUSED: N_("not accepted"),
    State.CLOSED: N_("closed"),
}
ROLES = {Role.OWNER: N_("Owner"), Role.AGENT: N_("Agent")}
