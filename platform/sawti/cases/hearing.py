"""“You will hear from us at …”: how the contact of a case is told, without giving it away."""

from dataclasses import dataclass

from sawti.accounts.models import Person
from sawti.cases.models import Applicant
from sawti.cases.reaching import audience_of, person_of, reach_of
from sawti.telling.choosing import Reach, ways_to_person
from sawti.telling.facts import Audience, Way, What
from sawti.telling.queries import rules


@dataclass(frozen=True)
class HearsFacts:
    """How somebody hears of the answer. `way`: e-mail or SMS, or "" where nothing is sent.

    `address` is masked. `in_list`: it also stands in their messages on the portal.
    """

    way: str
    address: str
    in_list: bool


def hears_as(applicant: Applicant) -> HearsFacts:
    """Return how the contact of a case hears that it is answered; it was read with its people."""
    return _hears(audience_of(applicant), reach_of(person_of(applicant), applicant.email))


def will_hear(email: str, person: Person | None, *, acts_for_another: bool = False) -> HearsFacts:
    """Return how somebody who is about to file will hear; `email` is the contact's, or ""."""
    audience = Audience.REPRESENTATIVE if acts_for_another else Audience.APPLICANT
    return _hears(audience, reach_of(person, email))


def _hears(audience: Audience, reach: Reach) -> HearsFacts:
    rule = rules()[What.ANSWERED]
    ways = ways_to_person(rule.to(audience), reach, is_must=audience in rule.must)
    in_list = Way.IN_APP in ways
    if Way.SMS in ways:
        return HearsFacts(Way.SMS, masked(reach.phone), in_list)
    if Way.EMAIL in ways:
        return HearsFacts(Way.EMAIL, masked(reach.email), in_list)
    return HearsFacts("", "", in_list)


def masked(address: str) -> str:
    """Return an address or a phone that its owner knows again and nobody else learns.

    `sara@example.com` is `s•••@example.com`, `+97336001234` is `•••234`: the provider of an
    address says little, and three digits of a phone name nobody.
    """
    name, at, domain = address.partition("@")
    if at:
        return f"{name[:1]}•••@{domain}"
    return f"•••{address[-3:]}" if address else ""
