"""Limits on contacts as staff see them: without the contact."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from sawti.conduct.models import ContactLimit, State

MOST_SHOWN = 100


@dataclass(frozen=True)
class LimitFacts:
    """One limit. `is_undecided`: somebody must decide on it or on its appeal; instants are UTC."""

    id: UUID
    number: str
    case_id: UUID
    state: str
    ground: str
    most_a_week: int
    until_at: datetime
    reason: str
    proposed_by_id: UUID
    proposed_by: str
    proposed_at: datetime
    decided_by_id: UUID | None
    decided_by: str
    appeal: str
    appealed_at: datetime | None
    appeal_decided_by: str
    appeal_reason: str
    is_over: bool

    @property
    def awaits_confirmation(self) -> bool:
        """Whether a second person has to confirm or decline it."""
        return self.state == State.PROPOSED and not self.is_over

    @property
    def awaits_appeal(self) -> bool:
        """Whether a third person has to decide on the contact's objection."""
        is_open = self.state == State.IN_FORCE and not self.is_over
        return is_open and self.appealed_at is not None and not self.appeal_decided_by

    @property
    def had_a_part(self) -> frozenset[UUID | None]:
        """Who proposed it and who decided."""
        return frozenset({self.proposed_by_id, self.decided_by_id})


def limits_page(*, without_cases: Collection[UUID], at: datetime) -> tuple[LimitFacts, ...]:
    """Return the newest limits, at most a hundred; `without_cases` hides those of some cases."""
    rows = ContactLimit.objects.exclude(case_id__in=without_cases).order_by("-proposed_at", "-id")
    return tuple(_facts(row, at) for row in _with_names(rows)[:MOST_SHOWN])


def limit_facts(limit_id: UUID, *, at: datetime) -> LimitFacts | None:
    """Return one limit of this tenant."""
    row = _with_names(ContactLimit.objects.filter(pk=limit_id)).first()
    return _facts(row, at) if row else None


def limits_in_force(*, person_id: UUID | None, email: str, phone: str, at: datetime) -> Any:
    """Return the limits that count for whoever is any of these, as rows to lock."""
    contact = Q(email_hash=email) | Q(phone_hash=phone)
    if person_id:
        contact |= Q(person_id=person_id)
    return ContactLimit.objects.filter(contact, state=State.IN_FORCE, until_at__gt=at)


def _with_names(rows: Any) -> Any:
    return rows.select_related("proposed_by", "decided_by", "appeal_decided_by")


def _facts(row: ContactLimit, at: datetime) -> LimitFacts:
    return LimitFacts(
        id=row.id,
        number=row.number,
        case_id=row.case_id,
        state=row.state,
        ground=row.ground,
        most_a_week=row.most_a_week,
        until_at=row.until_at,
        reason=row.reason,
        proposed_by_id=row.proposed_by_id,
        proposed_by=row.proposed_by.name,
        proposed_at=row.proposed_at,
        decided_by_id=row.decided_by_id,
        decided_by=row.decided_by.name if row.decided_by else "",
        appeal=row.appeal,
        appealed_at=row.appealed_at,
        appeal_decided_by=row.appeal_decided_by.name if row.appeal_decided_by else "",
        appeal_reason=row.appeal_reason,
        is_over=row.until_at <= at,
    )
