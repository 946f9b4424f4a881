"""The closed lists of the matrix: what happens to a case, who hears of it, by which way.

A tenant chooses inside of them (`models.Rule`); what is shipped stands in `DEFAULTS`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class What(StrEnum):
    """What happens to a case."""

    FILED = "filed"
    ASKED = "asked"
    REPLIED = "replied"
    TRANSFERRED = "transferred"
    ANSWERED = "answered"
    ASSIGNED = "assigned"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    REOPENED = "reopened"
    OVERDUE = "overdue"
    RATED_LOW = "rated_low"
    MOVED = "moved"
    ESCALATED = "escalated"
    REORGANISED = "reorganised"


class Audience(StrEnum):
    """Who hears of it.

    The holder: who works on the case; where nobody does, the focal points stand in. The ladder:
    whomever a level of it turns to (`sawti.escalation`).
    """

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    HOLDER = "holder"
    FOCAL_POINTS = "focal_points"
    PARTICIPANTS = "participants"
    HEADS = "heads"
    LADDER = "ladder"


class Way(StrEnum):
    """How they hear of it; `IN_APP` is the list of messages on the desk or in the account.

    `PUSH` shows on the devices on which they switched it on, beside what else they get.
    """

    EMAIL = "email"
    SMS = "sms"
    IN_APP = "in_app"
    PUSH = "push"


PEOPLE = (Audience.APPLICANT, Audience.REPRESENTATIVE)
STAFF = (Audience.HOLDER, Audience.FOCAL_POINTS, Audience.PARTICIPANTS, Audience.HEADS)
# To whom something may have to be sent, whatever they chose.
MUST_HEAR = (*PEOPLE, Audience.LADDER)
WAYS_TO_PEOPLE = (Way.EMAIL, Way.SMS, Way.IN_APP, Way.PUSH)
WAYS_TO_STAFF = (Way.IN_APP, Way.EMAIL, Way.PUSH)
# What must be sent by law has to leave the house; a browser may be gone, and nobody is told.
OUTWARD = frozenset({Way.EMAIL, Way.SMS})
# These never name what a case is about: whoever looks at the phone may read them.
NEWS = "news"
PUSH_NEWS, PUSH_STAFF = "push_news", "push_staff"
PUSH_TEMPLATES = (PUSH_NEWS, PUSH_STAFF)
MOVED = "due_date_moved"  # the one that says why
ESCALATED, ESCALATIONS = "case_escalated", "escalation_digest"  # of one case, and of several

_TO_PEOPLE: Mapping[What, str] = {
    What.FILED: "case_received",
    What.ASKED: "question_asked",
    What.TRANSFERRED: "case_transferred",
    What.ANSWERED: "case_answered",
    What.LAPSED: "case_lapsed",
    What.REOPENED: "reopening_received",
    What.MOVED: MOVED,
    What.REORGANISED: "case_reorganised",
}
_TO_STAFF: Mapping[What, str] = {
    What.FILED: "case_arrived",
    What.REPLIED: "applicant_replied",
    What.TRANSFERRED: "case_arrived",
    What.ASSIGNED: "case_assigned",
    What.WITHDRAWN: "case_withdrawn",
    What.REOPENED: "case_reopened",
    What.OVERDUE: "case_overdue",
    What.RATED_LOW: "answer_rated_low",
    What.ESCALATED: ESCALATED,
}
# A new case has no holder yet, and only its new holder reads that it was given to them.
_STAFF_OF: Mapping[What, tuple[Audience, ...]] = {
    What.FILED: (Audience.FOCAL_POINTS, Audience.HEADS),
    What.TRANSFERRED: (Audience.FOCAL_POINTS, Audience.HEADS),
    What.ASSIGNED: (Audience.HOLDER,),
    What.ESCALATED: (Audience.LADDER,),
}

Ways = frozenset[Way]
_MAIL = frozenset(WAYS_TO_STAFF)
_ANY = frozenset(WAYS_TO_PEOPLE)


@dataclass(frozen=True)
class RuleFacts:
    """Who hears of one thing by which ways. `must`: to whom it is sent whatever they chose."""

    what: What
    ways: Mapping[Audience, Ways]
    must: frozenset[Audience]
    edited_at: datetime | None = None

    def to(self, audience: Audience) -> Ways:
        """Return the ways to an audience; empty where it hears nothing."""
        return self.ways.get(audience, frozenset())


def template_of(what: What, audience: Audience) -> str:
    """Return the template of the e-mail and of the line in a list of messages; "" for none."""
    return (_TO_PEOPLE if audience in PEOPLE else _TO_STAFF).get(what, "")


def audiences_of(what: What) -> tuple[Audience, ...]:
    """Return who can hear of it at all."""
    people = PEOPLE if what in _TO_PEOPLE else ()
    staff = _STAFF_OF.get(what, STAFF) if what in _TO_STAFF else ()
    return (*people, *staff)


def ways_to(audience: Audience) -> tuple[Way, ...]:
    """Return the ways that lead to an audience."""
    return WAYS_TO_PEOPLE if audience in PEOPLE else WAYS_TO_STAFF


def _shipped(what: What, *staff: Audience, must: bool = False) -> RuleFacts:
    people = PEOPLE if what in _TO_PEOPLE else ()
    ways = {**dict.fromkeys(people, _ANY), **dict.fromkeys(staff, _MAIL)}
    must_hear = [who for who in ways if who in MUST_HEAR]
    return RuleFacts(what, ways, frozenset(must_hear if must else ()))


DEFAULTS: Mapping[What, RuleFacts] = {
    rule.what: rule
    for rule in (
        _shipped(What.FILED, Audience.FOCAL_POINTS, must=True),
        _shipped(What.ASKED, must=True),
        _shipped(What.REPLIED, Audience.HOLDER),
        _shipped(What.TRANSFERRED, Audience.FOCAL_POINTS),
        _shipped(What.ANSWERED, must=True),
        _shipped(What.ASSIGNED, Audience.HOLDER),
        _shipped(What.WITHDRAWN, Audience.HOLDER),
        _shipped(What.LAPSED, must=True),
        _shipped(What.REOPENED, Audience.HOLDER),
        _shipped(What.OVERDUE, Audience.FOCAL_POINTS),
        _shipped(What.RATED_LOW, Audience.HOLDER),
        _shipped(What.MOVED),
        _shipped(What.ESCALATED, Audience.LADDER, must=True),
        _shipped(What.REORGANISED),
    )
}
EDITABLE = (
    *dict.fromkeys((*_TO_PEOPLE.values(), *_TO_STAFF.values())),
    ESCALATIONS,
    NEWS,
    *PUSH_TEMPLATES,
)
