"""Who may act for whom now: the one definition, and what people and the desk read of it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from sawti.acting.facts import Right
from sawti.acting.models import Proof, Representation, State
from sawti.attachments.facts import FileFacts, StoredFile
from sawti.attachments.queries import facts_of
from sawti.catalogue.queries import RepresentationKindFacts, catalogue
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.tenancy.context import current_tenant

PAGE = 50


@dataclass(frozen=True)
class RepresentationFacts:
    """What a representative, or the one they act for, reads of it."""

    id: UUID
    kind_name: str
    name: str
    state: str
    is_lasting: bool
    is_over: bool
    needs_proof: bool
    proofs: int
    claimed_at: datetime
    valid_until: date | None
    reason: str


@dataclass(frozen=True)
class RepresentationPage:
    """A page of them, the newest first; `next_cursor` is empty on the last one."""

    rows: tuple[RepresentationFacts, ...]
    next_cursor: str


@dataclass(frozen=True)
class ClaimFacts:
    """A claim for whoever checks proofs; it names nobody. `accepted_at`: empty while it waits."""

    id: UUID
    kind_name: str
    is_lasting: bool
    proofs: int
    claimed_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True)
class ClaimPage:
    """A page of them; `next_cursor` is empty on the last one."""

    rows: tuple[ClaimFacts, ...]
    next_cursor: str


@dataclass(frozen=True)
class ProofFacts:
    """Who says to represent whom, and the documents: shown once, to whoever checks them."""

    id: UUID
    name: str
    email: str
    representative: str
    reply_to: str
    valid_until: date | None
    files: tuple[FileFacts, ...]


def today(at: datetime) -> date:
    """Return the day in the tenant's zone."""
    return at.astimezone(ZoneInfo(current_tenant().time_zone)).date()


def kind_of(row: Representation) -> RepresentationKindFacts:
    """Return the kind of a representation, from the snapshot."""
    found = catalogue().by_id[row.kind_id]
    assert isinstance(found, RepresentationKindFacts)
    return found


def is_alive(row: Representation, *, at: datetime) -> bool:
    """Tell whether it was neither refused nor ended, and is not over."""
    is_open = row.state in (State.CLAIMED, State.PROVEN)
    return is_open and (row.valid_until is None or row.valid_until >= today(at))


def allows(row: Representation, right: Right, *, at: datetime) -> bool:
    """Tell whether the representation allows this now.

    Until a proof that is needed was accepted it allows to file and nothing else.
    """
    kind = kind_of(row)
    is_proven = row.state == State.PROVEN or not kind.needs_proof or right == Right.FILE
    return is_alive(row, at=at) and is_proven and right in kind.may


def ids_allowing(person_id: UUID, right: Right, *, at: datetime) -> list[UUID]:
    """Return the representations under which the person may do this now: one statement."""
    rows = Representation.objects.filter(representative_id=person_id)
    rows = rows.exclude(state__in=(State.REFUSED, State.ENDED))
    return [row.id for row in rows if allows(row, right, at=at)]


def representations_of(
    person_id: UUID, *, language: str, at: datetime
) -> tuple[RepresentationFacts, ...]:
    """Return whom a person represents or represented, the newest first."""
    return _facts(Representation.objects.filter(representative_id=person_id), language, at)


def lasting_for(person_id: UUID, *, language: str, at: datetime) -> tuple[RepresentationFacts, ...]:
    """Return whom a person may file for without proving it again."""
    rows = Representation.objects.filter(pk__in=ids_allowing(person_id, Right.FILE, at=at))
    return _facts(rows.filter(case_id=None), language, at)


def representations_page(
    person_id: UUID, *, language: str, at: datetime, cursor: str = "", limit: int = PAGE
) -> RepresentationPage:
    """Return a page of whom a person represents or represented, the newest first."""
    rows = Representation.objects.filter(representative_id=person_id)
    return _page(rows, language, at, cursor, limit)


