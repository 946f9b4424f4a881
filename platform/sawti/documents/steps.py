"""What an action calls to have a document made."""

from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.documents.errors import DocumentsUnavailable
from sawti.documents.libraries import missing_libraries
from sawti.documents.models import Document
from sawti.documents.seals import document_seal
from sawti.lib.ids import new_id
from sawti.outbox import steps as outbox

RENDER = "document.render"
LIFE = timedelta(hours=24)
SHORTEST_REST = timedelta(hours=1)  # what is about to expire is made anew


def add_document(
    kind: str,
    *,
    about_id: UUID,
    version: int,
    language: str,
    at: datetime,
    requested_by: Staff | None = None,
    secret: str = "",
) -> UUID:
    """Order a document in the open transaction and return its id; one that is there is reused.

    Raises DocumentsUnavailable where no PDF can be drawn.
    """
    if missing_libraries():
        raise DocumentsUnavailable
    found = Document.objects.filter(
        kind=kind,
        about_id=about_id,
        version=version,
        language=language,
        requested_by=requested_by,
        failed_at__isnull=True,
        expires_at__gt=at + SHORTEST_REST,
    ).first()
    if found:
        return found.id  # type: ignore[no-any-return]
    document_id = new_id()
    sealed = document_seal().seal(secret.encode(), bound_to=document_id.bytes) if secret else None
    Document.objects.create(
        id=document_id,
        kind=kind,
        about_id=about_id,
        version=version,
        language=language,
        requested_by=requested_by,
        sealed_secret=sealed,
        created_at=at,
        expires_at=at + LIFE,
    )
    outbox.add(RENDER, {"document_id": str(document_id)}, at=at)
    return document_id
