"""States and events in the words that people read."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.facts import Channel
from sawti.cases.lifecycle import Event, State
from sawti.cases.models import InvolvementKind
from sawti.sla.terms import ApplicantClass

STATES: dict[str, Promise] = {
    State.RECEIVED: _("Received"),
    State.OPEN: _("Being handled"),
    State.WAITING: _("Waiting for the applicant"),
    State.THIRD_PARTY: _("Waiting for a third party"),
    State.COURT: _("Waiting for a court"),
    State.ANSWERED: _("Answered"),
    State.WITHDRAWN: _("Withdrawn"),
    State.LAPSED: _("Closed without a reply"),
}

EVENTS: dict[str, Promise] = {
    Event.FILE: _("Filed"),
    Event.TAKE: _("Take"),
    Event.ASSIGN: _("Assign"),
    Event.ASK_APPLICANT: _("Ask the applicant"),
    Event.APPLICANT_REPLIED: _("Applicant replied"),
    Event.TRANSFER: _("Transfer"),
    Event.ANSWER: _("Answer"),
    Event.WITHDRAW: _("Withdraw"),
    Event.RATE: _("Rate the answer"),
    Event.REOPEN: _("Reopen"),
    Event.BREACH: _("Due date passed"),
    Event.CLASSIFY: _("Change the confidentiality"),
    Event.REROUTE: _("Conflict of interest"),
    Event.WAIT_THIRD_PARTY: _("Wait for a third party"),
    Event.WAIT_COURT: _("Wait for a court"),
    Event.GO_ON: _("Go on"),
    Event.WAIT_OVER: _("Wait over"),
    Event.REMIND: _("Reminder"),
    Event.LAPSE: _("Closed without a reply"),
    Event.LATE_ACKNOWLEDGE: _("Not taken into work in time"),
    Event.LATE_RESPONSE: _("No first response in time"),
    Event.LATE_STAGE: _("Time of the entity used up"),
    Event.LATE_POST: _("Time of the post used up"),
    Event.ESCALATE: _("Escalate the case"),
    Event.DEESCALATE: _("Take the escalation back"),
    Event.EXTEND: _("Set a later due date"),
    Event.RESCHEDULE: _("Due date moved with the calendar"),
    Event.REBASELINE: _("Another promise applied"),
    Event.REORGANISE: _("Another entity by a reorganisation"),
    Event.JOIN: _("Put into an incident"),
    Event.LEAVE: _("Take out of an incident"),
}

# What happened, as staff read it in a timeline.
HAPPENED: dict[str, Promise] = {
    Event.FILE: _("Case filed"),
    Event.TAKE: _("Taken into work"),
    Event.ASSIGN: _("Given to a colleague"),
    Event.ASK_APPLICANT: _("Applicant asked, clock paused"),
    Event.APPLICANT_REPLIED: _("Applicant replied, clock runs on"),
    Event.TRANSFER: _("Transferred"),
    Event.ANSWER: _("Answer sent"),
    Event.WITHDRAW: _("Withdrawn by the applicant"),
    Event.RATE: _("Answer rated by the applicant"),
    Event.REOPEN: _("Reopened by the applicant, new due date"),
    Event.BREACH: _("Due date passed without an answer"),
    Event.CLASSIFY: _("Confidentiality changed"),
    Event.REROUTE: _("Conflict of interest named"),
    Event.WAIT_THIRD_PARTY: _("Waiting for a third party, clock paused"),
    Event.WAIT_COURT: _("Waiting for a court, clock paused"),
    Event.GO_ON: _("Wait ended, clock runs on"),
    Event.WAIT_OVER: _("Longest wait over, clock runs on"),
    Event.REMIND: _("Applicant reminded"),
    Event.LAPSE: _("Closed: no reply to the question or its reminders"),
    Event.LATE_ACKNOWLEDGE: _("Not taken into work in time"),
    Event.LATE_RESPONSE: _("No first response in time"),
    Event.LATE_STAGE: _("Time of the entity used up"),
    Event.LATE_POST: _("Time of the post used up"),
    Event.ESCALATE: _("Escalated"),
    Event.DEESCALATE: _("Escalation taken back"),
    Event.EXTEND: _("Later due date for all cases of an incident"),
    Event.RESCHEDULE: _("Due date moved with the calendar"),
    Event.REBASELINE: _("Another promise applied"),
    Event.REORGANISE: _("Went along when the government was reorganised"),
    Event.JOIN: _("Put into an incident"),
    Event.LEAVE: _("Taken out of an incident, or the incident closed"),
}

# How one of the staff stands to one case.
TAKING_PART_AS: dict[str, Promise] = {
    InvolvementKind.HELPER: _("Helper: reads and acts"),
    InvolvementKind.READER: _("Reader: reads only"),
    InvolvementKind.REVIEWER: _("Reviewer: reads and judges the answer"),
}
INVOLVED_AS: dict[str, Promise] = {
    **TAKING_PART_AS,
    InvolvementKind.CONFLICT: _("Conflict of interest: does not know of the case"),
}

APPLICANT_CLASSES: dict[str, Promise] = {
    ApplicantClass.PERSON: _("A person, in their own name"),
    ApplicantClass.REPRESENTED: _("A person for whom somebody else acts"),
    ApplicantClass.BUSINESS: _("A company"),
    ApplicantClass.ANONYMOUS: _("Somebody who left no contact"),
}
CHANNELS: dict[str, Promise] = {
    Channel.WEB: _("Website"),
    Channel.MOBILE: _("Mobile app"),
    Channel.CONTACT_CENTRE: _("Contact centre"),
    Channel.CHATBOT: _("Chatbot"),
    Channel.EMAIL: _("E-mail"),
    Channel.SMS: _("SMS"),
    Channel.API: _("Another system"),
}


def state_label(state: str) -> str:
    """Return the state in the active language."""
    return str(STATES[state])


def event_label(event: str) -> str:
    """Return what may be done, in the active language."""
    return str(EVENTS[event])


def state_label_for_applicant(state: str) -> str:
    """Return the state as the applicant reads it, addressed as "you"."""
    return gettext("Waiting for you") if state == State.WAITING else state_label(state)
