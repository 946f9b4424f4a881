"""Whether the roll-ups say what the raw rows say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.insights.counting import CELL, COUNTED_DAYS, COUNTED_FIGURES, FIGURES, Span
from sawti.tenancy.context import reading

_COLUMNS = ", ".join((*CELL, *FIGURES))
# Kept and counted in one statement, so in one snapshot of the database.
FIGURES_TWICE = f"""
SELECT true, {_COLUMNS} FROM insights_monthlyfigures
WHERE tenant_id = %(tenant)s AND month = %(month)s
UNION ALL SELECT false, {_COLUMNS} FROM ({COUNTED_FIGURES}) counted
"""  # noqa: S608 - no word of the caller's gets into the SQL
DAYS_TWICE = f"""
SELECT true, entity_id, days, cases FROM insights_answerdays
WHERE tenant_id = %(tenant)s AND month = %(month)s
UNION ALL SELECT false, entity_id, days, cases FROM ({COUNTED_DAYS}) counted
"""  # noqa: S608 - no word of the caller's gets into the SQL


@dataclass(frozen=True)
class Difference:
    """A figure that the roll-up has as `kept` and the raw rows give as `counted`."""

    month: date
    entity: str
    where: str
    figure: str
    kept: int
    counted: int

    def __str__(self) -> str:
        place = " ".join(filter(None, (f"{self.month:%Y-%m}", self.entity, self.where)))
        return f"{place}: {self.figure} is {self.kept}, the cases give {self.counted}"


def differences(month: date) -> list[Difference]:
    """Compare one month of the current tenant with its cases and ratings; [] means equal."""
    with reading(), connection.cursor() as cursor:
        cursor.execute(FIGURES_TWICE, Span(month).params())
        figures = cursor.fetchall()
        cursor.execute(DAYS_TWICE, Span(month).params())
        days = cursor.fetchall()
    return [*_in_figures(month, figures), *_in_days(month, days)]


def _in_figures(month: date, rows: list[Any]) -> Iterator[Difference]:
    size, known = len(CELL), catalogue()
    kept = {row[1 : 1 + size]: row[1 + size :] for row in rows if row[0]}
    counted = {row[1 : 1 + size]: row[1 + size :] for row in rows if not row[0]}
    nothing = (0,) * len(FIGURES)
    for cell in sorted(kept.keys() | counted.keys(), key=str):
        entity_id, type_id, pillar_id = cell
        pillar = known.by_id[pillar_id].code if pillar_id else ""
        where = " ".join(filter(None, (known.by_id[type_id].code, pillar)))
        both = zip(FIGURES, kept.get(cell, nothing), counted.get(cell, nothing), strict=True)
        for figure, old, new in both:
            if old != new:
                code = entity_tree().by_id[entity_id].code
                yield Difference(month, code, where, figure, old, int(new))


def _in_days(month: date, rows: list[Any]) -> Iterator[Difference]:
    kept = {row[1:3]: row[3] for row in rows if row[0]}
    counted = {row[1:3]: row[3] for row in rows if not row[0]}
    for cell in sorted(kept.keys() | counted.keys(), key=str):
        old, new = kept.get(cell, 0), counted.get(cell, 0)
        if old != new:
            code = entity_tree().by_id[cell[0]].code
            yield Difference(month, code, "", f"answered_after_{cell[1]}_days", old, new)
