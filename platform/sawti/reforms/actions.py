"""Acts on entities in a transaction of their own: for commands and set-up; the CMS has its own."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.reforms.facts import Wish
from sawti.reforms.models import Reform
from sawti.reforms.steps import carrying_out


def ask_reform(wish: Wish, *, by: Staff, at: datetime, seen: str | None = None) -> Reform:
    """Carry out an act on an entity, or let it wait for its day.

    Raises as `sawti.reforms.steps.carrying_out.ask_reform` does.
    """
    with transaction.atomic(durable=True):
        return carrying_out.ask_reform(wish, by=by, at=at, seen=seen)


def cancel_reform(reform_id: UUID, *, by: Staff, at: datetime) -> Reform:
    """Call off an act that waits for its day. Raises NotPermitted, Missing, ReformNotOpen."""
    with transaction.atomic(durable=True):
        return carrying_out.cancel_reform(reform_id, by=by, at=at)
