"""The overview of those who lead: their entities now and over the last twelve months.

The cases that wait are counted in the scope of the list. The figures of months leave confidential
cases out, so they are the same for everybody; no small number is hidden.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.cases.filters import CaseFilter, Due
from sawti.cases.lists import count_by_entity
from sawti.cases.scope import scope_of
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.insights.counting import month_of
from sawti.insights.figures import Figures
from sawti.insights.periods import TWELVE_MONTHS, Period, period_of
from sawti.insights.queries import NOTHING, Report, report


@dataclass(frozen=True)
class EntityOverview:
    """An entity with all below it that the person sees: cases waiting now, figures of the year.

    `due_soon`: due from today to the end of the second working day.
    """

    entity_id: UUID
    open: int
    overdue: int
    due_soon: int
    figures: Figures


@dataclass(frozen=True)
class Overview:
    """All entities of the person together, and each; the one with most overdue cases first."""

    open: int
    overdue: int
    due_soon: int
    period: Period
    report: Report
    entities: tuple[EntityOverview, ...]


def overview_of(rights: Rights, *, at: datetime) -> Overview:
    """Return the overview of the entities whose cases `rights` let a person see."""
    period = period_of(TWELVE_MONTHS, this_month=month_of(at))
    assert period is not None, "twelve months are a period"
    seen, scope = rights.on("view_cases"), scope_of(rights)
    waiting = [
        count_by_entity(scope, CaseFilter(due=due), at=at) for due in ("", Due.OVERDUE, Due.SOON)
    ]
    found = report(period.first, period.last, entity_ids=seen)
    rows = [_row(key, seen, waiting, found) for key in entity_tree().by_id if key in seen]
    busy = [row for row in rows if row.open or row.figures.received]
    return Overview(
        open=sum(waiting[0].values()),
        overdue=sum(waiting[1].values()),
        due_soon=sum(waiting[2].values()),
        period=period,
        report=found,
        entities=tuple(sorted(busy, key=lambda row: (-row.overdue, -row.open))),
    )


def _row(
    key: UUID, seen: frozenset[UUID], waiting: list[dict[UUID, int]], found: Report
) -> EntityOverview:
    # The list that a row leads to shows what lies below the entity too.
    members = entity_tree().below[key] & seen
    counts = [sum(each.get(member, 0) for member in members) for each in waiting]
    figures = (found.entities[member] for member in members if member in found.entities)
    return EntityOverview(key, counts[0], counts[1], counts[2], sum(figures, NOTHING))
