"""How the contact of a case can be reached, as far as they want it."""

from sawti.accounts.models import Person, ToldBy
from sawti.cases.models import Applicant
from sawti.consents.queries import may_be_told_by_sms
from sawti.notifications.queries import sms_is_on
from sawti.telling.choosing import Reach
from sawti.telling.facts import Audience


def audience_of(applicant: Applicant) -> Audience:
    """Return as whom the contact of a case hears of it."""
    return Audience.REPRESENTATIVE if applicant.representation_id else Audience.APPLICANT


def person_of(applicant: Applicant) -> Person | None:
    """Return whose account the contact of a case is: of a company's case, of who filed it."""
    person: Person | None = applicant.member.person if applicant.member else applicant.person
    return person


def reach_of(person: Person | None, email: str) -> Reach:
    """Return how somebody can be reached: an SMS only where they chose, proved and agreed to it."""
    if person is None:
        return Reach(email=email)
    return Reach(
        email=email,
        phone=person.phone if _by_sms(person) else "",
        has_inbox=True,
        no_news=person.no_news,
    )


def _by_sms(person: Person) -> bool:
    wants = person.told_by == ToldBy.SMS and person.phone_verified_at is not None
    return wants and sms_is_on() and may_be_told_by_sms(person.id)
