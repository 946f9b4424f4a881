"""What workers do: draw a document that was ordered, delete those that expired."""

import logging
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from sawti.documents import kinds
from sawti.documents.models import Document
from sawti.documents.rendering import draw
from sawti.documents.seals import document_seal
from sawti.outbox.delivery import Letter
from sawti.tenancy.context import current_tenant, reading

log = logging.getLogger("sawti.documents")

MOST_ATTEMPTS = 3


def render_document(letter: Letter, at: datetime) -> None:
    """Draw the document that the outbox row names; a drawn or expired one is left alone.

    A receiver of the outbox: a fault is raised, so that it is tried again, but after the third
    one the document is marked failed, and its reader told so.
    """
    with reading():
        row = Document.objects.select_related("requested_by").filter(
            pk=letter.payload["document_id"], ready_at__isnull=True, expires_at__gt=at
        )
        document = row.first()
    if document is None:
        return
    try:
        pdf = _drawn(document, at)
    except Exception as error:
        if letter.attempts < MOST_ATTEMPTS:
            raise
        log.error("document %s (%s) failed: %s", document.id, document.kind, type(error).__name__)
        pdf = None
    with transaction.atomic(durable=True):
        Document.objects.filter(pk=document.pk, ready_at__isnull=True).update(
            sealed=document_seal().seal(pdf, bound_to=document.id.bytes) if pdf else None,
            sealed_secret=None,
            ready_at=at if pdf else None,
            failed_at=None if pdf else at,
        )


def _drawn(document: Document, at: datetime) -> bytes | None:
    """Return the PDF, or None where its reader may not have it any more."""
    zone = ZoneInfo(current_tenant().time_zone)
    with translation.override(document.language), timezone.override(zone):
        order = kinds.Order(
            about_id=document.about_id,
            language=document.language,
            requested_by=document.requested_by,
            secret=_secret(document),
            at=at,
        )
        with reading():
            sheet = kinds.compose(document.kind, order)
        return draw(sheet, language=document.language) if sheet else None


def _secret(document: Document) -> str:
    if document.sealed_secret is None:
        return ""
    plain = document_seal().open(bytes(document.sealed_secret), bound_to=document.id.bytes)
    assert plain is not None, "the sealing key changed while a document waited"
    return plain.decode()


def forget_expired(*, at: datetime) -> int:
    """Delete the documents whose time is over; return how many went."""
    with transaction.atomic(durable=True):
        gone, _ = Document.objects.filter(expires_at__lte=at).delete()
    return int(gone)
