"""Reads the chain again and says where it is broken."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Sum

from sawti.audit.chain import (
    NOTHING_BEFORE,
    SEALED_TEXT,
    digest_of_lost,
    hash_of_seal,
    microseconds,
)
from sawti.audit.models import Pending, Seal
from sawti.tenancy.context import current_tenant

PORTION = 50_000  # entries that one statement streams; the record is never in memory
LATE = timedelta(hours=1)  # no transaction of ours is open for longer
# COPY sends rows while they are hashed here, so the server and this process work side by side.
LINKS = (
    "COPY (SELECT l.sequence, l.entry_id, encode(l.digest, 'hex'), "  # noqa: S608 - only names
    f"coalesce((extract(epoch FROM e.at) * 1000000)::bigint, 0), coalesce({SEALED_TEXT}, '') "
    "FROM audit_link l LEFT JOIN audit_entry e ON e.id = l.entry_id AND e.tenant_id = l.tenant_id "
    "WHERE l.tenant_id = %s AND l.sequence BETWEEN %s AND %s ORDER BY l.sequence, l.position) "
    "TO STDOUT"
)
UNKNOWN_ENTRIES = """
SELECT e.id FROM audit_entry e WHERE e.tenant_id = %s
AND NOT EXISTS (SELECT FROM audit_link l WHERE l.tenant_id = e.tenant_id AND l.entry_id = e.id)
AND NOT EXISTS (SELECT FROM audit_pending p WHERE p.tenant_id = e.tenant_id AND p.id = e.id)
ORDER BY e.at, e.id
"""
LINKS_PAST_THE_END = """
SELECT min(sequence) FROM audit_link WHERE tenant_id = %s AND sequence >
(SELECT coalesce(max(sequence), 0) FROM audit_seal WHERE tenant_id = %s)
"""
Progress = Callable[[int, int], None]
# Of a link: the sequence of its seal, its entry's id, its digest; of the entry: microseconds, and
# what is hashed of it, empty where it is gone.
Link = tuple[int, str, bytes, int, bytes]


class Fault(StrEnum):
    """How a link can be broken; the texts are for operators, in English like all commands."""

    ALTERED = "entry {entry} was altered after it was sealed"
    DELETED = "entry {entry} was deleted after it was sealed"
    LOST = "entry {entry} was deleted before it was sealed"
    BACKDATED = "entry {entry} is dated long before the seal in front of it: inserted afterwards"
    UNKNOWN = "entry {entry} is in no seal and does not wait for one: inserted past the record"
    REORDERED = "its entries were put into another order"
    REWRITTEN = "its list of entries does not give its hash: entries were added, taken or replaced"
    UNCHAINED = "it does not continue the seal before it"
    NO_SEAL = "the seal is missing"
    CUT = "the anchor of {day} knows this seal, and there is none: the end of the record was cut"
    REPLACED = "it is not the seal that the anchor of {day} knows: the record was written anew"
    FORGED = "the anchor of {day} has a signature that is not our key's"
    STRANGE = "the anchor of {day} is that of another tenant"


@dataclass(frozen=True)
class Break:
    """One broken link. `sequence`: of the seal, None for an entry that none covers.

    `day`: of the anchor that knows better.
    """

    fault: Fault
    sequence: int | None
    entry_id: UUID | None = None
    day: str = ""

    def __str__(self) -> str:
        place = "outside the chain" if self.sequence is None else f"seal {self.sequence}"
        return f"{place}: {self.fault.value.format(entry=self.entry_id, day=self.day)}"


def waiting() -> int:
    """Return how many entries of the tenant wait for their seal."""
    return int(Pending.objects.count())


def breaks(
    *, since: datetime | None = None, progress: Progress = lambda done, of: None
) -> Iterator[Break]:
    """Yield what is broken in the current tenant's chain, in its order; nothing if it is whole.

    With `since`, seals of earlier are trusted. `progress` is told how many entries are checked.
    Run it in one transaction; sealing may go on meanwhile.
    """
    seals = Seal.objects.filter(sealed_at__gte=since) if since else Seal.objects.all()
    whole = seals.aggregate(entries=Sum("count"))["entries"] or 0
    before, done = _seal_before(since), 0
    for portion in _portions(seals.order_by("sequence")):
        found, count = _breaks_in(portion, before)
        yield from found
        before, done = portion[-1], done + count
        progress(done, whole)
    yield from _past_the_end()
    yield from _unknown()


def _seal_before(since: datetime | None) -> Seal | None:
    if since is None:
        return None
    found: Seal | None = Seal.objects.filter(sealed_at__lt=since).order_by("-sequence").first()
    return found


def _portions(seals: Any) -> Iterator[list[Seal]]:
    """Yield the seals in lists that hold about PORTION entries together."""
    portion: list[Seal] = []
    entries = 0
    for seal in seals.iterator():
        portion.append(seal)
        entries += seal.count
        if entries >= PORTION:
            yield portion
            portion, entries = [], 0
    if portion:
        yield portion


def _breaks_in(portion: list[Seal], before: Seal | None) -> tuple[list[Break], int]:
    """Return what is broken in these seals, and how many entries they hold.

    The stream of links is read to its end here: nothing else can be asked before.
    """
    found: list[Break] = []
    count = 0
    with _links(before.sequence if before else 0, portion[-1].sequence) as links:
        for seal in portion:
            found += _gap(before, seal)
            rows = links.of(seal.sequence)
            found += _breaks_of(seal, before, rows)
            before, count = seal, count + len(rows)
    return found, count


class _Links:
    """The links of some seals in the order of the chain, each with its entry's columns."""

    def __init__(self, rows: Iterator[Link]) -> None:
        self._groups = groupby(rows, key=itemgetter(0))
        self._next: tuple[int, Iterator[Link]] | None = next(self._groups, None)

    def of(self, sequence: int) -> list[Link]:
        """Return those of one seal; those before it belong to no seal and tell nothing."""
        while self._next and self._next[0] < sequence:
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != sequence:
            return []
        rows = list(self._next[1])
        self._next = next(self._groups, None)
        return rows


