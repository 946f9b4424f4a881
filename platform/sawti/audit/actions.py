"""Sealing and anchoring: the one writer of the chain."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction

from sawti.audit.chain import (
    COLUMNS,
    NOTHING_BEFORE,
    Row,
    digest_of,
    digest_of_lost,
    hash_of_seal,
    signed_text,
)
from sawti.audit.models import Anchor, Entry, Link, Pending, Seal, Verification
from sawti.audit.queries import EntryFilter
from sawti.audit.signing import sign
from sawti.audit.steps import write_entry
from sawti.tenancy.context import current_tenant
from sawti.tenancy.locks import wait_for_turn

BATCH = 1000
DENIED = "access.denied"
DENIALS = 20  # in DENIAL_WINDOW by one person; what comes on top is not written
DENIAL_WINDOW = timedelta(minutes=10)
ENTRIES = (
    f"SELECT {COLUMNS} FROM audit_entry e "  # noqa: S608 - names of columns, nobody's input
    "WHERE e.tenant_id = %s AND e.id = ANY(%s)"
)


def seal_pending(*, at: datetime) -> int:
    """Seal every entry of the current tenant that waits; return how many there were.

    Each batch is a transaction of its own, so what ends in the middle goes on where it was. Two
    sealers take turns: the second finds what the first left.
    """
    sealed = 0
    while done := _seal_batch(at):
        sealed += done
    return sealed


def note_denial(
    *, actor_id: UUID, route: str, object_id: UUID | None, status: int, at: datetime
) -> None:
    """Record that staff were refused an object or a page.

    At most DENIALS in DENIAL_WINDOW for one person, so that nobody floods the record; the last one
    of them says that more may follow.
    """
    with transaction.atomic(durable=True):
        mine = Entry.objects.filter(event=DENIED, actor_id=actor_id, at__gt=at - DENIAL_WINDOW)
        left = DENIALS - mine.count()
        if left <= 0:
            return
        write_entry(
            DENIED,
            at=at,
            actor_id=actor_id,
            object_type="route",
            object_id=object_id,
            reason=f"{status} {route}" + (", the last for some minutes" if left == 1 else ""),
        )


def note_export(chosen: EntryFilter, *, by_id: UUID | None, at: datetime) -> None:
    """Record that entries of the record itself leave the system, and which."""
    with transaction.atomic(durable=True):
        write_entry(
            "audit.exported", at=at, actor_id=by_id, object_type="audit", reason=str(chosen)
        )


def anchor_chain(*, at: datetime) -> None:
    """Say once a day (in UTC) where the chain of the current tenant ends."""
    with transaction.atomic(durable=True):
        wait_for_turn("audit")
        last = Seal.objects.order_by("-sequence").first()
        if last is None or Anchor.objects.filter(day=at.date()).exists():
            return
        text = signed_text(
            tenant_id=current_tenant().id,
            day=at.date().isoformat(),
            sequence=last.sequence,
            total=last.total,
            hash_=bytes(last.hash),
        )
        key_name, signature = sign(text)
        Anchor.objects.create(day=at.date(), signed=text, key_name=key_name, signature=signature)


def note_verification(last: Seal | None, *, problem: str, at: datetime) -> None:
    """Keep the result of a check that read the chain up to the seal `last`."""
    with transaction.atomic(durable=True):
        Verification.objects.create(
            at=at,
            sequence=last.sequence if last else 0,
            total=last.total if last else 0,
            problem=problem[:300],
        )


def _seal_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        wait_for_turn("audit")
        waiting = list(Pending.objects.order_by("id").values_list("id", flat=True)[:BATCH])
        if waiting:
            _seal(waiting, at)
            Pending.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def _seal(waiting: list[UUID], at: datetime) -> None:
    rows = _rows(waiting)
    digests = [
        digest_of(rows[entry_id]) if entry_id in rows else digest_of_lost(entry_id)
        for entry_id in waiting
    ]
    last = Seal.objects.order_by("-sequence").first()
    seal = Seal(
        sequence=last.sequence + 1 if last else 1,
        sealed_at=at,
        count=len(waiting),
        total=(last.total if last else 0) + len(waiting),
        previous_hash=bytes(last.hash) if last else NOTHING_BEFORE,
    )
    seal.hash = hash_of_seal(
        tenant_id=current_tenant().id,
        sequence=seal.sequence,
        sealed_at=at,
        total=seal.total,
        previous=bytes(seal.previous_hash),
        digests=digests,
    )
    seal.save(force_insert=True)
    Link.objects.bulk_create(
        Link(sequence=seal.sequence, position=position, entry_id=entry_id, digest=digest)
        for position, (entry_id, digest) in enumerate(zip(waiting, digests, strict=True))
    )


def _rows(waiting: list[UUID]) -> dict[UUID, Row]:
    """Return the columns of the entries that are still there, by id."""
    with connection.cursor() as cursor:
        cursor.execute(ENTRIES, [current_tenant().id, waiting])
        return {UUID(row[0]): row for row in cursor.fetchall()}
