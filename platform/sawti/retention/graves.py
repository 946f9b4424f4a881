"""Tombstones outside of the database: a line of JSON each, in a file apart from the backups.

A restored backup does not know what was removed after it was made; the file does.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Grave:
    """One tombstone."""

    subject: str
    subject_id: UUID
    how: str
    removed_at: datetime
    receipt_hash: bytes | None


def written(tenant: str, graves: Iterable[Grave]) -> Iterator[str]:
    """Yield the lines of a tenant's tombstones."""
    for grave in graves:
        facts = {
            "tenant": tenant,
            "subject": grave.subject,
            "id": str(grave.subject_id),
            "how": grave.how,
            "removed_at": grave.removed_at.isoformat(),
            "receipt_hash": grave.receipt_hash.hex() if grave.receipt_hash else "",
        }
        yield json.dumps(facts)


def read(tenant: str, lines: Iterable[str]) -> Iterator[Grave]:
    """Yield a tenant's tombstones out of the lines of all."""
    for line in lines:
        facts = json.loads(line)
        if facts["tenant"] == tenant:
            hashed = bytes.fromhex(facts["receipt_hash"]) or None
            at = datetime.fromisoformat(facts["removed_at"])
            yield Grave(facts["subject"], UUID(facts["id"]), facts["how"], at, hashed)
