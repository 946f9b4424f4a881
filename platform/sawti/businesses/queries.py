"""For which companies a person acts now, who else does, and what waits for a check."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from sawti.accounts.models import Person
from sawti.attachments.facts import FileFacts, StoredFile
from sawti.attachments.queries import facts_of
from sawti.businesses.models import (
    Business,
    Invitation,
    Membership,
    RegisterDocument,
    Role,
    State,
)
from sawti.businesses.permissions import member_of
from sawti.businesses.rules import canonical_number
from sawti.lib.cursors import cursor_after, opened_cursor

PAGE = 50


@dataclass(frozen=True)
class BusinessFacts:
    """A company as its member sees it. `role`: the reader's own."""

    id: UUID
    name: str
    other_name: str
    register_number: str
    state: str
    reason: str
    role: str
    since_at: datetime

    @property
    def is_verified(self) -> bool:
        """Whether cases can be filed for it."""
        return self.state == State.VERIFIED


@dataclass(frozen=True)
class MemberFacts:
    """Somebody who acts for a company now; `name` is empty where they gave none."""

    id: UUID
    name: str
    email: str
    role: str
    since_at: datetime
    is_reader: bool


@dataclass(frozen=True)
class InvitationFacts:
    """Somebody who was invited and has not come yet."""

    id: UUID
    email: str
    role: str
    expires_at: datetime


@dataclass(frozen=True)
class ClaimFacts:
    """A company for whoever checks documents; it names nobody. `verified_at`: empty till then."""

    id: UUID
    documents: int
    claimed_at: datetime
    verified_at: datetime | None


@dataclass(frozen=True)
class ClaimPage:
    """A page of them; `next_cursor` is empty on the last one."""

    rows: tuple[ClaimFacts, ...]
    next_cursor: str


@dataclass(frozen=True)
class ClaimedBusiness:
    """Which company is claimed by whom, and the documents: shown once, to whoever checks them.

    `is_known`: another company is verified with the same number.
    """

    id: UUID
    name: str
    other_name: str
    register_number: str
    owners: tuple[tuple[str, str], ...]
    files: tuple[FileFacts, ...]
    is_known: bool


def present(person_id: UUID) -> Any:
    """Return the memberships by which a person acts for a company now."""
    rows = Membership.objects.filter(person_id=person_id, until_at=None)
    return rows.exclude(business__state=State.CLOSED)


def businesses_of(person_id: UUID) -> tuple[BusinessFacts, ...]:
    """Return the companies for which a person acts now, the latest first: one statement."""
    rows = present(person_id).select_related("business").order_by("-since_at", "-id")
    return tuple(_facts(row) for row in rows)


def business_of(business_id: UUID, person_id: UUID) -> BusinessFacts:
    """Return one of them; raises Missing."""
    return _facts(member_of(business_id, person_id))


def businesses_to_file_for(person_id: UUID) -> tuple[BusinessFacts, ...]:
    """Return those that are verified."""
    return tuple(each for each in businesses_of(person_id) if each.is_verified)


def memberships_seen_by(person_id: UUID) -> dict[UUID, str]:
    """Return every membership, past ones too, of the companies a person acts for: one statement.

    Each with the name of its company: a case of the company was filed under one of them. Only of
    companies that are verified now.
    """
    own = Q(business__memberships__person_id=person_id, business__memberships__until_at=None)
    rows = Membership.objects.filter(own, business__state=State.VERIFIED)
    return {row.id: row.business.name for row in rows.select_related("business")}


def memberships_in(business_id: UUID) -> Any:
    """Return every membership of a company, past ones too, for a query to stand on."""
    return Membership.objects.filter(business_id=business_id)


def present_in(business_id: UUID) -> list[UUID]:
    """Return the persons who act for a company now."""
    rows = memberships_in(business_id).filter(until_at=None, person__isnull=False)
    return list(rows.values_list("person_id", flat=True))


def members_in(business_id: UUID, person_id: UUID) -> tuple[MemberFacts, ...]:
    """Return who acts for the company now, owners first; raises Missing for who does not."""
    reader = member_of(business_id, person_id)
    rows = memberships_in(business_id).filter(until_at=None, person__isnull=False)
    found = rows.select_related("person").order_by("-role", "since_at", "id")
    return tuple(
        MemberFacts(
            row.id, row.person.name, row.person.email, row.role, row.since_at, row.id == reader.id
        )
        for row in found
    )


