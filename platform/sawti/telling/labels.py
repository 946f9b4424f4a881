"""What people read where the matrix has a code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sawti.telling.facts import Audience, Way, What

WHAT_NAMES: dict[What, Promise] = {
    What.FILED: _("A case is filed"),
    What.ASKED: _("The applicant is asked something"),
    What.REPLIED: _("The applicant has replied"),
    What.TRANSFERRED: _("A case goes to another entity"),
    What.ANSWERED: _("A case is answered"),
    What.ASSIGNED: _("A case is given to somebody"),
    What.WITHDRAWN: _("A case is withdrawn"),
    What.REOPENED: _("A case is reopened"),
    What.OVERDUE: _("A case is overdue"),
    What.RATED_LOW: _("An answer is rated as poor"),
}
AUDIENCE_NAMES: dict[Audience, Promise] = {
    Audience.APPLICANT: _("The applicant"),
    Audience.REPRESENTATIVE: _("Who acts for the applicant"),
    Audience.HOLDER: _("Who works on the case; if nobody does, the focal points"),
    Audience.FOCAL_POINTS: _("The focal points of the entity"),
    Audience.PARTICIPANTS: _("Who else takes part in the case"),
    Audience.HEADS: _("The heads of the entity"),
}
WAY_NAMES: dict[Way, Promise] = {
    Way.EMAIL: pgettext_lazy("way to tell", "E-mail"),
    Way.SMS: pgettext_lazy("way to tell", "SMS"),
    Way.IN_APP: pgettext_lazy("way to tell", "Own list of messages"),
}
