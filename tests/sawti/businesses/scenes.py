"""A company that Sara claimed, somebody who checks it, and people who join."""

from typing import Any

from sawti.accounts.models import Person
from sawti.businesses.actions.checking import open_documents, refuse_business, verify_business
from sawti.businesses.actions.members import claim_business, invite
from sawti.businesses.models import Business, Invitation
from sawti.businesses.rules import Claim
from sawti.cases.actions.companies import join_business
from sawti.cases.facts import Filed
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import checker

CLAIMED_ON = "2026-03-01T08:00Z"
CLAIMED_AT, CHECKED_AT = utc(CLAIMED_ON), utc("2026-03-01T10:00Z")
LATER = utc("2026-03-02T08:00Z")
NAME, NUMBER = "شركة المنارة", "70707-1"


def claimed(cast: Cast, by: people.Applicant = people.SARA, **changes: Any) -> Business:
    """Have somebody claim a company, with a document."""
    values = {"name": NAME, "register_number": NUMBER, **changes}
    values.setdefault("files", (cast.upload(name="register.jpg", on=CLAIMED_ON).token,))
    person = cast.applicant(by)
    with tenant_context(cast.bahrain):
        return claim_business(Claim(**values), person=person, at=CLAIMED_AT)


def looked_at(cast: Cast, row: Business) -> Any:
    """Have Noor open the documents; return her."""
    noor = checker(cast)
    with tenant_context(cast.bahrain):
        open_documents(row.id, by=noor, reason="to check it", at=CHECKED_AT)
    return noor


def verified(cast: Cast, row: Business | None = None) -> Business:
    """Return a company of Sara's, or the claim, after it was verified."""
    found = row or claimed(cast)
    noor = looked_at(cast, found)
    with tenant_context(cast.bahrain):
        verify_business(found.id, by=noor, at=CHECKED_AT)
    return fresh(cast, found)


def refused(cast: Cast, row: Business) -> Business:
    noor = looked_at(cast, row)
    with tenant_context(cast.bahrain):
        refuse_business(row.id, by=noor, reason="The stamp is missing.", at=CHECKED_AT)
    return fresh(cast, row)


def fresh(cast: Cast, row: Business) -> Business:
    with cast.inside(cast.bahrain):
        found: Business = Business.objects.get(pk=row.pk)
    return found


def invited(
    cast: Cast, row: Business, to: people.Applicant, role: str = "agent"
) -> tuple[str, Person]:
    """Have Sara invite somebody; return the secret of the link, and who it is for."""
    sara, guest = cast.applicant(people.SARA), cast.applicant(to)
    with tenant_context(cast.bahrain):
        invite(row.id, person_id=sara.id, email=to.email, role=role, language="en", at=CHECKED_AT)
    with cast.inside(cast.bahrain):
        made = Invitation.objects.get(email_hash=to.email)
        return made.token, guest


def joined(cast: Cast, row: Business, who: people.Applicant, role: str = "agent") -> Person:
    """Have somebody join; return them."""
    token, person = invited(cast, row, who, role)
    with tenant_context(cast.bahrain):
        join_business(token, person=person, at=CHECKED_AT)
    return person


def filed_for(cast: Cast, row: Business, by: Person, on: str = "2026-03-01T12:00Z") -> Filed:
    """File a case of the company."""
    return cast.file_case(person_id=by.id, on=on, business_id=row.id)
