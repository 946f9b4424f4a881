"""What whoever checks proofs does with a company: opens its documents, and decides."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.contacts import checked_words
from sawti.accounts.models import Person, Staff
from sawti.acting.errors import ProofClosed
from sawti.acting.permissions import may_check
from sawti.audit.steps import write_entry
from sawti.businesses.errors import BusinessDecided, BusinessTaken
from sawti.businesses.lifecycle import require_step
from sawti.businesses.mails import tell_decision
from sawti.businesses.models import Business, Invitation, Membership, Role, State
from sawti.businesses.queries import ClaimedBusiness, claimed_business, owners_of
from sawti.businesses.steps import has_owner, lock_business
from sawti.lib.errors import N_, Invalid, Missing, NotPermitted
from sawti.openings.models import Outcome
from sawti.openings.steps import keep_opening, opened_lately
from sawti.tenancy.locks import wait_for_turn

LONGEST_REASON = 300


def open_documents(business_id: UUID, *, by: Staff, reason: str, at: datetime) -> ClaimedBusiness:
    """Return who claims which company, and the documents; put it on the register and on record.

    Raises Invalid without a reason, Missing, and NotPermitted for who does not check proofs: that
    is on the register too.
    """
    words = _reason(reason)
    with transaction.atomic(durable=True):
        row: Business | None = Business.objects.filter(pk=business_id).first()
        if row is None:
            raise Missing
        is_allowed = may_check(by)
        keep_opening(
            row.id,
            "",
            by=by,
            reason=words,
            outcome=Outcome.OPENED if is_allowed else Outcome.REFUSED,
            at=at,
            subject_id=row.id,
        )
        event = "proof.opened" if is_allowed else "proof.refused"
        _audit(event, row.id, by, at, reason=words)
        found = claimed_business(row) if is_allowed else None
    if found is None:
        raise NotPermitted
    return found


def verify_business(business_id: UUID, *, by: Staff, at: datetime) -> None:
    """Accept the documents: the company's members may file for it, and its owner may invite.

    Where the number is verified already for a company that nobody owns any more, whoever claimed
    it now owns that one, with its cases; raises BusinessTaken where it has an owner. Raises
    NotPermitted, Missing, BusinessDecided, and ProofClosed for who did not look.
    """
    with transaction.atomic(durable=True):
        row = _to_decide(business_id, State.CLAIMED, by, at)
        people = owners_of(row.id)
        wait_for_turn(f"business {row.register_number}")
        same = Business.objects.filter(register_number_hash=row.register_number)
        standing: Business | None = same.filter(state=State.VERIFIED).first()
        if standing and has_owner(standing.id):
            raise BusinessTaken
        _decide(row, State.CLOSED if standing else State.VERIFIED, by=by, reason="", at=at)
        if standing:
            _hand_over(row, standing, people, at)
        for person in people:
            tell_decision(standing or row, person, State.VERIFIED, at=at)
        _audit("business.verified", (standing or row).id, by, at)


def refuse_business(business_id: UUID, *, by: Staff, reason: str, at: datetime) -> None:
    """Refuse the documents; its owner reads `reason`. Raises as accepting does."""
    words = _reason(reason)
    with transaction.atomic(durable=True):
        row = _to_decide(business_id, State.CLAIMED, by, at)
        _refuse(row, "refused", by=by, reason=words, at=at)
        _audit("business.refused", row.id, by, at, reason=words)


def withdraw_verification(business_id: UUID, *, by: Staff, reason: str, at: datetime) -> None:
    """Take back that a company was verified: its cases open for no member from the next request on.

    Its owners read `reason` and may add another document; whom they invited can't come. Raises as
    refusing does.
    """
    words = _reason(reason)
    with transaction.atomic(durable=True):
        row = _to_decide(business_id, State.VERIFIED, by, at)
        Invitation.objects.filter(business=row).delete()
        _refuse(row, "withdrawn", by=by, reason=words, at=at)
        _audit("business.withdrawn", row.id, by, at, reason=words)


def _refuse(row: Business, outcome: str, *, by: Staff, reason: str, at: datetime) -> None:
    _decide(row, State.REFUSED, by=by, reason=reason, at=at)
    for person in owners_of(row.id):
        tell_decision(row, person, outcome, at=at)


def _to_decide(business_id: UUID, before: State, by: Staff, at: datetime) -> Business:
    if not may_check(by):
        raise NotPermitted
    row = lock_business(business_id)
    if row.state != before:
        raise BusinessDecided
    if not opened_lately(row.id, by=by, at=at):
        raise ProofClosed
    return row


def _decide(row: Business, state: State, *, by: Staff, reason: str, at: datetime) -> None:
    require_step(row.state, state)
    row.state, row.reason, row.decided_by, row.decided_at = state, reason, by, at
    row.closed_at = at if state == State.CLOSED else None
    row.save(update_fields=["state", "reason", "decided_by", "decided_at", "closed_at"])


def _hand_over(
    claimed: Business, standing: Business, people: tuple[Person, ...], at: datetime
) -> None:
    Membership.objects.filter(business=claimed, until_at=None).update(until_at=at)
    Membership.objects.filter(business=standing, until_at=None, person__in=people).update(
        until_at=at
    )
    Membership.objects.bulk_create(
        Membership(business=standing, person=person, role=Role.OWNER, since_at=at)
        for person in people
    )


def _reason(reason: str) -> str:
    words = checked_words("reason", reason, LONGEST_REASON)
    if not words:
        raise Invalid("reason", N_("Write the reason, in at most 300 letters."))
    return words


def _audit(event: str, business_id: UUID, by: Staff, at: datetime, *, reason: str = "") -> None:
    write_entry(
        event,
        at=at,
        actor_id=by.id,
        object_type="business",
        object_id=business_id,
        reason=reason,
    )
