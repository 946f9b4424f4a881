"""What somebody has typed so far, kept sealed between two pages of the form."""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from sawti.cases.models import Draft
from sawti.cases.seals import seal_for
from sawti.tenancy.context import reading

DRAFT_LIFE = timedelta(hours=24)


@dataclass(frozen=True)
class OpenDraft:
    """A draft: the form's values by field name, and the token that opens it."""

    id: UUID
    token: str
    values: dict[str, str]


def open_draft(token: str, *, at: datetime) -> OpenDraft | None:
    """Return the draft that `token` opens, or None if there is none or it expired."""
    if not token:
        return None
    with reading():
        row = Draft.objects.filter(token_hash=_hash(token), expires_at__gt=at).first()
    if row is None:
        return None
    plain = seal_for("draft").open(bytes(row.sealed), bound_to=token.encode())
    return OpenDraft(row.id, token, json.loads(plain)) if plain else None


def save_draft(draft: OpenDraft | None, values: dict[str, str], *, at: datetime) -> OpenDraft:
    """Merge `values` into the draft, or begin one; it lives for 24 hours from now."""
    token = draft.token if draft else secrets.token_urlsafe(24)
    merged = {**(draft.values if draft else {}), **values}
    sealed = seal_for("draft").seal(json.dumps(merged).encode(), bound_to=token.encode())
    with transaction.atomic(durable=True):
        row, _ = Draft.objects.update_or_create(
            token_hash=_hash(token), defaults={"sealed": sealed, "expires_at": at + DRAFT_LIFE}
        )
    return OpenDraft(row.id, token, merged)


def _hash(token: str) -> bytes:
    return seal_for("draft").fingerprint(token)
