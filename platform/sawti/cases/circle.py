"""Who takes part in a case or is in conflict with it, as frozen facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.cases.models import Involvement
from sawti.entities.queries import entity_tree


@dataclass(frozen=True)
class InvolvedFacts:
    """Somebody who takes part in a case or is in conflict with it; `name` may be an entity's.

    It is "" for a member of staff who filed the case.
    """

    id: UUID
    kind: str
    name: str
    since_at: datetime
    until_at: datetime | None
    reason: str


def involved_facts(rows: Iterable[Involvement], language: str) -> tuple[InvolvedFacts, ...]:
    """Return the facts of these exceptions, in their order."""
    return tuple(
        InvolvedFacts(
            id=row.id,
            kind=row.kind,
            name=_name(row, language),
            since_at=row.since_at,
            until_at=row.until_at,
            reason=row.reason,
        )
        for row in rows
    )


def _name(row: Involvement, language: str) -> str:
    if row.tells_who_filed:  # the name is opened for a reason only
        return ""
    if row.entity_id:
        return entity_tree().by_id[row.entity_id].name(language)
    return row.staff.name if row.staff else ""
