"""Taking a file in, and letting go of what nobody used."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q

from sawti.attachments import content
from sawti.attachments.errors import REFUSALS, FileEmpty, FileTooLarge, NoRoom, TooManyWaiting
from sawti.attachments.facts import Uploaded
from sawti.attachments.inspection.apart import EXTENSIONS, Cleaned, cleaned
from sawti.attachments.inspection.child import SOURCE
from sawti.attachments.inspection.names import clean_name
from sawti.attachments.inspection.sniffing import Unacceptable
from sawti.attachments.models import Attachment
from sawti.attachments.queries import facts_of
from sawti.attachments.steps import sender_hash, token_hash
from sawti.tenancy.context import reading

UPLOAD_LIFE = timedelta(hours=24)  # as long as a draft lives
ORPHAN_AGE = timedelta(hours=24)
BATCH = 200
MEGABYTE = 1024 * 1024


def upload_file(chunks: Iterable[bytes], *, name: str, sender: str, at: datetime) -> Uploaded:
    """Inspect a file, draw it anew, keep it; it waits 24 hours for a case.

    `sender`: whose uploads are counted together, an account or the hash of a network. `chunks` are
    read up to the limit of a file and not further. The bytes are stored before the row: a crash
    between leaves bytes that nobody can open, and the nightly sweep takes them. Raises FileRefused
    (each kind says what is allowed), TooManyWaiting when too many uploads of the sender wait, and
    NoRoom when too many of all do.
    """
    whose = sender_hash(sender)
    _require_room(whose, at)
    with TemporaryDirectory(prefix="sawti-") as place:
        folder = Path(place)
        _spool(chunks, folder / SOURCE, name)
        try:
            clean = cleaned(folder)
        except Unacceptable as refusal:
            raise REFUSALS[refusal.code](clean_name(name), **refusal.figures) from None
        key = content.keep(clean)
        return _record(clean, key, name, whose, at)


def _require_room(whose: bytes, at: datetime) -> None:
    rows = Attachment.objects.filter(claimed_at__isnull=True, expires_at__gt=at)
    with reading():
        waiting = rows.aggregate(all=Count("id"), own=Count("id", filter=Q(sender_hash=whose)))
    if waiting["own"] >= settings.SAWTI_FILES_MOST_WAITING_OF_SENDER:
        raise TooManyWaiting(most=settings.SAWTI_FILES_MOST_WAITING_OF_SENDER)
    if waiting["all"] >= settings.SAWTI_FILES_MOST_WAITING:
        raise NoRoom


def _spool(chunks: Iterable[bytes], target: Path, name: str) -> None:
    """Write what comes to disk; the sender's word for the length is not asked."""
    most, size = settings.SAWTI_FILES_MOST_BYTES, 0
    with target.open("wb") as file:
        for chunk in chunks:
            size += len(chunk)
            if size > most:
                raise FileTooLarge(clean_name(name), most=most // MEGABYTE)
            file.write(chunk)
    if size == 0:
        raise FileEmpty(clean_name(name))


def _record(clean: Cleaned, key: str, name: str, whose: bytes, at: datetime) -> Uploaded:
    token = secrets.token_urlsafe(24)
    with clean.path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    with transaction.atomic(durable=True):
        row = Attachment.objects.create(
            media_type=clean.media_type,
            name=clean_name(name, EXTENSIONS[clean.media_type]),
            size=clean.path.stat().st_size,
            sha256=digest.digest(),
            width=clean.width,
            height=clean.height,
            key=key,
            token_hash=token_hash(token),
            sender_hash=whose,
            created_at=at,
            expires_at=at + UPLOAD_LIFE,
        )
    return Uploaded(token, facts_of(row), row.expires_at)


def discard_upload(token: str) -> None:
    """Delete a file that its sender took back; one that is part of a case stays."""
    with transaction.atomic(durable=True):
        rows = Attachment.objects.filter(token_hash=token_hash(token), claimed_at__isnull=True)
        _delete(list(rows.select_for_update()))


def sweep_unclaimed(*, at: datetime) -> int:
    """Delete the uploads that nobody used in time; return how many."""
    total = 0
    while count := _sweep_batch(at):
        total += count
    return total


def _sweep_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        rows = Attachment.objects.filter(claimed_at__isnull=True, expires_at__lte=at)
        found = list(rows.select_for_update(skip_locked=True)[:BATCH])
        _delete(found)
    return len(found)


def _delete(rows: list[Attachment]) -> None:
    """Delete rows now and their bytes once that is certain; bytes that stay are orphans."""
    Attachment.objects.filter(pk__in=[row.pk for row in rows]).delete()
    for row in rows:
        transaction.on_commit(partial(content.forget, row.key), robust=True)


def sweep_orphans(*, at: datetime) -> int:
    """Delete bytes without a row that are older than a day; return how many files went."""
    total, old = 0, at - ORPHAN_AGE
    for shelf in content.SHELVES:
        found = content.keys_on(shelf)
        with reading():
            rows = Attachment.objects.filter(key__in=list(found))
            known = set(rows.values_list("key", flat=True))
        # The age is asked of what nobody knows only: in a bucket each question is a request.
        orphans = [key for key in found.keys() - known if content.is_older(found[key], old)]
        for key in orphans:
            content.forget(key)
        total += len(orphans)
    return total
