"""Seeing the desk as a colleague does: its beginning and its end are on record."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.errors import NotToBeSeen
from sawti.entities.permissions import rights_of
from sawti.entities.rules import may_be_seen
from sawti.lib.errors import Missing, NotPermitted
from sawti.lib.permissions import VIEW_AS


def begin_view(staff_id: UUID, *, by: Staff, at: datetime) -> Staff:
    """Let an administrator see the desk as a colleague; return the colleague.

    Raises NotPermitted, Missing, and NotToBeSeen for oneself and for whoever sees more than an
    administrator may (see `may_be_seen`). Whoever only looks has no right to look further.
    """
    with transaction.atomic(durable=True):
        if not rights_of(by, at=at).may(VIEW_AS):
            raise NotPermitted
        colleague: Staff | None = Staff.objects.filter(pk=staff_id, is_active=True).first()
        if colleague is None:
            raise Missing
        if colleague.id == by.id or not may_be_seen(rights_of(colleague, at=at)):
            raise NotToBeSeen
        _note("view_as.began", colleague.id, by, at, "")
    return colleague


def end_view(staff_id: UUID, *, by: Staff, at: datetime, reason: str = "") -> None:
    """Record that the view ended; `reason`: why, where nobody ended it."""
    with transaction.atomic(durable=True):
        _note("view_as.ended", staff_id, by, at, reason)


def _note(event: str, staff_id: UUID, by: Staff, at: datetime, reason: str) -> None:
    write_entry(
        event, at=at, actor_id=by.id, object_type="staff", object_id=staff_id, reason=reason
    )
