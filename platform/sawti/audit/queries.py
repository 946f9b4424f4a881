"""What auditors look up: entries, newest first, and up to where the record was checked."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from sawti.audit.models import Anchor, Entry, Link, Verification
from sawti.lib.cursors import cursor_after, opened_cursor

PAGE = 50
MOST_EXPORTED = 20_000  # more is for the command export_audit


@dataclass(frozen=True)
class EntryFilter:
    """A choice of entries; what is None or "" chooses nothing. `since` ≤ time < `until`."""

    since: datetime | None = None
    until: datetime | None = None
    event: str = ""
    actor_id: UUID | None = None
    object_id: UUID | None = None
    request_id: str = ""

    def __str__(self) -> str:
        chosen = {field.name: getattr(self, field.name) for field in fields(self)}
        return ", ".join(f"{name} {value}" for name, value in chosen.items() if value) or "all"


@dataclass(frozen=True)
class EntryRow:
    """One entry. `seal`: the sequence of its seal, None as long as it waits for one."""

    id: UUID
    at: datetime
    event: str
    actor_kind: str
    actor_id: UUID | None
    acting_for_id: UUID | None
    object_type: str
    object_id: UUID | None
    reason: str
    request_id: str
    seal: int | None


@dataclass(frozen=True)
class EntryPage:
    """A page of entries; `next_cursor` is empty on the last one."""

    rows: tuple[EntryRow, ...]
    next_cursor: str


@dataclass(frozen=True)
class Assurance:
    """The last nightly check: when, over how many entries, what was broken ("" for nothing).

    `is_anchored`: there is a signed anchor.
    """

    at: datetime
    total: int
    problem: str
    is_anchored: bool


def is_on_record(entry_id: UUID) -> bool:
    """Tell whether there is an entry with this id."""
    return bool(Entry.objects.filter(pk=entry_id).exists())


def entries_page(chosen: EntryFilter, *, cursor: str = "", size: int = PAGE) -> EntryPage:
    """Return one page of the chosen entries, newest first, in one statement.

    Raises Invalid for a cursor that we did not make.
    """
    rows = _chosen(chosen)
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last_id), at__lte=at)
    read = [EntryRow(**row) for row in rows.values(*COLUMNS)[: size + 1]]
    page = tuple(read[:size])
    return EntryPage(page, cursor_after(page[-1].at, page[-1].id) if len(read) > size else "")


def every_entry(chosen: EntryFilter) -> Iterator[EntryRow]:
    """Yield the chosen entries, newest first, without holding them all; in one transaction."""
    return (EntryRow(**row) for row in _chosen(chosen).values(*COLUMNS).iterator(2000))


def count_up_to(chosen: EntryFilter, most: int) -> int:
    """Return how many entries are chosen, at most `most`."""
    return int(_chosen(chosen).order_by()[:most].count())


def assurance() -> Assurance | None:
    """Return the result of the last nightly check, or None before the first."""
    last = Verification.objects.order_by("-at").first()
    if last is None:
        return None
    is_anchored = Anchor.objects.exclude(signature="").exists()
    return Assurance(last.at, last.total, last.problem, is_anchored)


COLUMNS = tuple(field.name for field in fields(EntryRow))


def _chosen(chosen: EntryFilter) -> Any:
    wanted = {
        "at__gte": chosen.since,
        "at__lt": chosen.until,
        "event": chosen.event,
        "actor_id": chosen.actor_id,
        "object_id": chosen.object_id,
        "request_id": chosen.request_id,
    }
    links = Link.objects.filter(entry_id=OuterRef("id")).values("sequence")
    rows = Entry.objects.filter(**{name: value for name, value in wanted.items() if value})
    return rows.annotate(seal=Subquery(links[:1])).order_by("-at", "-id")