@contextmanager
def _links(after: int, last: int) -> Iterator[_Links]:
    """Open the links of the seals `after` < sequence ≤ `last`."""
    wanted = [current_tenant().id, after + 1, last]
    with connection.cursor() as cursor, cursor.copy(LINKS, wanted) as copy:
        yield _Links(map(_link, copy))


def _link(line: Any) -> Link:
    """Read a line of COPY: of what it escapes only the backslash is left in JSON."""
    sequence, entry_id, digest, at, text = bytes(line)[:-1].split(b"\t")
    if b"\\" in text:
        text = text.replace(rb"\\", b"\\")
    return int(sequence), entry_id.decode(), bytes.fromhex(digest.decode()), int(at), text


def _gap(before: Seal | None, seal: Seal) -> Iterator[Break]:
    """Yield the seals that should stand between two."""
    for sequence in range(before.sequence + 1 if before else 1, seal.sequence):
        yield Break(Fault.NO_SEAL, sequence)


def _breaks_of(seal: Seal, before: Seal | None, rows: list[Link]) -> Iterator[Break]:
    previous = bytes(before.hash) if before else NOTHING_BEFORE
    if bytes(seal.previous_hash) != previous:
        yield Break(Fault.UNCHAINED, seal.sequence)
    earliest = microseconds(before.sealed_at - LATE) if before else 0
    for _sequence, entry_id, digest, at, text in rows:
        if sha256(text).digest() == digest and at >= earliest:
            continue
        yield Break(_fault_of(entry_id, digest, text), seal.sequence, UUID(entry_id))
    if fault := _fault_of_list(seal, rows):
        yield Break(fault, seal.sequence)


def _fault_of(entry_id: str, digest: bytes, text: bytes) -> Fault:
    """Return what is wrong with an entry whose digest or date is not as it should be."""
    if not text:
        return Fault.LOST if digest == digest_of_lost(UUID(entry_id)) else Fault.DELETED
    return Fault.ALTERED if sha256(text).digest() != digest else Fault.BACKDATED


def _fault_of_list(seal: Seal, rows: list[Link]) -> Fault | None:
    digests = [(row[1], row[2]) for row in rows]
    if _hash_over(seal, digests) == bytes(seal.hash):
        return None
    # A sealer puts entries in the order of their ids.
    is_order = _hash_over(seal, sorted(digests)) == bytes(seal.hash)
    return Fault.REORDERED if is_order else Fault.REWRITTEN


def _hash_over(seal: Seal, digests: list[tuple[str, bytes]]) -> bytes:
    return hash_of_seal(
        tenant_id=current_tenant().id,
        sequence=seal.sequence,
        sealed_at=seal.sealed_at,
        total=seal.total,
        previous=bytes(seal.previous_hash),
        digests=(digest for _, digest in digests),
    )


def _past_the_end() -> Iterator[Break]:
    tenant_id = current_tenant().id
    with connection.cursor() as cursor:
        cursor.execute(LINKS_PAST_THE_END, [tenant_id, tenant_id])
        if sequence := cursor.fetchone()[0]:
            yield Break(Fault.NO_SEAL, sequence)


def _unknown() -> Iterator[Break]:
    with connection.cursor() as cursor:
        # One look at each table, whatever the statistics say: a look-up for each entry takes long.
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(UNKNOWN_ENTRIES, [current_tenant().id])
        for (entry_id,) in cursor.fetchall():
            yield Break(Fault.UNKNOWN, None, entry_id)
