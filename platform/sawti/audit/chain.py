"""How entries are hashed: what a digest and a seal are made of. docs/audit.md has it for others."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

VERSION = 1
NOTHING_BEFORE = bytes(32)
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# The columns of an entry `e` as they enter its digest, in this order; microseconds since 1970.
COLUMNS = (
    "e.id::text, e.tenant_id::text, (extract(epoch FROM e.at) * 1000000)::bigint, e.event, "
    "e.actor_kind, e.actor_id::text, e.acting_for_id::text, e.object_type, e.object_id::text, "
    "e.reason, e.request_id"
)
# What `digest_of` hashes, written by PostgreSQL: its JSON escapes the same characters in the same
# way, so a text that gives the digest is the one that was sealed. NULL where there is no entry.
SEALED_TEXT = f"""CASE WHEN e.id IS NOT NULL THEN concat(
'[{VERSION},"entry","', e.id, '","', e.tenant_id, '",',
(extract(epoch FROM e.at) * 1000000)::bigint, ',', to_json(e.event), ',', to_json(e.actor_kind),
',', coalesce(to_json(e.actor_id)::text, 'null'),
',', coalesce(to_json(e.acting_for_id)::text, 'null'), ',', to_json(e.object_type),
',', coalesce(to_json(e.object_id)::text, 'null'), ',', to_json(e.reason),
',', to_json(e.request_id), ']') END"""
Row = tuple[str | int | None, ...]


def digest_of(row: Row) -> bytes:
    """Return SHA-256 of an entry's COLUMNS as a JSON array behind the version of this scheme."""
    return sha256(canonical("entry", *row).encode()).digest()


def digest_of_lost(entry_id: UUID) -> bytes:
    """Return what stands for an entry that was gone when its turn to be sealed came."""
    return sha256(canonical("lost", str(entry_id)).encode()).digest()


def hash_of_seal(
    *,
    tenant_id: UUID,
    sequence: int,
    sealed_at: datetime,
    total: int,
    previous: bytes,
    digests: Iterable[bytes],
) -> bytes:
    """Return the hash of a seal. `total`: the entries of the chain so far, its own included."""
    joined = b"".join(digests)
    count = len(joined) // 32
    head = canonical(
        "seal", str(tenant_id), sequence, microseconds(sealed_at), count, total, previous.hex()
    )
    return sha256(head.encode() + b"\n" + joined).digest()


def signed_text(*, tenant_id: UUID, day: str, sequence: int, total: int, hash_: bytes) -> str:
    """Return what an anchor says: tenant, day, and its last seal with the entries up to it."""
    return canonical("anchor", str(tenant_id), day, sequence, total, hash_.hex())


def microseconds(at: datetime) -> int:
    """Return the instant as whole microseconds since 1970, without a float between."""
    passed = at - _EPOCH
    return (passed.days * 86400 + passed.seconds) * 1000000 + passed.microseconds


def canonical(*parts: str | int | None) -> str:
    """Return the parts, behind the version of this scheme, as a JSON array without spaces."""
    return _encoder.encode((VERSION, *parts))
