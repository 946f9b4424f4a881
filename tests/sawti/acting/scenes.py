"""Somebody files for another person, and somebody checks the proof."""

from typing import Any

from sawti.accounts.models import Staff
from sawti.acting.actions import accept_proof, refuse_proof
from sawti.acting.facts import OnBehalf
from sawti.acting.models import Representation
from sawti.cases.actions.representing import open_proof
from sawti.cases.facts import Filed
from sawti.entities.actions import appoint
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc

FILED_ON = "2026-03-01T08:00Z"
CHECKED_AT = utc("2026-03-01T10:00Z")
LAYLA = "layla@example.com"


def filed_for(cast: Cast, person: people.Applicant | None = people.SARA, **changes: Any) -> Filed:
    """File a case as Layla's parent (unless said), with a document where one is needed."""
    values: dict[str, Any] = {"kind": "parent", "name": "ليلى", "email": LAYLA, **changes}
    if values["kind"] != "helper":
        values.setdefault("proofs", (cast.upload(name="birth.jpg", on=FILED_ON).token,))
    person_id = cast.applicant(person).id if person else None
    wanted = OnBehalf(**values)
    return cast.file_case(person_id=person_id, on=FILED_ON, on_behalf_of=wanted)


def only(cast: Cast) -> Representation:
    """Return the only representation of Bahrain."""
    with cast.inside(cast.bahrain):
        found: Representation = Representation.objects.select_related("decided_by").get()
    return found


def checker(cast: Cast) -> Staff:
    """Let Noor check proofs."""
    with tenant_context(cast.bahrain):
        appoint(staff=cast.noor, entity_id=None, post="proof_checker", at=utc(FILED_ON))
    return cast.noor


def looked_at(cast: Cast, by: Staff | None = None) -> Staff:
    """Have somebody open the only claim; return who."""
    who = by or checker(cast)
    with tenant_context(cast.bahrain):
        open_proof(only(cast).id, by=who, reason="to check it", at=CHECKED_AT)
    return who


def accepted(cast: Cast) -> None:
    who = looked_at(cast)
    with tenant_context(cast.bahrain):
        accept_proof(only(cast).id, by=who, at=CHECKED_AT)


def refused(cast: Cast) -> None:
    who = looked_at(cast)
    with tenant_context(cast.bahrain):
        refuse_proof(only(cast).id, by=who, reason="The stamp is missing.", at=CHECKED_AT)
