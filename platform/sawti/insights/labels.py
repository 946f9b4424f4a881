"""The rule by which adherence is counted, and what a case counts as, in words."""

from django.utils.translation import gettext_lazy as _

from sawti.insights.adherence import Verdict

VERDICTS = {
    Verdict.IN_TIME: _("Answered in time"),
    Verdict.ANSWERED_LATE: _("Answered late"),
    Verdict.OVERDUE: _("Late: the due date passed, no answer yet"),
    Verdict.WITHDRAWN_LATE: _("Late: withdrawn after the due date had passed"),
    Verdict.WITHDRAWN: _("Not counted: withdrawn before the due date"),
    Verdict.LAPSED_LATE: _("Late: closed for want of a reply, after the due date had passed"),
    Verdict.LAPSED: _("Not counted: closed for want of a reply"),
    Verdict.RUNNING: _("Not counted yet: within its time"),
}
RULE = (
    _("Counted are the cases that were received in the month and that the entity holds now."),
    _("In time is a case whose first answer came before its due date passed."),
    _("Late is a case whose first answer came later, or that has none though its date passed."),
    _("While the clock stands because somebody outside is waited for, no date passes."),
    _("A transfer takes the case along; a reopening never restates the first answer."),
    _("A case withdrawn before its date, or still within its time, is not counted."),
    _("Nor is one that was closed because nobody replied to us, unless its date had passed."),
    _("The share is: in time, of those in time and late together, in whole per cent."),
)