def invitations_in(business_id: UUID, *, at: datetime) -> tuple[InvitationFacts, ...]:
    """Return who is invited and has not come; the caller has found an owner."""
    rows = Invitation.objects.filter(business_id=business_id, expires_at__gt=at)
    return tuple(
        InvitationFacts(row.id, row.email, row.role, row.expires_at)
        for row in rows.order_by("made_at", "id")
    )


def open_invitation(token: str, person: Person, *, at: datetime) -> Invitation | None:
    """Return the invitation that a link opens for whoever proved its address, or None."""
    rows = Invitation.objects.filter(token_hash=token, expires_at__gt=at).exclude(
        business__state=State.CLOSED
    )
    found: Invitation | None = (
        rows.filter(email_hash=person.email).select_related("business").first()
    )
    return found


def owners_of(business_id: UUID) -> tuple[Person, ...]:
    """Return the persons who own a company now, the first of them first."""
    rows = Membership.objects.filter(business_id=business_id, role=Role.OWNER, until_at=None)
    found = rows.filter(person__is_active=True).select_related("person")
    return tuple(row.person for row in found.order_by("since_at", "id"))


def history_of(person_id: UUID) -> list[dict[str, str]]:
    """Return for which companies a person acts or acted, ready for JSON."""
    rows = Membership.objects.filter(person_id=person_id).select_related("business")
    return [
        {
            "name": row.business.name,
            "role": row.role,
            "since": row.since_at.isoformat(),
            "until": row.until_at.isoformat() if row.until_at else "",
        }
        for row in rows.order_by("since_at", "id")
    ]


def waiting_page(*, cursor: str = "", limit: int = PAGE) -> ClaimPage:
    """Return a page of the companies that wait for a check, the oldest first.

    Raises Invalid for a strange cursor.
    """
    rows = _in_state(State.CLAIMED).order_by("claimed_at", "id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(claimed_at__gt=at) | Q(claimed_at=at, id__gt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].claimed_at, page[-1].id) if len(found) > limit else ""
    return ClaimPage(tuple(_claim(row) for row in page), last)


def verified_page(*, number: str = "", cursor: str = "", limit: int = PAGE) -> ClaimPage:
    """Return a page of the companies that are verified, the latest decision first.

    `number`: only the one with this number in the register.
    """
    rows = _in_state(State.VERIFIED).order_by("-decided_at", "-id")
    if number:
        rows = rows.filter(register_number_hash=canonical_number(number))
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].decided_at, page[-1].id) if len(found) > limit else ""
    return ClaimPage(tuple(_claim(row) for row in page), last)


def claim_to_check(business_id: UUID) -> ClaimFacts | None:
    """Return one that waits, or that is verified."""
    row = _in_state(State.CLAIMED, State.VERIFIED).filter(pk=business_id).first()
    return _claim(row) if row else None


def claimed_business(row: Business) -> ClaimedBusiness:
    """Return what a claim says, and its documents; the caller puts that on record."""
    files = RegisterDocument.objects.filter(business=row).select_related("attachment")
    others = Business.objects.filter(register_number_hash=row.register_number, state=State.VERIFIED)
    return ClaimedBusiness(
        id=row.id,
        name=row.name,
        other_name=row.other_name,
        register_number=row.register_number,
        owners=tuple((person.name, person.email) for person in owners_of(row.id)),
        files=tuple(facts_of(each.attachment) for each in files.order_by("id")),
        is_known=others.exclude(pk=row.id).exists(),
    )


def register_document(business_id: UUID, file_id: UUID) -> StoredFile | None:
    """Return one document; the caller has found the opening of it on the register."""
    rows = RegisterDocument.objects.filter(business_id=business_id, attachment_id=file_id)
    row = rows.select_related("attachment").first()
    return StoredFile(facts_of(row.attachment), row.attachment.key) if row else None


def _in_state(*states: State) -> Any:
    rows = Business.objects.filter(state__in=states)
    return rows.annotate(count=Count("documents"))


def _facts(row: Membership) -> BusinessFacts:
    of = row.business
    return BusinessFacts(
        id=of.id,
        name=of.name,
        other_name=of.other_name,
        register_number=of.register_number,
        state=of.state,
        reason=of.reason,
        role=row.role,
        since_at=row.since_at,
    )


def _claim(row: Any) -> ClaimFacts:
    verified_at = row.decided_at if row.state == State.VERIFIED else None
    return ClaimFacts(row.id, row.count, row.claimed_at, verified_at)
