"""What the edge notes about a session in use."""

from datetime import datetime

from django.db import transaction

from sawti.accounts.models import Session
from sawti.tenancy.context import current_tenant


def note_use(session_key: str, *, at: datetime) -> None:
    """Note that somebody uses the session, so that it is not taken for a left one."""
    with transaction.atomic(durable=True):
        Session.objects.filter(session_key=session_key, tenant_id=current_tenant().id).update(
            seen_at=at
        )
