"""What the log of messages calls channels, states and our own reasons."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from sawti.notifications.models import Channel, State
from sawti.notifications.steps.outcomes import BOUNCED, NO_ANSWER, NO_BROWSER

CHANNELS: dict[str, Any] = {
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("SMS"),
    Channel.PUSH: _("Push message"),
    Channel.WEBHOOK: _("Another system"),
}
STATES: dict[str, Any] = {
    State.QUEUED: _("Waiting"),
    State.SENDING: _("Being sent"),
    State.SENT: _("Sent"),
    State.DELIVERED: _("Delivered"),
    State.FAILED: _("Not sent"),
    State.DROPPED: _("No longer needed"),
}
REASONS: dict[str, Any] = {
    BOUNCED: _("An earlier message to this address came back."),
    NO_ANSWER: _("The provider did not answer."),
    NO_BROWSER: _("The browser no longer takes messages."),
}
KINDS: dict[str, Any] = {
    "case_received": _("We have the case"),
    "case_arrived": _("A new case for the entity"),
    "case_assigned": _("A case was given to somebody"),
    "case_transferred": _("The case went to another entity"),
    "case_reorganised": _("Another entity took over the work"),
    "case_withdrawn": _("The case was withdrawn"),
    "case_overdue": _("The case is overdue"),
    "question_asked": _("A question to the applicant"),
    "applicant_replied": _("The applicant replied"),
    "case_answered": _("The case was answered"),
    "case_lapsed": _("The case was closed, for nobody replied"),
    "due_date_moved": _("The answer is due later"),
    "case_escalated": _("The case was escalated"),
    "escalation_digest": _("Several cases were escalated"),
    "staff_digest": _("What happened to several cases"),
    "answer_rated_low": _("The answer was rated as poor"),
    "case_reopened": _("The case was reopened"),
    "reopening_received": _("We have the reopening"),
    "news": _("There is news of a case"),
    "push_news": _("There is news of a case"),
    "push_staff": _("There is news of cases, for staff"),
    "one_time_code": _("A one-time code"),
    "contact_changed": _("A contact was changed"),
    "contact_limited": _("A contact was limited"),
    "limit_upheld": _("The limit stays"),
    "limit_lifted": _("The limit was lifted"),
    "representation_decided": _("A proof was decided on"),
    "business_invited": _("An invitation to act for a company"),
    "business_decided": _("A company was decided on"),
    "erasure_decided": _("An erasure was decided on"),
    "staff_invited": _("An invitation for staff"),
    "staff_reset": _("A new password for staff"),
    "staff_told": _("A change of an account of staff"),
}


def kind_name(template: str) -> str:
    """Return what a message is, in the reader's language; one that is new here by its code."""
    return str(KINDS.get(template, template))


def channel_name(code: str) -> str:
    """Return what a channel is called."""
    return str(CHANNELS[code])


def reason_words(reason: str) -> str:
    """Return why, in the reader's language where it is ours and else in the provider's words."""
    return str(REASONS.get(reason, reason))
