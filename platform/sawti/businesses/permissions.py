"""Which member of a company may do what."""

from uuid import UUID

from sawti.businesses.models import Membership, Role, State
from sawti.lib.errors import Missing, NotPermitted


def member_of(business_id: UUID, person_id: UUID) -> Membership:
    """Return as which member a person acts for a company; raises Missing where they do not."""
    rows = Membership.objects.select_related("business").filter(
        business_id=business_id, person_id=person_id, until_at=None
    )
    found: Membership | None = rows.exclude(business__state=State.CLOSED).first()
    if found is None:
        raise Missing
    return found


def owner_of(business_id: UUID, person_id: UUID) -> Membership:
    """Return as which owner a person acts; raises Missing, and NotPermitted for other members."""
    member = member_of(business_id, person_id)
    if member.role != Role.OWNER:
        raise NotPermitted
    return member
