"""Reads of the roll-ups, as frozen figures. Each question is one statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Max, Min

from sawti.cases.models import Case
from sawti.entities.queries import entity_tree
from sawti.insights.counting import FIGURES, month_of
from sawti.insights.figures import Figures
from sawti.insights.models import MonthlyFigures
from sawti.insights.periods import next_month
from sawti.tenancy.context import current_tenant, reading

_SUMS = ", ".join(f"sum({name})" for name in FIGURES)
_WHERE = """
WHERE tenant_id = %(tenant)s AND month BETWEEN %(first)s AND %(last)s
  AND (%(entities)s::uuid[] IS NULL OR entity_id = ANY(%(entities)s))
"""
FIGURES_OF = f"""
SELECT grouping(month, entity_id, pillar_id), month, entity_id, pillar_id, {_SUMS}
FROM insights_monthlyfigures {_WHERE}
GROUP BY GROUPING SETS ((), (month), (entity_id), (pillar_id), (month, pillar_id))
"""  # noqa: S608 - no word of the caller's gets into the SQL
DAYS_OF = f"""
SELECT grouping(month, entity_id), month, entity_id, days, sum(cases)
FROM insights_answerdays {_WHERE}
GROUP BY GROUPING SETS ((days), (month, days), (entity_id, days))
"""  # noqa: S608 - no word of the caller's gets into the SQL
TOTAL_OF = f"SELECT min(month), {_SUMS} FROM insights_monthlyfigures {_WHERE}"  # noqa: S608
TOTAL_DAYS_OF = f"SELECT days, sum(cases) FROM insights_answerdays {_WHERE} GROUP BY days"  # noqa: S608
# What `grouping` says: a bit is set for each column that a row is summed over.
TOTAL, BY_MONTH, BY_ENTITY, BY_PILLAR, BY_MONTH_AND_PILLAR = 0b111, 0b011, 0b101, 0b110, 0b010
NOTHING = Figures()


@dataclass(frozen=True)
class Report:
    """The figures of a period, summed in every way a dashboard shows them.

    Without an entry there is no case. `pillars`: None stands for cases without a pillar.
    """

    total: Figures
    months: dict[date, Figures]
    entities: dict[UUID, Figures]
    pillars: dict[UUID | None, Figures]
    month_pillars: dict[tuple[date, UUID | None], Figures]


def report(first: date, last: date, *, entity_ids: Iterable[UUID] | None = None) -> Report:
    """Return the figures of the months from `first` to `last`, of some entities or of all."""
    params = _params(first, last, entity_ids)
    with reading(), connection.cursor() as cursor:
        cursor.execute(FIGURES_OF, params)
        rows = cursor.fetchall()
        cursor.execute(DAYS_OF, params)
        days = _days(cursor.fetchall())
    found: dict[int, dict[Any, Figures]] = defaultdict(dict)
    for grouping, month, entity_id, pillar_id, *sums in rows:
        key = {
            TOTAL: None,
            BY_MONTH: month,
            BY_ENTITY: entity_id,
            BY_PILLAR: pillar_id,
            BY_MONTH_AND_PILLAR: (month, pillar_id),
        }[grouping]
        found[grouping][key] = _figures(sums)
    return Report(
        total=replace(found[TOTAL].get(None, NOTHING), days=days[0b11].get(None, {})),
        months=_with_days(found[BY_MONTH], days[0b01]),
        entities=_with_days(found[BY_ENTITY], days[0b10]),
        pillars=found[BY_PILLAR],
        month_pillars=found[BY_MONTH_AND_PILLAR],
    )


def as_now(found: Report) -> Report:
    """Return the report with the figures of merged entities in the row of whom they are part of.

    So a row can be compared over the merger. One that was split up keeps its row.
    """
    tree, entities = entity_tree(), dict[UUID, Figures]()
    for entity_id, figures in found.entities.items():
        standing = tree.merged_into(entity_id).id
        entities[standing] = entities.get(standing, NOTHING) + figures
    return replace(found, entities=entities)


def total(first: date, last: date, *, entity_ids: Iterable[UUID] | None = None) -> Figures:
    """Return the figures of the months from `first` to `last` in one sum.

    Nothing where they begin later than `first`: a part is no measure for a whole period.
    """
    params = _params(first, last, entity_ids)
    with reading(), connection.cursor() as cursor:
        cursor.execute(TOTAL_OF, params)
        begins, *sums = cursor.fetchone()
        cursor.execute(TOTAL_DAYS_OF, params)
        days = {days: int(cases) for days, cases in cursor.fetchall()}
    return replace(_figures(sums), days=days) if begins == first else NOTHING


def counted_at() -> datetime | None:
    """Return when the newest roll-up of the current tenant was counted: figures change with it."""
    with reading():
        rows = MonthlyFigures.objects.order_by("-counted_at").values_list("counted_at", flat=True)
        newest: datetime | None = rows.first()
        return newest


def first_month() -> date | None:
    """Return the first month with figures."""
    with reading():
        rows = MonthlyFigures.objects.order_by("month").values_list("month", flat=True)
        first: date | None = rows.first()
        return first


def months_with_figures() -> list[date]:
    """Return every month with cases or figures, newest first, by its first day."""
    with reading():
        known = set(MonthlyFigures.objects.values_list("month", flat=True).distinct())
        span = Case.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    if span["first"]:
        month, last = month_of(span["first"]), month_of(span["last"])
        while month <= last:
            known.add(month)
            month = next_month(month)
    return sorted(known, reverse=True)


def _params(first: date, last: date, entity_ids: Iterable[UUID] | None) -> dict[str, Any]:
    return {
        "tenant": current_tenant().id,
        "first": first,
        "last": last,
        "entities": None if entity_ids is None else list(entity_ids),
    }


def _figures(sums: Iterable[int | None]) -> Figures:
    values: dict[str, Any] = dict(zip(FIGURES, (int(n or 0) for n in sums), strict=True))
    scores = tuple(values.pop(f"score_{score}") for score in range(1, 6))
    return Figures(**values, scores=scores)


def _days(rows: list[Any]) -> dict[int, dict[Any, dict[int, int]]]:
    """Return, by grouping and key, how many cases were answered after so many days."""
    found: dict[int, dict[Any, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for grouping, month, entity_id, days, cases in rows:
        found[grouping][month or entity_id][days] = int(cases)
    return found


def _with_days(figures: dict[Any, Figures], days: dict[Any, dict[int, int]]) -> dict[Any, Figures]:
    return {key: replace(each, days=days.get(key, {})) for key, each in figures.items()}
