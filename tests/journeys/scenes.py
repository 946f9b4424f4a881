"""What the site of the journeys has lived through: rows for pages that nobody fills in a minute.

Made in a process of the site itself (`lived_in_site`), by the actions that its pages call.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from sawti.businesses.actions.members import invite
from sawti.businesses.models import Invitation
from sawti.calendars.queries import business_calendar
from sawti.entities.actions import appoint
from sawti.escalation.actions.by_hand import escalate_case
from sawti.escalation.actions.sweeps import escalate_due
from sawti.incidents.actions.deciding import answer_cases, move_due_dates
from sawti.incidents.actions.gathering import NewIncident, open_incident
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.notifications.models import Breaker, Channel, Notification, State
from sawti.notifications.steps import queue
from sawti.signin.actions.session_rules import set_session_rule
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.businesses.scenes import claimed, filed_for, joined, refused, verified
from tests.sawti.cases.declaring import declare
from tests.sawti.cases.scenes import go_on, wait

ROADS, ELECTRICITY = "roads-projects-maintenance", "ewa-electricity-distribution"
AGENT = people.Applicant("agent@example.com")
GUEST = people.Applicant("guest@example.com")
DAYS = 40  # of cases, one a day: some are late, some fall due today and tomorrow
NAMES = {"ar": "انقطاع الكهرباء في المحرق", "en": "Power cut in Muharraq"}
KNOWN = {"ar": "نعرف بهذا العطل، وفريقنا يعمل عليه.", "en": "We know of it; a crew is at work."}
ANSWERS = {"ar": "عادت الكهرباء إلى الحي.", "en": "Power is back in the quarter."}


def live() -> None:
    """Fill the site, and write out what the journeys need to know of it."""
    cast, at = Cast(), clock.now()
    incident = _power_cut(cast)
    facts = {
        **incident,
        "case": _handed_on(cast, at),
        **_companies(cast, at),
        "message": _messages(cast, at),
        "cookie": settings.SESSION_COOKIE_NAME,
        "sara": cast.session_of(people.SARA),
        "guest": cast.session_of(GUEST),
    }
    for age in range(DAYS):
        cast.file_case(on=_text(at - timedelta(days=age)))
    with cast.inside(cast.bahrain):
        opening = business_calendar().next_opening
        days = [f"{opening(at + timedelta(days=each)):%Y-%m-%d}" for each in (3, 9)]
    facts["run"], facts["day"] = str(declare(cast, days[0], on=_text(at)).id), days[1]
    with tenant_context(cast.bahrain):
        escalate_due(at=at)
        set_session_rule("editor", idle_minutes=60, most_hours=12, by=cast.salma, at=at)
    with tenant_context(cast.jordan):  # where nothing waits for him
        appoint(staff=cast.omar, entity_id=None, post="proof_checker", at=at)
    sys.stdout.write(json.dumps(facts) + "\n")


def _companies(cast: Cast, at: datetime) -> dict[str, str]:
    """A company of Sara's with a member and a guest; one was refused, two wait."""
    row = verified(cast, claimed(cast, other_name="Al Manara Trading W.L.L."))
    agent = joined(cast, row, AGENT)
    filed_for(cast, row, agent, on=_text(at))
    with tenant_context(cast.bahrain):
        sara = cast.applicant(people.SARA)
        invite(row.id, person_id=sara.id, email=GUEST.email, role="owner", language="ar", at=at)
    with cast.inside(cast.bahrain):
        invitation = Invitation.objects.get(email_hash=GUEST.email)
    refused(cast, claimed(cast, name="Gulf Lamps", register_number="80808-2"))
    claimed(cast, name="ورشة النور", register_number="60606-3")
    claimed(cast, people.HASAN, name="مخبز الديرة", register_number="90909-1")
    return {"business": str(row.id), "invitation": invitation.token}


def _power_cut(cast: Cast) -> dict[str, str]:
    """An incident of four cases, decided twice for all; return one of them with its receipt."""
    filed = [cast.file_case(language=language) for language in ("ar", "en", "ar", "ar")]
    wanted = NewIncident(NAMES, ELECTRICITY, "street-lighting", KNOWN)
    who: dict[str, Any] = {"by": cast.fatima, "at": clock.now()}
    with tenant_context(cast.bahrain):
        found = open_incident(wanted, [each.case_id for each in filed], **who)
        later = move_due_dates(
            found.incident_id, 30, "The part comes by ship.", key=new_id(), **who
        )
    cast.deliver()
    cast.take(filed[1].case_id)
    cast.answer(filed[1].case_id)
    with tenant_context(cast.bahrain):
        answer_cases(found.incident_id, ANSWERS, key=new_id(), by=cast.fatima, at=clock.now())
    return {
        "number": filed[0].number,
        "receipt": filed[0].receipt,
        "incident": str(found.incident_id),
        "decision": str(later.id),
    }


def _handed_on(cast: Cast, at: datetime) -> str:
    """A case that waited for a court, changed hands and came back, and was escalated by hand."""
    filed_at = at - timedelta(days=9)

    def after(days: int) -> str:
        return _text(filed_at + timedelta(days=days))

    case_id = cast.file_case(on=after(0)).case_id
    cast.take(case_id, on=after(1))
    wait(cast, case_id, "court", on=after(2))
    go_on(cast, case_id, on=after(3))
    cast.transfer(case_id, ROADS, on=after(4))
    cast.transfer(case_id, ELECTRICITY, by=cast.yusuf, on=after(6))
    cast.take(case_id, on=after(7))
    with tenant_context(cast.bahrain):
        version = cast.case(case_id).version
        escalate_case(case_id, by=cast.fatima, version=version, reason="طريق مظلم", at=at)
    return str(case_id)


def _messages(cast: Cast, at: datetime) -> str:
    """A message that was given up, while its provider is away."""
    with cast.writing(cast.bahrain):
        dead = queue(
            channel=Channel.EMAIL,
            template="staff_told",
            language="en",
            address=people.SARA.email,
            params={"what": "x"},
            about_id=new_id(),
            at=at,
        )
        values: dict[str, Any] = {
            "state": State.FAILED,
            "reason": "550 mailbox unavailable",
            "ended_at": at,
        }
        Notification.objects.filter(pk=dead).update(**values)
        Breaker.objects.create(provider="http_sms", failures=3, opened_at=at, reason="503")
    return str(dead)


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")
