"""Words for codes, in English; the edges translate them."""

from sawti.conduct.models import Ground
from sawti.lib.errors import N_

GROUNDS = {
    Ground.REPEATS: N_("The same matter was sent again and again after it was answered."),
    Ground.INSULTS: N_("Cases were used to insult people."),
    Ground.THREATS: N_("Cases were used to threaten people."),
    Ground.UNTRUE: N_("Cases said what their sender must have known to be untrue."),
    Ground.MACHINE: N_("Cases seem to have been sent by a program."),
}
