"""The figures that everybody may see: page, CSV and API say exactly this, small numbers hidden."""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.insights.figures import Figures
from sawti.insights.periods import Period
from sawti.insights.queries import NOTHING, Report, as_now, counted_at, report, total
from sawti.insights.suppression import Line, hidden_numbers
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import KeptAnswers

FEWEST_RATINGS = 10
# What became of the cases of a month; in this order they are stacked.
PARTS = ("in_time", "answered_late", "unanswered", "withdrawn", "lapsed")


@dataclass(frozen=True)
class Count:
    """A number of cases. Hidden: `value` is None, and `is_small` tells that it is a small one."""

    value: int | None
    is_small: bool = False


@dataclass(frozen=True)
class PublicFigures:
    """Figures of some cases, as far as they are public; None where too few are behind them.

    `on_time` and `content` in whole per cent; `satisfaction` 1 to 5 from `ratings` ratings.
    """

    received: Count
    answered: Count
    on_time: int | None
    median_days: float | None
    satisfaction: float | None
    ratings: int | None
    content: int | None
    is_provisional: bool = False


@dataclass(frozen=True)
class PublicMonth:
    """A month: its figures, and what became of its cases (`parts`: one count for each of PARTS)."""

    month: date
    figures: PublicFigures
    parts: dict[str, Count]


@dataclass(frozen=True)
class PublicReport:
    """All that the public dashboard shows of a period.

    `pillars`, `sectors` and `entities` are keyed by id, in the tenant's order (None: without a
    pillar); `entities` holds only those with a case. `month_pillars` has every pair of both.
    """

    period: Period
    least: int
    total: PublicFigures
    previous: PublicFigures
    months: tuple[PublicMonth, ...]
    pillars: dict[UUID | None, PublicFigures]
    sectors: dict[UUID, PublicFigures]
    entities: dict[UUID, PublicFigures]
    month_pillars: dict[tuple[date, UUID | None], Count]
    counted_at: datetime | None


_reports: KeptAnswers[PublicReport] = KeptAnswers(most=256)


def public_report(period: Period, *, entity_id: UUID | None = None) -> PublicReport:
    """Return the public figures of a period: of the whole tenant, or of an entity and all below."""
    newest = counted_at()
    return _reports.get(
        (period, entity_id), newest, lambda: _public_report(period, entity_id, newest)
    )


def _public_report(period: Period, entity_id: UUID | None, newest: datetime | None) -> PublicReport:
    ids = entity_tree().below[entity_id] if entity_id else None
    found = as_now(report(period.first, period.last, entity_ids=ids))
    before = total(period.previous_first, period.previous_last, entity_ids=ids)
    return _Publisher(period, found).publish(before, newest)


class _Publisher:
    """Names every number of a report, finds out which stay hidden, and lets the others pass."""

    def __init__(self, period: Period, found: Report) -> None:
        self.period, self.found = period, found
        self.least = current_tenant().smallest_count
        self.pillar_ids = [p.id for p in catalogue().pillars.values() if p.id in found.pillars]
        self.rows: list[UUID | None] = [
            *self.pillar_ids,
            *([None] if None in found.pillars else []),
        ]
        self.sectors = _by_sector(found)
        self.counts = self._counts()
        self.hidden = hidden_numbers(self.counts, self._lines(), least=self.least)

    def publish(self, before: Figures, newest: datetime | None) -> PublicReport:
        """Return what may be shown."""
        found, entities = self.found, self.found.entities
        return PublicReport(
            period=self.period,
            least=self.least,
            total=self._figures(("total",), found.total),
            previous=_public(before, _alone(before.received, self.least), self.least),
            months=tuple(self._month(month) for month in self.period.months),
            pillars={key: self._figures(("pillar", key), found.pillars[key]) for key in self.rows},
            sectors={
                key: self._figures(("sector", key), sum(map(entities.__getitem__, keys), NOTHING))
                for key, keys in self.sectors.items()
            },
            entities={
                key: self._figures(("entity", key), entities[key])
                for keys in self.sectors.values()
                for key in keys
            },
            month_pillars={
                (month, pillar): self._count(("cell", month, pillar))
                for month in self.period.months
                for pillar in self.rows
            },
            counted_at=newest,
        )

    def _counts(self) -> dict[Hashable, int]:
        found = self.found
        counts: dict[Hashable, int] = {("total",): found.total.received}
        for month in self.period.months:
            figures = found.months.get(month, NOTHING)
            counts["month", month] = figures.received
            counts |= {("part", month, part): getattr(figures, part) for part in PARTS}
            for pillar in self.rows:
                cell = found.month_pillars.get((month, pillar), NOTHING)
                counts["cell", month, pillar] = cell.received
        counts |= {("pillar", key): found.pillars[key].received for key in self.rows}
        for sector, entities in self.sectors.items():
            counts |= {("entity", key): found.entities[key].received for key in entities}
            counts["sector", sector] = sum(found.entities[key].received for key in entities)
        return counts

    def _lines(self) -> list[Line]:
        months, whole = self.period.months, ("total",)
        lines = [
            Line(tuple(("month", month) for month in months), whole),
            Line(tuple(("pillar", key) for key in self.rows), whole),
            Line(tuple(("sector", key) for key in self.sectors), whole),
        ]
        for sector, entities in self.sectors.items():
            lines.append(Line(tuple(("entity", key) for key in entities), ("sector", sector)))
        for month in months:
            key = ("month", month)
            lines.append(Line(tuple(("part", month, part) for part in PARTS), key))
            lines.append(Line(tuple(("cell", month, row) for row in self.rows), key))
        lines += [
            Line(tuple(("cell", month, row) for month in months), ("pillar", row))
            for row in self.rows
        ]
        lines += [Line(tuple(("part", month, part) for month in months)) for part in PARTS]
        return lines

    def _count(self, key: Hashable) -> Count:
        if key not in self.hidden:
            return Count(self.counts[key])
        return Count(None, is_small=self.counts[key] < self.least)

    def _figures(self, key: Hashable, figures: Figures) -> PublicFigures:
        return _public(figures, self._count(key), self.least)

    def _month(self, month: date) -> PublicMonth:
        return PublicMonth(
            month,
            self._figures(("month", month), self.found.months.get(month, NOTHING)),
            {part: self._count(("part", month, part)) for part in PARTS},
        )


def _by_sector(found: Report) -> dict[UUID, list[UUID]]:
    tree = entity_tree()
    return {
        sector.id: members
        for sector in tree.sectors
        if (
            members := [
                entity.id
                for entity in tree.by_id.values()
                if entity.sector_id == sector.id and entity.id in found.entities
            ]
        )
    }


def _alone(count: int, least: int) -> Count:
    return Count(None, is_small=True) if 0 < count < least else Count(count)


def _public(figures: Figures, received: Count, least: int) -> PublicFigures:
    if received.value is None:
        return PublicFigures(received, Count(None), None, None, None, None, None)
    is_rated = figures.ratings >= FEWEST_RATINGS
    return PublicFigures(
        received=received,
        answered=_alone(figures.answered, least),
        on_time=figures.on_time if figures.judged >= least else None,
        median_days=figures.median_days if figures.answered >= least else None,
        satisfaction=figures.satisfaction if is_rated else None,
        ratings=figures.ratings if is_rated else None,
        content=figures.content if is_rated else None,
        is_provisional=figures.is_provisional,
    )
