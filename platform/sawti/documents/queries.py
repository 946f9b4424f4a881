"""Documents as their readers see them; who may ask, the caller has found out."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from sawti.accounts.models import Staff
from sawti.documents.models import Document
from sawti.documents.seals import document_seal


class Progress(StrEnum):
    """Where a document stands; codes are permanent."""

    PREPARING = "preparing"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class DocumentFacts:
    """A document that has not expired."""

    id: UUID
    kind: str
    language: str
    progress: Progress
    expires_at: datetime


def document_of(
    document_id: UUID, *, about_id: UUID, requested_by: Staff | None, at: datetime
) -> DocumentFacts | None:
    """Return a document about `about_id` that was made for this reader (None: the applicant)."""
    row = _of_reader(document_id, about_id, requested_by, at).defer("sealed").first()
    if row is None:
        return None
    return DocumentFacts(row.id, row.kind, row.language, _progress(row), row.expires_at)


def pdf_bytes(
    document_id: UUID, *, about_id: UUID, requested_by: Staff | None, at: datetime
) -> bytes | None:
    """Return the PDF itself, or None where there is none for this reader (yet)."""
    row = _of_reader(document_id, about_id, requested_by, at).first()
    if row is None or row.sealed is None:
        return None
    return document_seal().open(bytes(row.sealed), bound_to=row.id.bytes)


def _of_reader(
    document_id: UUID, about_id: UUID, requested_by: Staff | None, at: datetime
) -> QuerySet[Document]:
    rows: QuerySet[Document] = Document.objects.filter(
        pk=document_id, about_id=about_id, requested_by=requested_by, expires_at__gt=at
    )
    return rows


def _progress(row: Document) -> Progress:
    if row.ready_at:
        return Progress.READY
    return Progress.FAILED if row.failed_at else Progress.PREPARING