def made_for_page(
    email: str, *, language: str, at: datetime, cursor: str = "", limit: int = PAGE
) -> RepresentationPage:
    """Return a page of who acts for the person with this address, which was proved, or said so."""
    rows = Representation.objects.filter(email_hash=email).exclude(state=State.ENDED)
    return _page(rows, language, at, cursor, limit)


def waiting_page(*, language: str, cursor: str = "", limit: int = PAGE) -> ClaimPage:
    """Return a page of the claims that wait for a check, the oldest first.

    Raises Invalid for a strange cursor.
    """
    rows = Representation.objects.filter(state=State.CLAIMED, kind__needs_proof=True)
    rows = rows.annotate(count=Count("proofs")).order_by("claimed_at", "id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(claimed_at__gt=at) | Q(claimed_at=at, id__gt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].claimed_at, page[-1].id) if len(found) > limit else ""
    return ClaimPage(tuple(_claim(row, language) for row in page), last)


def accepted_page(*, language: str, cursor: str = "", limit: int = PAGE) -> ClaimPage:
    """Return a page of the claims whose proof was accepted, the latest decision first."""
    rows = Representation.objects.filter(state=State.PROVEN)
    rows = rows.annotate(count=Count("proofs")).order_by("-decided_at", "-id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(decided_at__lt=at) | Q(decided_at=at, id__lt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].decided_at, page[-1].id) if len(found) > limit else ""
    return ClaimPage(tuple(_claim(row, language) for row in page), last)


def claim_to_check(claim_id: UUID, *, language: str) -> ClaimFacts | None:
    """Return one that waits, or that was accepted."""
    waits = Q(state=State.CLAIMED, kind__needs_proof=True)
    rows = Representation.objects.filter(waits | Q(state=State.PROVEN), pk=claim_id)
    row = rows.annotate(count=Count("proofs")).first()
    return _claim(row, language) if row else None


def proof_of(row: Representation) -> ProofFacts:
    """Return what a claim says of people, and its documents; the caller puts that on record."""
    representative = row.representative
    files = Proof.objects.filter(representation=row).select_related("attachment").order_by("id")
    return ProofFacts(
        id=row.id,
        name=row.name,
        email=row.email,
        representative=representative.name if representative else "",
        reply_to=row.reply_to,
        valid_until=row.valid_until,
        files=tuple(facts_of(each.attachment) for each in files),
    )


def proof_file(representation_id: UUID, file_id: UUID) -> StoredFile | None:
    """Return one document; the caller has found the opening of it on the register."""
    rows = Proof.objects.filter(representation_id=representation_id, attachment_id=file_id)
    row = rows.select_related("attachment").first()
    return StoredFile(facts_of(row.attachment), row.attachment.key) if row else None


def _page(rows: Any, language: str, at: datetime, cursor: str, limit: int) -> RepresentationPage:
    if cursor:
        when, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(claimed_at__lt=when) | Q(claimed_at=when, id__lt=last_id))
    found = _facts(rows, language, at, limit + 1)
    page = found[:limit]
    last = cursor_after(page[-1].claimed_at, page[-1].id) if len(found) > limit else ""
    return RepresentationPage(page, last)


def _facts(
    rows: Any, language: str, at: datetime, limit: int | None = None
) -> tuple[RepresentationFacts, ...]:
    found = rows.annotate(count=Count("proofs")).order_by("-claimed_at", "-id")[:limit]
    return tuple(
        RepresentationFacts(
            id=row.id,
            kind_name=kind_of(row).name(language),
            name=row.name,
            state=row.state,
            is_lasting=row.case_id is None,
            is_over=not is_alive(row, at=at),
            needs_proof=kind_of(row).needs_proof,
            proofs=row.count,
            claimed_at=row.claimed_at,
            valid_until=row.valid_until,
            reason=row.reason,
        )
        for row in found
    )


def _claim(row: Any, language: str) -> ClaimFacts:
    accepted_at = row.decided_at if row.state == State.PROVEN else None
    return ClaimFacts(
        row.id,
        kind_of(row).name(language),
        row.case_id is None,
        row.count,
        row.claimed_at,
        accepted_at,
    )
