"""The figures as tables: the same for the page's tables and for the files."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.insights.publishing import PARTS, Count, PublicFigures, PublicReport
from sawti_portal.insights.findings import pillar_name
from sawti_ui.charts.wording import count_text, month_name, part_keys

Value = str | int | float | None


@dataclass(frozen=True)
class Table:
    """A head and rows of values; `codes` stand in front of the rows in a file."""

    head: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    codes: tuple[str, ...]

    def for_file(self) -> list[tuple[Value, ...]]:
        """Return the rows of a file, its head first."""
        head = (gettext("Code"), *self.head)
        return [head, *((code, *row) for code, row in zip(self.codes, self.rows, strict=True))]


def months_table(report: PublicReport, language: str) -> Table:
    """Return what became of the cases of each month."""
    labels = [key.label for key in part_keys()[: len(PARTS)]]
    return Table(
        (gettext("Month"), gettext("Received"), *labels, *_figure_heads()),
        tuple(
            (
                month_name(each.month),
                _count(each.figures.received, report),
                *(_count(each.parts[part], report) for part in PARTS),
                *_figure_values(each.figures),
            )
            for each in report.months
        ),
        tuple(f"{each.month:%Y-%m}" for each in report.months),
    )


def pillars_table(report: PublicReport, language: str) -> Table:
    """Return the figures of each pillar."""
    known = catalogue().by_id
    return _table(
        gettext("Pillar"),
        report,
        report.pillars,
        lambda key: pillar_name(key, language),
        lambda key: known[key].code if key else "",
    )


def sectors_table(report: PublicReport, language: str) -> Table:
    """Return the figures of each sector."""
    sectors = {sector.id: sector for sector in entity_tree().sectors}
    return _table(
        gettext("Sector"),
        report,
        report.sectors,
        lambda key: sectors[key].name(language),
        lambda key: sectors[key].code,
    )


def entities_table(report: PublicReport, language: str) -> Table:
    """Return the figures of each entity."""
    entities = entity_tree().by_id
    return _table(
        gettext("Entity"),
        report,
        report.entities,
        lambda key: entities[key].name(language),
        lambda key: entities[key].code,
    )


def topics_table(report: PublicReport, language: str) -> Table:
    """Return how many cases of each month touched each pillar."""
    known = catalogue().by_id
    return Table(
        (gettext("Pillar"), *(month_name(month) for month in report.period.months)),
        tuple(
            (
                pillar_name(key, language),
                *(
                    _count(report.month_pillars[month, key], report)
                    for month in report.period.months
                ),
            )
            for key in report.pillars
        ),
        tuple(known[key].code if key else "" for key in report.pillars),
    )


TABLES: dict[str, Callable[[PublicReport, str], Table]] = {
    "months": months_table,
    "pillars": pillars_table,
    "sectors": sectors_table,
    "entities": entities_table,
    "topics": topics_table,
}


def _table(
    first: str,
    report: PublicReport,
    rows: dict[UUID, PublicFigures] | dict[UUID | None, PublicFigures],
    name_of: Callable[[UUID], str],
    code_of: Callable[[UUID], str],
) -> Table:
    found: dict[UUID, PublicFigures] = rows  # type: ignore[assignment]  # only the names see a None
    return Table(
        (first, gettext("Received"), *_figure_heads()),
        tuple(
            (name_of(key), _count(figures.received, report), *_figure_values(figures))
            for key, figures in found.items()
        ),
        tuple(code_of(key) for key in found),
    )


def _figure_heads() -> tuple[str, ...]:
    return (
        gettext("Answered on time, per cent"),
        gettext("Satisfaction, 1 to 5"),
        gettext("Ratings"),
        gettext("Median days to the first answer"),
    )


def _figure_values(figures: PublicFigures) -> tuple[Value, ...]:
    return (figures.on_time, figures.satisfaction, figures.ratings, figures.median_days)


def _count(count: Count, report: PublicReport) -> Value:
    return count.value if count.value is not None else count_text(count, report.least)
