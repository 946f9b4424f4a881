"""What actions of other apps call inside their transaction: a file becomes part of something."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from django.conf import settings

from sawti.attachments.errors import FilesGone
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
