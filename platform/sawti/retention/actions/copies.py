"""A person's copy of their data as one file: asked for, made by a worker, fetched once."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Person
from sawti.attachments.facts import StoredFile
from sawti.attachments.queries import facts_of
from sawti.attachments.steps import give_up, record_made, store_made
from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.lib.errors import Missing
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter
from sawti.retention.copying import NAME, TYPE, write_copy
from sawti.retention.models import Copy
from sawti.tenancy.context import reading

log = logging.getLogger("sawti.retention")

ASKED = "person.copy_asked"
LIFE = timedelta(hours=24)
MOST_ATTEMPTS = 3
EVERY = 10  # files, after which the progress is told


def ask_copy(person_id: UUID, *, language: str, at: datetime) -> None:
    """Order a copy; one that is being made, or waits to be fetched, is the one asked for."""
    with transaction.atomic(durable=True):
        Person.objects.select_for_update().get(pk=person_id)
        waiting = Copy.objects.filter(person_id=person_id, fetched_at=None, failed_at=None)
        if waiting.filter(expires_at__gt=at).exists():
            return
        row = Copy.objects.create(
            person_id=person_id, language=language, asked_at=at, expires_at=at + LIFE
        )
        outbox.add(ASKED, {"copy_id": str(row.id)}, at=at)
        _audit("person.copy_asked", person_id, at)


def make_copy(letter: Letter, at: datetime) -> None:
    """Make the copy that the outbox row names; one that is made, or is over, is left alone.

    A receiver of the outbox: a fault is raised, so that it is tried again, but after the third
    one the copy is marked failed, and its reader told so.
    """
    with reading():
        rows = Copy.objects.filter(pk=letter.payload["copy_id"], ready_at=None, expires_at__gt=at)
        row: Copy | None = rows.select_related("person").first()
    if row is None:
        return
    try:
        with TemporaryDirectory(prefix="sawti-") as place:
            path = Path(place) / NAME
            write_copy(
                path,
                row.person,
                language=row.language,
                at=at,
                progress=lambda done, total: _tell(row.id, done, total),
            )
            _keep(row, path, at)
    except Exception as error:
        if letter.attempts < MOST_ATTEMPTS:
            raise
        log.error("copy %s failed: %s", row.id, type(error).__name__)
        with transaction.atomic(durable=True):
            Copy.objects.filter(pk=row.id, ready_at=None).update(failed_at=at)


def fetch_copy(copy_id: UUID, *, person_id: UUID, at: datetime) -> StoredFile:
    """Return the file, once. Raises Missing for another's, and where it was fetched or is over."""
    with transaction.atomic(durable=True):
        rows = Copy.objects.filter(pk=copy_id, person_id=person_id, expires_at__gt=at)
        rows = rows.filter(ready_at__isnull=False, fetched_at=None)
        row: Copy | None = rows.select_for_update(of=("self",)).first()
        if row is None or row.attachment is None:
            raise Missing
        row.fetched_at = at
        row.save(update_fields=["fetched_at"])
        _audit("person.copy_fetched", person_id, at)
        return StoredFile(facts_of(row.attachment), row.attachment.key)


def forget_copies(*, at: datetime) -> int:
    """Delete the copies that were fetched an hour ago, or are over; return how many."""
    with transaction.atomic(durable=True):
        over = Copy.objects.filter(expires_at__lte=at)
        fetched = Copy.objects.filter(fetched_at__lte=at - timedelta(hours=1))
        rows = list((over | fetched).select_for_update())
        Copy.objects.filter(pk__in=[row.pk for row in rows]).delete()
        give_up([row.attachment_id for row in rows if row.attachment_id], at=at)
    return len(rows)


def _tell(copy_id: UUID, done: int, total: int) -> None:
    if done % EVERY == 0:
        with transaction.atomic(durable=True):
            Copy.objects.filter(pk=copy_id).update(done=done, total=total)


def _keep(row: Copy, path: Path, at: datetime) -> None:
    key = store_made(path, TYPE)
    with transaction.atomic(durable=True):
        found: Copy | None = Copy.objects.select_for_update().filter(pk=row.pk).first()
        if found is None or found.ready_at is not None:
            return  # the account ended meanwhile, or another worker was faster
        found.attachment = record_made(
            key, path, media_type=TYPE, name=NAME, until_at=found.expires_at, at=at
        )
        found.ready_at = at
        found.save(update_fields=["attachment", "ready_at"])


def _audit(event: str, person_id: UUID, at: datetime) -> None:
    write_entry(
        event,
        at=at,
        actor_id=person_id,
        actor_kind=ActorKind.PERSON,
        object_type="person",
        object_id=person_id,
    )
