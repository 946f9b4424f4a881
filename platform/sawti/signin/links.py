"""Making, finding and using up mailed links, inside a caller's transaction."""

from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.signin.models import Link, LinkPurpose
from sawti.signin.seals import link_hash, seal_of_links, stamp_hash

LIFE = {
    LinkPurpose.INVITATION: timedelta(days=7),
    LinkPurpose.RESET: timedelta(minutes=30),
}


def link_of(token: str, *, at: datetime) -> Link | None:
    """Return the link with this secret if it is still good, else None."""
    found: Link | None = (
        Link.objects.select_related("staff")
        .filter(token_hash=link_hash(token), closed_at=None, expires_at__gt=at)
        .first()
    )
    if found is None or bytes(found.stamp_hash) != stamp_of(found.staff):
        return None
    is_open = found.purpose == LinkPurpose.INVITATION or found.staff.is_active
    return found if is_open else None


def token_of(link: Link) -> str:
    """Return the secret of a link, for the mail that carries it."""
    plain = seal_of_links().open(bytes(link.sealed_token), bound_to=link.id.bytes)
    return plain.decode() if plain else ""


def stamp_of(staff: Staff) -> bytes:
    """Return what the account is like now, for a link to be compared with."""
    return stamp_hash(staff.email, staff.password)


def is_invited(staff_id: UUID) -> bool:
    """Tell whether somebody has an invitation that they have not taken yet, expired or not."""
    return bool(
        Link.objects.filter(
            staff_id=staff_id, purpose=LinkPurpose.INVITATION, closed_at=None
        ).exists()
    )
