"""What people do about a company of theirs: claim it, prove it, invite, leave, close it."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.accounts.contacts import is_email
from sawti.accounts.models import Person
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.businesses.errors import LastOwner
from sawti.businesses.lifecycle import require_step
from sawti.businesses.mails import mail_invitation
from sawti.businesses.models import Business, Invitation, Membership, Role, State
from sawti.businesses.permissions import member_of, owner_of
from sawti.businesses.queries import present
from sawti.businesses.rules import MOST_DOCUMENTS, Claim, checked
from sawti.businesses.steps import add_documents, has_owner, lock_business
from sawti.lib.errors import N_, Invalid, Missing

INVITATION_LIFE = timedelta(days=7)
MOST_BUSINESSES = 20  # of one person
MOST_INVITED = 50  # at a time, to one company


def claim_business(claim: Claim, *, person: Person, at: datetime) -> Business:
    """Claim a company: who claims it owns it, and it can do nothing until it is verified.

    Raises InvalidInput with every fault, Invalid past twenty companies, and FilesGone.
    """
    given = checked(claim)
    with transaction.atomic(durable=True):
        if present(person.id).count() >= MOST_BUSINESSES:
            raise Invalid("name", N_("You act for very many companies. Close or leave one first."))
        row: Business = Business.objects.create(
            name=given.name,
            other_name=given.other_name,
            register_number=given.register_number,
            claimed_at=at,
        )
        member = Membership.objects.create(
            business=row, person=person, role=Role.OWNER, since_at=at
        )
        add_documents(member, given.files, at=at)
        _audit("business.claimed", row.id, person.id, at=at)
    return row


def add_document(business_id: UUID, *, person_id: UUID, files: Sequence[str], at: datetime) -> None:
    """Add documents, also after a refusal: the company then waits again.

    Raises Missing, NotPermitted for who is no owner, BusinessDecided where it is verified or
    closed, Invalid without a document or with too many, and FilesGone.
    """
    with transaction.atomic(durable=True):
        row, owner = lock_business(business_id), owner_of(business_id, person_id)
        if row.state != State.CLAIMED:
            require_step(row.state, State.CLAIMED)
        if not files or row.documents.count() + len(files) > MOST_DOCUMENTS:
            raise Invalid("files", N_("Add between one and five documents."))
        add_documents(owner, files, at=at)
        row.state, row.claimed_at = State.CLAIMED, at
        row.save(update_fields=["state", "claimed_at"])
        _audit("business.document_added", row.id, person_id, at=at)


def invite(
    business_id: UUID, *, person_id: UUID, email: str, role: str, language: str, at: datetime
) -> None:
    """Mail somebody a link by which they become a member; an earlier one to them dies.

    Raises Missing, NotPermitted for who is no owner, and Invalid.
    """
    address = email.strip().lower()
    if not is_email(address):
        raise Invalid("email", N_("Write an e-mail address such as name@example.com."))
    if role not in set(Role):
        raise Invalid("role", N_("Choose one of: %(allowed)s."), allowed=", ".join(Role))
    with transaction.atomic(durable=True):
        row, owner = lock_business(business_id), owner_of(business_id, person_id)
        if row.state != State.VERIFIED:
            raise Invalid("email", N_("Invite people once the company is verified."))
        rows = Invitation.objects.filter(business=row)
        rows.filter(email_hash=address).delete()
        if rows.count() >= MOST_INVITED:
            raise Invalid("email", N_("Very many are invited. Wait until some of them have come."))
        made = Invitation.objects.create(
            business=row,
            role=role,
            email=address,
            token=secrets.token_urlsafe(24),
            made_by=owner,
            made_at=at,
            expires_at=at + INVITATION_LIFE,
        )
        mail_invitation(made, language=language, at=at)
        _audit("business.invited", row.id, person_id, at=at)


def take_invitation_back(
    business_id: UUID, *, person_id: UUID, invitation_id: UUID, at: datetime
) -> None:
    """Let an owner end an invitation; raises Missing and NotPermitted."""
    with transaction.atomic(durable=True):
        owner_of(business_id, person_id)
        rows = Invitation.objects.filter(pk=invitation_id, business_id=business_id)
        if not rows.delete()[0]:
            raise Missing
        _audit("business.invitation_ended", business_id, person_id, at=at)


def leave(business_id: UUID, *, person_id: UUID, at: datetime) -> None:
    """Let a member go: they have no case of the company from the next request on.

    Raises Missing, and LastOwner for the only owner.
    """
    with transaction.atomic(durable=True):
        lock_business(business_id)
        member = member_of(business_id, person_id)
        _end(member, by=member, at=at)
        _audit("business.left", business_id, person_id, at=at)


def remove_member(business_id: UUID, *, person_id: UUID, member_id: UUID, at: datetime) -> None:
    """Let an owner remove somebody, who keeps nothing. Raises Missing, NotPermitted, LastOwner."""
    with transaction.atomic(durable=True):
        lock_business(business_id)
        owner = owner_of(business_id, person_id)
        rows = Membership.objects.filter(business_id=business_id, until_at=None)
        member: Membership | None = rows.filter(pk=member_id).first()
        if member is None:
            raise Missing
        _end(member, by=owner, at=at)
        _audit("business.member_removed", business_id, person_id, at=at)


def close_business(business_id: UUID, *, person_id: UUID, at: datetime) -> None:
    """Let an owner close the company's account: nobody acts for it any more, its cases go on.

    Raises Missing and NotPermitted.
    """
    with transaction.atomic(durable=True):
        row, owner = lock_business(business_id), owner_of(business_id, person_id)
        require_step(row.state, State.CLOSED)
        row.state, row.closed_at = State.CLOSED, at
        row.save(update_fields=["state", "closed_at"])
        Invitation.objects.filter(business=row).delete()
        Membership.objects.filter(business=row, until_at=None).update(until_at=at, ended_by=owner)
        _audit("business.closed", row.id, person_id, at=at)


def _end(member: Membership, *, by: Membership, at: datetime) -> None:
    if member.role == Role.OWNER and not has_owner(member.business_id, beside=member):
        raise LastOwner
    member.until_at, member.ended_by = at, by
    member.save(update_fields=["until_at", "ended_by"])
    Invitation.objects.filter(made_by=member).delete()


def _audit(event: str, business_id: UUID, person_id: UUID, *, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=person_id,
        actor_kind=ActorKind.PERSON,
        object_type="business",
        object_id=business_id,
    )
