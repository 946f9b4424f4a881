"""What other apps call in their transaction: who files for a company, and who joins one."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Person
from sawti.attachments.steps import claim
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.businesses.errors import InvitationOver
from sawti.businesses.models import (
    Business,
    Invitation,
    Membership,
    RegisterDocument,
    Role,
    State,
)
from sawti.businesses.queries import open_invitation, owners_of, present
from sawti.lib.errors import N_, Invalid, Missing


def lock_business(business_id: UUID) -> Business:
    """Lock a company: who comes and goes in it passes one by one. Raises Missing."""
    row: Business | None = Business.objects.select_for_update().filter(pk=business_id).first()
    if row is None:
        raise Missing
    return row


def membership_to_file(business_id: UUID, person_id: UUID | None) -> Membership:
    """Return as which member somebody files; raises Invalid where they may not for the company."""
    found: Membership | None = None
    if person_id:
        rows = present(person_id).filter(business_id=business_id, business__state=State.VERIFIED)
        found = rows.first()
    if found is None:
        text = N_("You do not act for this company, or it is not verified. Choose another.")
        raise Invalid("business", text)
    return found


def add_documents(member: Membership, tokens: Sequence[str], *, at: datetime) -> None:
    """Make uploads the documents of a company; raises FilesGone."""
    RegisterDocument.objects.bulk_create(
        RegisterDocument(
            business_id=member.business_id, attachment=file, added_by=member, added_at=at
        )
        for file in claim(tokens, at=at)
    )


def join(token: str, person: Person, *, at: datetime) -> Membership:
    """Make a person the member they were invited to be; the invitation is used up.

    Who is a member already stays one, an owner where the invitation says so. Raises InvitationOver.
    """
    found = open_invitation(token, person, at=at)
    if found is None:
        raise InvitationOver
    lock_business(found.business_id)
    if not Invitation.objects.filter(pk=found.pk).delete()[0]:
        raise InvitationOver  # the same link, at the same time
    role = found.role
    known: Membership | None = present(person.id).filter(business_id=found.business_id).first()
    if known and role == Role.OWNER:
        known.role = role
        known.save(update_fields=["role"])
    member = known or Membership.objects.create(
        business_id=found.business_id,
        person=person,
        role=role,
        since_at=at,
        added_by_id=found.made_by_id,
    )
    write_entry(
        "business.joined",
        at=at,
        actor_id=person.id,
        actor_kind=ActorKind.PERSON,
        object_type="business",
        object_id=found.business_id,
    )
    return member


def has_owner(business_id: UUID, *, beside: Membership | None = None) -> bool:
    """Tell whether the company has an owner, another one than `beside`."""
    return any(beside is None or each.id != beside.person_id for each in owners_of(business_id))


def forget_invitations(*, at: datetime) -> int:
    """Delete the invitations that are too old; return how many."""
    gone, _ = Invitation.objects.filter(expires_at__lte=at).delete()
    return int(gone)
