"""What the public dashboard shows: a few figures, charts, and the entities page by page."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from sawti.entities.labels import series_note
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.insights.periods import THIS_MONTH, TWELVE_MONTHS, Period
from sawti.insights.publishing import PublicFigures, PublicReport
from sawti_portal.insights import charts
from sawti_portal.insights.charts import Drawing
from sawti_portal.insights.tables import TABLES
from sawti_ui.charts.bars import BarChart, ColumnHead
from sawti_ui.charts.heat import HeatTable
from sawti_ui.charts.line import LineChart
from sawti_ui.charts.parts import Figure
from sawti_ui.charts.stacked import StackedChart
from sawti_ui.charts.wording import change, count_text, known, number, period_name
from sawti_ui.frame import direction_of
from sawti_ui.page import Link
from sawti_ui.parts import Pager

PAGE_SIZE = 20


@dataclass(frozen=True)
class Choice:
    """What the reader asked for: the period, how entities are sorted, and which page of them."""

    period: Period
    sort: str
    page: int
    entity: EntityFacts | None

    def address(self, **changes: str | int) -> str:
        """Return the address of the same page with another choice."""
        query = {"period": self.period.code, "sort": self.sort, **changes}
        standard = {"period": TWELVE_MONTHS, "sort": "received", "page": 1}
        wanted = {key: value for key, value in query.items() if standard.get(key) != value}
        return f"{self._home}?{urlencode(wanted)}".rstrip("?")

    @property
    def _home(self) -> str:
        if self.entity:
            return reverse("portal:insights_entity", args=[self.entity.code])
        return reverse("portal:insights")

    def csv_urls(self) -> dict[str, str]:
        """Return the address of each table's file."""
        route = "portal:insights_entity_file" if self.entity else "portal:insights_file"
        before = [self.entity.code] if self.entity else []
        query = urlencode({"period": self.period.code})
        return {code: f"{reverse(route, args=[*before, code])}?{query}" for code in TABLES}


@dataclass(frozen=True)
class InsightsContent:
    """The page. Charts are None where there is nothing to draw; `below`: entities below this one.

    `note`: what to know before an entity is compared over time. `counted_at` is aware; None
    before anything was counted.
    """

    title: str
    caption: str
    note: str
    period_name: str
    periods: tuple[Link, ...]
    figures: tuple[Figure, ...]
    months: StackedChart | None
    promises: LineChart | None
    pillars: BarChart | None
    topics: HeatTable | None
    sectors: BarChart | None
    entities: BarChart | None
    pager: Pager
    below: int
    is_empty: bool
    home_url: str
    least: int
    counted_at: datetime | None


def insights_content(
    report: PublicReport, choice: Choice, years: tuple[int, ...], language: str
) -> InsightsContent:
    """Return the page for what the reader chose; `years`: those with figures, newest first."""
    entity, is_empty = choice.entity, report.total.received.value == 0
    drawing = Drawing(
        report,
        language,
        direction_of(language) == "rtl",
        period_name(choice.period),
        choice.csv_urls(),
    )
    has_months = not is_empty and len(report.months) > 1
    has_rows = not is_empty and len(report.entities) > 1
    return InsightsContent(
        title=entity.name(language) if entity else gettext("How government answers you"),
        caption=gettext("How government answers you") if entity else "",
        note=series_note(entity, language) if entity else "",
        period_name=drawing.period_name,
        periods=_periods(choice, years),
        figures=_figures(report),
        months=charts.months_chart(drawing) if has_months else None,
        promises=charts.promises_chart(drawing) if has_months else None,
        pillars=None if is_empty else charts.pillars_chart(drawing),
        topics=charts.topics_chart(drawing) if has_months else None,
        sectors=charts.sectors_chart(drawing) if has_rows and len(report.sectors) > 1 else None,
        entities=_entities(drawing, choice) if has_rows else None,
        pager=_pager(report, choice) if has_rows else Pager(),
        below=len(entity_tree().below[entity.id]) - 1 if entity else 0,
        is_empty=is_empty,
        home_url=reverse("portal:insights") if entity else "",
        least=report.least,
        counted_at=report.counted_at,
    )


