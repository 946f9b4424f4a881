"""Incidents and what became of their cases, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.labels import state_label
from sawti.incidents.models import DecisionKind, Why
from sawti.incidents.queries import DecisionFacts, SkippedCase
from sawti_ui.parts import Tag, Tone

DECIDED: dict[str, Promise] = {
    DecisionKind.ANSWER: _("One answer for all open cases"),
    DecisionKind.DUE_DATE: _("One due date for all open cases"),
}
SKIPPED: dict[str, Promise] = {
    Why.LEFT: _("It was taken out of the incident meanwhile."),
    Why.MOVED: _("Another entity has it meanwhile."),
    Why.UNSEEN: _("Whoever decided may not act on it any more."),
    Why.LANGUAGE: _("There was no answer in its language."),
    Why.ANONYMISED: _("Its words were removed when its time was over."),
    Why.LATE: _("Its due date had passed. A broken promise is not restated."),
    Why.LATER: _("It is due on a later day already."),
}


def why_skipped(case: SkippedCase) -> str:
    """Return why a case was left as it was."""
    if case.why == Why.STATE:
        return gettext("It was meanwhile: %(state)s.") % {"state": state_label(case.stood)}
    return str(SKIPPED[case.why])


def progress_of(decision: DecisionFacts) -> str:
    """Return how far a decision is carried out."""
    figures = {"count": decision.done, "total": decision.total, "skipped": decision.skipped}
    text = ngettext(
        "%(count)s of %(total)s cases done, %(skipped)s skipped.",
        "%(count)s of %(total)s cases done, %(skipped)s skipped.",
        decision.done,
    )
    return text % figures


def state_of(*, is_open: bool) -> Tag:
    """Return whether an incident is open, as a tag."""
    return Tag(gettext("Open"), Tone.INFO) if is_open else Tag(gettext("Closed"))
