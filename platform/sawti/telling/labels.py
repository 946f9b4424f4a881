"""What people read where the matrix has a code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sawti.telling.facts import (
    ESCALATED,
    ESCALATIONS,
    NEWS,
    PUSH_NEWS,
    PUSH_STAFF,
    Audience,
    Way,
    What,
)
from sawti.telling.words import Name

WHAT_NAMES: dict[What, Promise] = {
    What.FILED: _("A case is filed"),
    What.ASKED: _("The applicant is asked something"),
    What.REPLIED: _("The applicant has replied"),
    What.TRANSFERRED: _("A case goes to another entity"),
    What.ANSWERED: _("A case is answered"),
    What.ASSIGNED: _("A case is given to somebody"),
    What.WITHDRAWN: _("A case is withdrawn"),
    What.LAPSED: _("A case is closed, for nobody replied"),
    What.REOPENED: _("A case is reopened"),
    What.OVERDUE: _("A case is overdue"),
    What.RATED_LOW: _("An answer is rated as poor"),
    What.MOVED: _("An answer is due later"),
    What.ESCALATED: _("A case is escalated"),
    What.REORGANISED: _("Another entity takes over the work of a case's entity"),
}
# The same, as the person is told whose case it is.
OWN_NAMES: dict[What, Promise] = {
    What.FILED: _("that your case has arrived"),
    What.ASKED: _("a question to you"),
    What.TRANSFERRED: _("that another entity has your case"),
    What.ANSWERED: _("the answer"),
    What.LAPSED: _("that your case was closed without your reply"),
    What.REOPENED: _("that your case is open again"),
    What.MOVED: _("that the answer is due later, and why"),
    What.REORGANISED: _("that your case went along when the government was reorganised"),
}
AUDIENCE_NAMES: dict[Audience, Promise] = {
    Audience.APPLICANT: _("The applicant"),
    Audience.REPRESENTATIVE: _("Who acts for the applicant"),
    Audience.HOLDER: _("Who works on the case; if nobody does, the focal points"),
    Audience.FOCAL_POINTS: _("The focal points of the entity"),
    Audience.PARTICIPANTS: _("Who else takes part in the case"),
    Audience.HEADS: _("The heads of the entity"),
    Audience.LADDER: _("Whomever the ladder of escalation turns to"),
}
WAY_NAMES: dict[Way, Promise] = {
    Way.EMAIL: pgettext_lazy("way to tell", "E-mail"),
    Way.SMS: pgettext_lazy("way to tell", "SMS"),
    Way.IN_APP: pgettext_lazy("way to tell", "Own list of messages"),
    Way.PUSH: pgettext_lazy("way to tell", "On their devices (push)"),
}
TEMPLATE_NAMES: dict[str, Promise] = {
    "case_received": _("To the applicant: the case is received"),
    "question_asked": _("To the applicant: we have a question"),
    "case_transferred": _("To the applicant: another entity has the case"),
    "case_answered": _("To the applicant: the case is answered"),
    "case_lapsed": _("To the applicant: closed without a reply"),
    "due_date_moved": _("To the applicant: the answer is due later"),
    "case_reorganised": _("To the applicant: another entity took over the work"),
    "reopening_received": _("To the applicant: the case is open again"),
    "case_arrived": _("To staff: a new case"),
    "applicant_replied": _("To staff: the applicant has replied"),
    "case_assigned": _("To staff: a case was given to you"),
    "case_withdrawn": _("To staff: a case is withdrawn"),
    "case_reopened": _("To staff: a case is reopened"),
    "case_overdue": _("To staff: a case is overdue"),
    "answer_rated_low": _("To staff: an answer is rated as poor"),
    ESCALATED: _("To staff: a case was escalated"),
    ESCALATIONS: _("To staff: several cases were escalated"),
    NEWS: _("To the applicant: the SMS that there is news"),
    PUSH_NEWS: _("To the applicant: on a device, that there is news"),
    PUSH_STAFF: _("To staff: on a device, that there is news"),
}
NAME_NAMES: dict[Name, Promise] = {
    Name.NUMBER: _("the number of the case"),
    Name.ENTITY: _("the entity that has the case"),
    Name.DUE_ON: _("the day until which an answer is due"),
    Name.TENANT: _("the name of the portal"),
    Name.GOVERNMENT: _("the name of the government"),
    Name.WHY: _("why the answer is due later"),
    Name.LEVEL: _("the level of the ladder"),
    Name.POST: _("the post by which the reader hears of it"),
    Name.DEED: _("what the level does, in a sentence"),
    Name.PASSED_OVER: _("which post is vacant, in a sentence, or nothing"),
    Name.SUMMARY: _("how many cases were escalated, in words"),
    Name.CASES: _("the cases, one on each line"),
}
