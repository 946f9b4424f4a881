"""The kinds of policies and what is done to rows, in words."""

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sawti.retention.models import Cause, How, Kind, Policy, Refusal, Unit

KINDS = {
    Kind.CASES: _("Closed cases"),
    Kind.SEARCH_WORDS: _("Words by which a closed case is found"),
    Kind.ADDRESSES: _("Addresses of e-mails that were sent"),
    Kind.OUTBOX: _("Traces of work that is done (ids only)"),
}
HOWS = {
    How.ANONYMISE: _("Anonymise: only figures stay"),
    How.ERASE: _("Erase: nothing stays but sums"),
}
UNITS = {
    Unit.DAYS: pgettext_lazy("unit of a time limit", "days"),
    Unit.MONTHS: pgettext_lazy("unit of a time limit", "months"),
    Unit.YEARS: pgettext_lazy("unit of a time limit", "years"),
}
REFUSALS = {
    Refusal.HELD: _("A legal hold protects the data"),
    Refusal.LAW: _("A law obliges us to keep it longer"),
    Refusal.UNPROVEN: _("It is not certain whose data it is"),
}
CAUSES = {
    Cause.NIGHT: _("The nightly round"),
    Cause.COMMAND: _("An operator"),
    Cause.REQUEST: _("At a person’s wish"),
    Cause.RESTORE: _("After a restored backup"),
}
DEEDS = {
    "anonymise": _("anonymised"),
    "anonymised": _("anonymised"),
    "erase": _("erased"),
    "erased": _("erased"),
    "deleted": _("deleted"),
    "changed": _("emptied"),
}


def span_of(policy: Policy) -> str:
    """Return for how long, such as "24 months"."""
    number = policy.number
    if number is None:
        return gettext("for good")
    words = {
        Unit.DAYS: ngettext("%(number)s day", "%(number)s days", number),
        Unit.MONTHS: ngettext("%(number)s month", "%(number)s months", number),
        Unit.YEARS: ngettext("%(number)s year", "%(number)s years", number),
    }
    return words[Unit(policy.unit)] % {"number": number}
