"""Sealing: the one writer of the chain."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from sawti.audit.chain import (
    COLUMNS,
    NOTHING_BEFORE,
    Row,
    digest_of,
    digest_of_lost,
    hash_of_seal,
)
from sawti.audit.models import Link, Pending, Seal
from sawti.tenancy.context import current_tenant

BATCH = 1000
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


def _seal_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        _wait_for_turn()
        waiting = list(Pending.objects.order_by("id").values_list("id", flat=True)[:BATCH])
        if waiting:
            _seal(waiting, at)
            Pending.objects.filter(pk__in=waiting).delete()
    return len(waiting)


def _wait_for_turn() -> None:
    """One sealer a tenant; each statement after this sees what the one before committed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"sawti audit {current_tenant().id}"],
        )


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
