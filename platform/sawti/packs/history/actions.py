"""Writing a generated history into the current tenant."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.cases.content import store_many
from sawti.cases.models import (
    Applicant,
    Case,
    Clock,
    HistoryRow,
    Involvement,
    Message,
    Note,
    Pause,
)
from sawti.escalation.models import Escalation, Notice
from sawti.packs.history import rows as tables
from sawti.packs.history.climbing import climbed
from sawti.packs.history.errors import HistoryExists, NoHandlers
from sawti.packs.history.plan import Chunk, births_in, chunks_of
from sawti.packs.history.rows import Rows
from sawti.packs.history.stories import live
from sawti.packs.history.world import NobodyHandles, World, world_of_tenant
from sawti.quality.models import Rating
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.steps import insert_rows

BATCH = 2000
SEALED_APPLICANT = ("id", "case_id", "name", "email", "email_hash", "phone", "phone_hash")


@dataclass(frozen=True)
class Told:
    """How far the writing has come: cases in the history so far, and of those written now."""

    total: int
    written: int


def make_history(
    cases: int,
    *,
    since: datetime,
    until: datetime,
    seed: int,
    is_continued: bool = False,
    batch: int = BATCH,
    progress: Callable[[Told], None] = lambda told: None,
) -> Told:
    """Write `cases` believable cases, received from `since` to `until` (aware UTC).

    The same seed, span and configuration give the same rows, ids included. Nothing is announced:
    no outbox row is written. Each batch of about `batch` cases is one transaction; `is_continued`
    leaves out the batches that are there already, so a history that was broken off can be
    finished. Raises HistoryExists where the tenant has cases and `is_continued` is not set, and
    NoHandlers where no staff could have handled them.
    """
    with reading():
        if not is_continued and Case.objects.exists():
            raise HistoryExists(tenant=current_tenant().slug)
        try:
            world = world_of_tenant(since=since, until=until, seed=seed)
        except NobodyHandles as error:
            raise NoHandlers(tenant=current_tenant().slug) from error
    told = Told(0, 0)
    for rows in _told_ahead(world, list(_batches(chunks_of(world, cases), batch))):
        count = len(rows.cases)
        is_new = _write(rows, until)
        told = Told(told.total + count, told.written + (count if is_new else 0))
        progress(told)
    return told


def _batches(chunks: list[Chunk], size: int) -> Iterator[list[Chunk]]:
    """Put whole chunks together until they have at least `size` cases."""
    batch: list[Chunk] = []
    for chunk in chunks:
        batch.append(chunk)
        if sum(each.count for each in batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch


def _told_ahead(world: World, batches: list[list[Chunk]]) -> Iterator[Rows]:
    """Yield the rows of each batch; while one is written, the next one is told in a thread."""
    with ThreadPoolExecutor(1) as teller:
        ahead: Future[Rows] | None = None
        for batch in batches:
            coming = teller.submit(copy_context().run, _tell, world, batch)
            if ahead:
                yield ahead.result()
            ahead = coming
        if ahead:
            yield ahead.result()


def _tell(world: World, batch: list[Chunk]) -> Rows:
    rows = Rows()
    for chunk in batch:
        for birth, rng in births_in(world, chunk):
            rows.add(live(world, birth, rng), rng)
    return rows


def _write(rows: Rows, until: datetime) -> bool:
    """Write one batch, all of it or nothing; return False where it is there already."""
    with transaction.atomic(durable=True):
        if Case.objects.filter(pk=rows.cases[0][0]).exists():
            return False
        insert_rows(Case, tables.CASE, rows.cases)
        store_many(rows.contents, rows.words)
        insert_rows(Applicant, SEALED_APPLICANT, [_sealed(row) for row in rows.applicants])
        insert_rows(Message, tables.MESSAGE, rows.messages)
        insert_rows(Note, tables.NOTE, rows.notes)
        insert_rows(HistoryRow, tables.HISTORY, rows.history)
        insert_rows(Rating, tables.RATING, rows.ratings)
        insert_rows(Involvement, tables.INVOLVEMENT, rows.involvements)
        insert_rows(Clock, tables.CLOCK, rows.clocks)
        insert_rows(Pause, tables.PAUSE, rows.pauses)
        told = climbed([row[0] for row in rows.cases], until=until)
        HistoryRow.objects.bulk_create(told.history)
        Escalation.objects.bulk_create(told.escalations)
        Notice.objects.bulk_create(told.notices)
    return True


def _sealed(row: tables.Row) -> tuple[str | None, ...]:
    """Return a row of `tables.APPLICANT` as the table has it: sealed, with its hashes, in hex."""
    row_id, *given = row
    of_row = Applicant(id=UUID(str(row_id)), **dict(zip(tables.APPLICANT[1:], given, strict=True)))
    fields: list[Any] = [Applicant._meta.get_field(name) for name in SEALED_APPLICANT[2:]]
    values = [field.pre_save(of_row, True) for field in fields]
    return (str(row_id), str(row[1]), *(value and value.hex() for value in values))
