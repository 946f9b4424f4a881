"""What is kept of the chain elsewhere, day by day: a signed sentence about its last seal."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from sawti.audit.models import Anchor, Seal
from sawti.audit.signing import is_signed_by
from sawti.audit.verification import Break, Fault
from sawti.tenancy.context import TenantFacts, current_tenant


class NotAnAnchor(ValueError):
    """A file that should hold an anchor does not."""


@dataclass(frozen=True)
class AnchorFacts:
    """One anchor. `signed` is the exact text that `signature` is about; the rest stands in it."""

    signed: str
    key_name: str
    signature: str
    tenant_id: UUID
    day: str
    sequence: int
    total: int
    hash: str


def anchor_facts(signed: str, key_name: str, signature: str) -> AnchorFacts:
    """Return an anchor with what its text says; raises NotAnAnchor."""
    try:
        _version, kind, tenant_id, day, sequence, total, hash_ = json.loads(signed)
        found = AnchorFacts(
            signed, key_name, signature, UUID(tenant_id), str(day), int(sequence), int(total), hash_
        )
    except (ValueError, TypeError, AttributeError) as error:
        raise NotAnAnchor("The text of an anchor can't be read.") from error
    if kind != "anchor":
        raise NotAnAnchor("The text is not that of an anchor.")
    return found


def kept_anchors() -> list[AnchorFacts]:
    """Return the anchors of the tenant that the database has, by day."""
    rows = Anchor.objects.order_by("day")
    return [anchor_facts(row.signed, row.key_name, row.signature) for row in rows]


def anchors_in(folder: Path, tenant: TenantFacts) -> list[AnchorFacts]:
    """Return the anchors of a tenant in a folder that was brought from elsewhere, by day."""
    files = sorted((folder / tenant.slug).glob("*.json"))
    return [_from_file(path) for path in files]


def _from_file(path: Path) -> AnchorFacts:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return anchor_facts(content["signed"], content["key"], content["signature"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotAnAnchor(f"{path} holds no anchor.") from error


def anchor_storage() -> Storage:
    """Return where anchors are put: a folder, or a bucket that nobody may change."""
    return storages["anchors"]


def put_away(anchors: Iterable[AnchorFacts]) -> int:
    """Write the files that are not there yet; return how many were written."""
    folder = current_tenant().slug
    there = _names_in(folder)
    missing = [anchor for anchor in anchors if f"{anchor.day}.json" not in there]
    for anchor in missing:
        anchor_storage().save(f"{folder}/{anchor.day}.json", ContentFile(_file_of(anchor)))
    return len(missing)


def _names_in(folder: str) -> set[str]:
    """Return the names of the files in a folder of the store, which is asked once for all."""
    try:
        _, names = anchor_storage().listdir(folder)
    except FileNotFoundError:
        return set()
    return set(names)


def _file_of(anchor: AnchorFacts) -> bytes:
    content = {
        "tenant": current_tenant().slug,
        "signed": anchor.signed,
        "key": anchor.key_name,
        "signature": anchor.signature,
    }
    return json.dumps(content, indent=1).encode() + b"\n"


def anchor_breaks(anchors: Iterable[AnchorFacts], key: Ed25519PublicKey | None) -> Iterator[Break]:
    """Yield where the chain is not the one that the anchors saw, or an anchor is not ours.

    Without a key signatures are not looked at; an anchor without one is no break.
    """
    anchors = list(anchors)
    seals = _seals_at(anchor.sequence for anchor in anchors)
    for anchor in anchors:
        if key and anchor.signature and not is_signed_by(key, anchor.signed, anchor.signature):
            yield Break(Fault.FORGED, anchor.sequence, day=anchor.day)
        elif fault := _fault_of(anchor, seals.get(anchor.sequence)):
            yield Break(fault, anchor.sequence, day=anchor.day)


def _seals_at(sequences: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Return hash (hex) and total of the tenant's seals at these places of the chain."""
    rows = Seal.objects.filter(sequence__in=set(sequences))
    return {seal.sequence: (bytes(seal.hash).hex(), seal.total) for seal in rows}


def _fault_of(anchor: AnchorFacts, seal: tuple[str, int] | None) -> Fault | None:
    if anchor.tenant_id != current_tenant().id:
        return Fault.STRANGE
    if seal is None:
        return Fault.CUT
    return None if seal == (anchor.hash, anchor.total) else Fault.REPLACED
