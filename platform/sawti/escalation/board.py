"""The operation room's board: what falls due in a day or two, and what is late, by entity."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from sawti.cases.lifecycle import RUNNING, UNANSWERED
from sawti.cases.scope import VIEW, Scope, scope_of
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.escalation.models import Escalation, Outcome

DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Counts:
    """How many cases are late, fall due within 24 hours and in the 24 after those; how many stand
    on a level of their ladder, and of how many a level reached nobody."""

    overdue: int = 0
    first_day: int = 0
    second_day: int = 0
    escalated: int = 0
    unreached: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            *(mine + theirs for mine, theirs in zip(_all(self), _all(other), strict=True))
        )


@dataclass(frozen=True)
class BoardRow:
    """An entity with cases that need an eye, those of what lies below it included."""

    entity_id: UUID
    counts: Counts


@dataclass(frozen=True)
class Board:
    """All such entities whose cases somebody sees, the most urgent first, and their sum."""

    rows: tuple[BoardRow, ...]
    total: Counts


def board_of(rights: Rights, *, at: datetime) -> Board:
    """Return the board of whoever has these rights, from the one scope: three statements."""
    scope = scope_of(rights)
    due, standing = _due(scope, at), _standing(scope)
    own = {
        entity_id: Counts(*due.get(entity_id, (0, 0, 0)), *standing.get(entity_id, (0, 0)))
        for entity_id in due.keys() | standing.keys()
    }
    rows = [
        BoardRow(entity_id, _sum(own[each] for each in below if each in own))
        for entity_id, below in entity_tree().below.items()
        if own.keys() & below and (entity_id in own or rights.allow(VIEW, entity_id))
    ]
    rows.sort(key=lambda row: [-each for each in _all(row.counts)])  # else in the tenant's order
    return Board(tuple(rows), _sum(own.values()))


def _sum(counts: Iterable[Counts]) -> Counts:
    return sum(counts, Counts())


def _due(scope: Scope, at: datetime) -> dict[UUID, tuple[int, int, int]]:
    """Count by entity what is late and what falls due, walking the index of due dates."""
    first, second = at + DAY, at + 2 * DAY
    rows = scope.cases().filter(state__in=RUNNING, due_at__lt=second).order_by()
    counted = rows.values_list("entity_id").annotate(
        overdue=Count("pk", filter=Q(due_at__lt=at)),
        first_day=Count("pk", filter=Q(due_at__gte=at, due_at__lt=first)),
        second_day=Count("pk", filter=Q(due_at__gte=first)),
    )
    return {entity_id: tuple(found) for entity_id, *found in counted}


def _standing(scope: Scope) -> dict[UUID, tuple[int, int]]:
    rows: Any = Escalation.objects.filter(
        taken_back_at__isnull=True,
        case__state__in=UNANSWERED,
        case__in=scope.cases().filter(state__in=UNANSWERED).values("pk"),
    ).exclude(outcome=Outcome.RECORDED)
    counted = (
        rows.order_by()
        .values_list("case__entity_id")
        .annotate(
            escalated=Count("case_id", distinct=True),
            unreached=Count("case_id", distinct=True, filter=Q(outcome=Outcome.NOBODY)),
        )
    )
    return {entity_id: tuple(found) for entity_id, *found in counted}


def _all(counts: Counts) -> tuple[int, int, int, int, int]:
    return (
        counts.overdue,
        counts.first_day,
        counts.second_day,
        counts.escalated,
        counts.unreached,
    )
