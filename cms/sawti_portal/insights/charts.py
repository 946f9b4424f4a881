"""The charts of the public dashboard, made from the public figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext

from sawti.entities.queries import entity_tree
from sawti.insights.publishing import PublicFigures, PublicReport
from sawti_portal.insights import findings, tables
from sawti_ui.charts.bars import Bar, BarChart, BarRow, ColumnHead, bar, longest
from sawti_ui.charts.heat import HeatTable, heat_table
from sawti_ui.charts.line import LineChart, Value, line_chart
from sawti_ui.charts.parts import DataTable, Words
from sawti_ui.charts.stacked import Column, StackedChart, stacked_chart
from sawti_ui.charts.wording import (
    UNKNOWN,
    count_text,
    known,
    month_label,
    month_name,
    number,
    part_keys,
)


@dataclass(frozen=True)
class Drawing:
    """What every chart needs beside the figures: the reader's language and where files lie."""

    report: PublicReport
    language: str
    is_rtl: bool
    period_name: str
    csv_urls: dict[str, str]

    def words(self, code: str, finding: str, caption: str) -> Words:
        names = {"caption": caption, "period": self.period_name}
        return Words(code, finding, gettext("%(caption)s, %(period)s") % names)


def months_chart(drawing: Drawing) -> StackedChart:
    """Draw what became of the cases of each month."""
    report = drawing.report
    words = drawing.words(
        "months",
        findings.about_months(report),
        gettext("Cases by month of receipt, and what became of them"),
    )
    columns = [
        Column(
            label=month_label(each.month),
            total=each.figures.received.value,
            total_text=_short(each.figures, report),
            parts=tuple((k, c.value) for k, c in each.parts.items() if c.value is not None),
        )
        for each in report.months
    ]
    return stacked_chart(
        words,
        columns,
        part_keys(),
        table=_data_table(words, tables.months_table(report, drawing.language)),
        csv_url=drawing.csv_urls["months"],
        is_rtl=drawing.is_rtl,
    )


def promises_chart(drawing: Drawing) -> LineChart:
    """Draw the share of cases answered on time, month by month."""
    report = drawing.report
    words = drawing.words(
        "promises",
        findings.about_promises(report),
        gettext("Cases answered on time, per cent, by month of receipt"),
    )
    months = [(each.month, each.figures) for each in report.months]
    table = DataTable(
        words.caption,
        (gettext("Month"), gettext("Answered on time")),
        tuple((month_name(month), known(each.on_time, "%")) for month, each in months),
    )
    return line_chart(
        words,
        [Value(month_label(m), each.on_time, each.is_provisional) for m, each in months],
        table=table,
        csv_url=drawing.csv_urls["months"],
        is_rtl=drawing.is_rtl,
    )


def pillars_chart(drawing: Drawing) -> BarChart:
    """Draw how many cases touched each pillar."""
    report = drawing.report
    rows = sorted(report.pillars.items(), key=lambda row: -(row[1].received.value or 0))
    return _bar_chart(
        drawing,
        drawing.words(
            "pillars", findings.about_pillars(report, drawing.language), gettext("Cases by pillar")
        ),
        _plain_heads(gettext("Pillar"))[:-1],  # days are counted by month and entity only
        [(findings.pillar_name(key, drawing.language), "", "", each) for key, each in rows],
    )


def topics_chart(drawing: Drawing) -> HeatTable:
    """Draw how many cases of each month touched each pillar."""
    report, months = drawing.report, drawing.report.period.months
    return heat_table(
        drawing.words(
            "topics",
            findings.about_topics(report, drawing.language),
            gettext("Cases by pillar and month of receipt"),
        ),
        (gettext("Pillar"), *(month_label(month) for month in months)),
        [
            (
                findings.pillar_name(key, drawing.language),
                [
                    (_cell_text(cell.value, cell.is_small, report.least), cell.value)
                    for month in months
                    for cell in [report.month_pillars[month, key]]
                ],
            )
            for key in report.pillars
        ],
        csv_url=drawing.csv_urls["topics"],
    )


def sectors_chart(drawing: Drawing) -> BarChart:
    """Draw the figures of each sector."""
    report = drawing.report
    names = {sector.id: sector.name(drawing.language) for sector in entity_tree().sectors}
    rows = sorted(report.sectors.items(), key=lambda row: -(row[1].received.value or 0))
    return _bar_chart(
        drawing,
        drawing.words("sectors", findings.about_sectors(report, names), gettext("Cases by sector")),
        _plain_heads(gettext("Sector")),
        [(names[key], "", "", each) for key, each in rows],
    )


def entities_chart(
    drawing: Drawing, heads: tuple[ColumnHead, ...], page: Sequence[tuple[UUID, str]]
) -> BarChart:
    """Draw the figures of the entities of one page (id and address), under sorting `heads`."""
    tree, report = entity_tree(), drawing.report
    sectors = {sector.id: sector.name(drawing.language) for sector in tree.sectors}
    return _bar_chart(
        drawing,
        drawing.words("entities", findings.about_entities(report), gettext("Cases by entity")),
        heads,
        [
            (
                tree.by_id[key].name(drawing.language),
                url,
                sectors[tree.by_id[key].sector_id],
                report.entities[key],
            )
            for key, url in page
        ],
        most=longest([each.received.value for each in report.entities.values()]),
    )


def figure_labels() -> tuple[str, str, str, str]:
    """Return the heads of the columns that every table with bars has."""
    return (
        gettext("Received"),
        gettext("Answered on time"),
        gettext("Satisfaction"),
        gettext("Median days"),
    )


def _plain_heads(first: str) -> tuple[ColumnHead, ...]:
    return tuple(ColumnHead(label) for label in (first, *figure_labels()))


def _bar_chart(
    drawing: Drawing,
    words: Words,
    heads: tuple[ColumnHead, ...],
    rows: Sequence[tuple[str, str, str, PublicFigures]],
    *,
    most: float = 0,
) -> BarChart:
    most = most or longest([each.received.value for *_, each in rows])
    least = drawing.report.least
    return BarChart(
        words,
        heads,
        tuple(
            BarRow(label, _bars(each, most, least)[: len(heads) - 1], url, hint)
            for label, url, hint, each in rows
        ),
        drawing.csv_urls[words.code],
    )


def _bars(figures: PublicFigures, most: float, least: int) -> tuple[Bar, ...]:
    return (
        bar(count_text(figures.received, least), figures.received.value, most),
        bar(known(figures.on_time, "%"), figures.on_time, 100),
        Bar(satisfaction_text(figures)),
        Bar(known(figures.median_days)),
    )


def satisfaction_text(figures: PublicFigures) -> str:
    """Return the mean rating and from how many; a dash where too few rated."""
    if figures.satisfaction is None or figures.ratings is None:
        return UNKNOWN
    words = gettext("%(mean)s of 5 (n = %(count)s)")
    return words % {"mean": number(figures.satisfaction), "count": number(figures.ratings)}


def _data_table(words: Words, table: tables.Table) -> DataTable:
    return DataTable(
        words.caption,
        table.head,
        tuple(
            tuple(cell if isinstance(cell, str) else known(cell) for cell in row)
            for row in table.rows
        ),
    )


def _short(figures: PublicFigures, report: PublicReport) -> str:
    count = figures.received
    return _cell_text(count.value, count.is_small, report.least)


def _cell_text(value: int | None, is_small: bool, least: int) -> str:
    """Return a count where there is little room: `<5` is small, `…` is hidden with a small one."""
    if value is not None:
        return number(value)
    return f"<{least}" if is_small else "…"
