"""What actions of other apps call inside their transaction: a file becomes part of something."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings

from sawti.attachments import content
from sawti.attachments.errors import FilesGone
from sawti.attachments.inspection.apart import Cleaned
from sawti.attachments.models import Attachment
from sawti.lib.sealing import Seal


@cache
def _seal() -> Seal:
    return Seal(settings.SAWTI_SEALING_KEY.encode(), "file")


def token_hash(token: str) -> bytes:
    """Return the keyed hash under which an upload's token is kept."""
    return _seal().fingerprint(token)


def sender_hash(sender: str) -> bytes:
    """Return the keyed hash under which the uploads of one sender are counted."""
    return _seal().fingerprint("sender", sender)


def claim(tokens: Sequence[str], *, at: datetime) -> list[Attachment]:
    """Claim the uploads that `tokens` name, in their order; each can be claimed once.

    Raises FilesGone if one expired, was claimed before, or is unknown in this tenant.
    """
    hashes = [token_hash(token) for token in dict.fromkeys(tokens)]
    rows = Attachment.objects.filter(
        token_hash__in=hashes, claimed_at__isnull=True, expires_at__gt=at
    )
    found = {bytes(row.token_hash): row for row in rows.order_by("id").select_for_update()}
    if len(found) != len(hashes):
        raise FilesGone
    Attachment.objects.filter(pk__in=[row.pk for row in found.values()]).update(
        claimed_at=at, sender_hash=None
    )
    return [found[each] for each in hashes]


def store_made(path: Path, media_type: str) -> str:
    """Keep the bytes of a file that we made ourselves, outside of any transaction; return its key.

    Should no row follow, nobody can open them, and the nightly sweep takes them.
    """
    return content.keep(Cleaned(media_type, path, None, None, None))


def record_made(
    key: str, path: Path, *, media_type: str, name: str, until_at: datetime, at: datetime
) -> Attachment:
    """Return the row of such a file; it belongs to whoever keeps the row."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    made: Attachment = Attachment.objects.create(
        media_type=media_type,
        name=name,
        size=path.stat().st_size,
        sha256=digest.digest(),
        key=key,
        token_hash=token_hash(secrets.token_urlsafe(24)),
        created_at=at,
        expires_at=until_at,
        claimed_at=at,
    )
    return made


def give_up(ids: Collection[UUID], *, at: datetime) -> None:
    """Let files that nothing points at any more go: the next sweep deletes rows and bytes."""
    Attachment.objects.filter(pk__in=ids).update(claimed_at=None, expires_at=at)