def _periods(choice: Choice, years: tuple[int, ...]) -> tuple[Link, ...]:
    names = {
        THIS_MONTH: gettext("This month"),
        TWELVE_MONTHS: gettext("Twelve months"),
        **{str(year): str(year) for year in years},
    }
    return tuple(
        Link(name, choice.address(period=code), code == choice.period.code)
        for code, name in names.items()
    )


def _figures(report: PublicReport) -> tuple[Figure, ...]:
    now, before, least = report.total, report.previous, report.least
    # A month that still runs has fewer cases than a whole one: that is no news.
    is_comparable = report.period.code != THIS_MONTH and before.received.value != 0
    return (
        Figure(
            gettext("Cases received"),
            count_text(now.received, least),
            "",
            change(now.received.value, before.received.value) if is_comparable else "",
        ),
        Figure(gettext("Answered so far"), count_text(now.answered, least), "", ""),
        Figure(
            gettext("Answered on time"),
            known(now.on_time, "%"),
            gettext("provisional") if now.is_provisional and now.on_time is not None else "",
            change(now.on_time, before.on_time, unit="%"),
        ),
        Figure(
            gettext("Median days to an answer"),
            known(now.median_days),
            "",
            change(now.median_days, before.median_days),
        ),
        Figure(
            gettext("Satisfaction, of 5"),
            known(now.satisfaction),
            _ratings(now),
            change(now.satisfaction, before.satisfaction),
        ),
    )


def _ratings(figures: PublicFigures) -> str:
    if figures.ratings is None:
        return gettext("too few ratings")
    words = gettext("%(count)s ratings, %(share)s%% of them 4 or 5")
    return words % {"count": number(figures.ratings), "share": figures.content}


SORTS: dict[str, Callable[[PublicFigures], float | None]] = {
    "received": lambda figures: figures.received.value,
    "on_time": lambda figures: figures.on_time,
    "satisfaction": lambda figures: figures.satisfaction,
    "days": lambda figures: None if figures.median_days is None else -figures.median_days,
}


def _sorted(report: PublicReport, choice: Choice) -> list[UUID]:
    """Return the entities, the best first; what is not public comes last, in the tenant's order."""
    value_of = SORTS[choice.sort]

    def order(key: UUID) -> float:
        value = value_of(report.entities[key])
        return float("inf") if value is None else -value

    return sorted(report.entities, key=order)


def _entities(drawing: Drawing, choice: Choice) -> BarChart:
    first = (choice.page - 1) * PAGE_SIZE
    ids = _sorted(drawing.report, choice)[first : first + PAGE_SIZE]
    codes = {key: entity.code for key, entity in entity_tree().by_id.items()}
    query = urlencode({"period": choice.period.code})
    page = [(key, f"{reverse('portal:insights_entity', args=[codes[key]])}?{query}") for key in ids]
    return charts.entities_chart(drawing, _heads(choice), page)


def _heads(choice: Choice) -> tuple[ColumnHead, ...]:
    orders = {"days": "ascending"}
    heads: list[Any] = [
        ColumnHead(
            label,
            choice.address(sort=sort),
            orders.get(sort, "descending") if sort == choice.sort else "",
        )
        for sort, label in zip(SORTS, charts.figure_labels(), strict=True)
    ]
    return (ColumnHead(gettext("Entity")), *heads)


def _pager(report: PublicReport, choice: Choice) -> Pager:
    pages = -(-len(report.entities) // PAGE_SIZE)
    return Pager(
        newer_url=choice.address(page=choice.page - 1) if choice.page > 1 else "",
        older_url=choice.address(page=choice.page + 1) if choice.page < pages else "",
    )
