"""Access of support, as the tenant's administrators see it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sawti.entities.models import SupportGrant

MOST_ROWS = 100


class SupportState(StrEnum):
    """Where an access stands."""

    ASKED = "asked"
    OPEN = "open"
    OVER = "over"
    REFUSED = "refused"


@dataclass(frozen=True)
class GrantFacts:
    """One access: who asked why for how long, what became of it. `account_id`: while it is open."""

    id: UUID
    operator_id: UUID
    operator_name: str
    reason: str
    hours: int
    asked_at: datetime
    allowed_by: str
    until_at: datetime
    state: SupportState
    account_id: UUID | None


def support_grants(*, at: datetime) -> list[GrantFacts]:
    """Return the latest accesses, the newest first, in one statement."""
    rows = SupportGrant.objects.select_related("allowed_by").order_by("-asked_at", "-id")
    return [_facts(row, at) for row in rows[:MOST_ROWS]]


def open_grant(grant_id: UUID, *, at: datetime) -> GrantFacts | None:
    """Return an access that is open at `at`, else None."""
    row = SupportGrant.objects.select_related("allowed_by").filter(pk=grant_id).first()
    found = _facts(row, at) if row else None
    return found if found and found.state == SupportState.OPEN else None


def _facts(row: SupportGrant, at: datetime) -> GrantFacts:
    return GrantFacts(
        id=row.id,
        operator_id=row.operator_id,
        operator_name=row.operator_name,
        reason=row.reason,
        hours=row.hours,
        asked_at=row.asked_at,
        allowed_by=row.allowed_by.name if row.allowed_by else "",
        until_at=row.ended_at or row.until_at or row.asked_at,
        state=_state(row, at),
        account_id=row.account_id,
    )


def _state(row: SupportGrant, at: datetime) -> SupportState:
    if row.allowed_at is None:
        return SupportState.REFUSED if row.ended_at else SupportState.ASKED
    is_over = row.ended_at is not None or row.until_at is None or row.until_at <= at
    return SupportState.OVER if is_over else SupportState.OPEN
