"""Reads of uploads by the token of whoever sent them."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sawti.attachments.facts import FileFacts, StoredFile
from sawti.attachments.models import Attachment
from sawti.attachments.steps import token_hash


def facts_of(row: Attachment) -> FileFacts:
    """Return what people see of a file."""
    return FileFacts(row.id, row.name, row.media_type, row.size, row.width, row.height)


def uploads_of(tokens: Sequence[str], *, at: datetime) -> dict[str, FileFacts]:
    """Return the files that still wait to be used, by token, in the order of `tokens`."""
    return {token: facts_of(row) for token, row in _rows(tokens).items() if _waits(row, at)}


def files_sent(tokens: Sequence[str]) -> tuple[FileFacts, ...]:
    """Return the files of `tokens`, used or not: what somebody has just sent."""
    return tuple(facts_of(row) for row in _rows(tokens).values())


def upload_of(file_id: UUID, tokens: Sequence[str], *, at: datetime) -> StoredFile | None:
    """Return a file that still waits, for whoever holds its token; None for anybody else."""
    rows = (row for row in _rows(tokens).values() if row.id == file_id and _waits(row, at))
    row = next(rows, None)
    return StoredFile(facts_of(row), row.key) if row else None


def file_with_id(file_id: UUID) -> StoredFile | None:
    """Return a file of this tenant, for whoever a link was made for; None where it is gone."""
    row = Attachment.objects.filter(pk=file_id).first()
    return StoredFile(facts_of(row), row.key) if row else None


def _rows(tokens: Sequence[str]) -> dict[str, Attachment]:
    if not tokens:
        return {}
    hashes = {token_hash(token): token for token in tokens}
    rows = Attachment.objects.filter(token_hash__in=list(hashes))
    found = {hashes[bytes(row.token_hash)]: row for row in rows}
    return {token: found[token] for token in dict.fromkeys(tokens) if token in found}


def _waits(row: Attachment, at: datetime) -> bool:
    return row.claimed_at is None and row.expires_at > at
