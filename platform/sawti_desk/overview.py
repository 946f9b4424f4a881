"""The overview of those who lead: five figures, their entities, and how the year went."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.cases.filters import Due
from sawti.entities.labels import name_in_lists
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.insights.figures import Figures
from sawti.insights.overview import EntityOverview, Overview, overview_of
from sawti.insights.publishing import PARTS
from sawti.insights.queries import NOTHING
from sawti.lib import clock
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_ui.charts.line import LineChart, Value, line_chart
from sawti_ui.charts.parts import DataTable, Figure, Words
from sawti_ui.charts.stacked import Column, StackedChart, stacked_chart
from sawti_ui.charts.wording import (
    UNKNOWN,
    change,
    known,
    month_label,
    month_name,
    number,
    part_keys,
    period_name,
)
from sawti_ui.frame import direction_of


@dataclass(frozen=True)
class Waiting:
    """A number of waiting cases and the list of them."""

    count: int
    text: str
    url: str


@dataclass(frozen=True)
class EntityRow:
    """An entity of the table, in words."""

    name: str
    open: Waiting
    overdue: Waiting
    due_soon: Waiting
    on_time: str
    explained_url: str
    median_days: str
    satisfaction: str


@dataclass(frozen=True)
class OverviewScreen:
    """The overview; charts are None without a case in twelve months."""

    figures: tuple[Figure, ...]
    rows: tuple[EntityRow, ...]
    months: StackedChart | None
    promises: LineChart | None
    period_name: str
    has_entities: bool


@staff_required("GET", "HEAD")
def overview(request: StaffRequest) -> HttpResponse:
    """Show the entities whose cases the person may see, and only those."""
    rights = rights_of(request.user)
    found = overview_of(rights, at=clock.now())
    language = get_language() or "en"
    has_cases = bool(found.report.total.received)
    is_rtl = direction_of(language) == "rtl"
    screen = OverviewScreen(
        figures=_figures(found),
        rows=tuple(_row(row, language) for row in found.entities),
        months=_months(found, is_rtl=is_rtl) if has_cases else None,
        promises=_promises(found, is_rtl=is_rtl) if has_cases else None,
        period_name=period_name(found.period),
        has_entities=bool(rights.on("view_cases")),
    )
    page = desk_page(request, gettext("Overview"))
    return render(request, "sawti_desk/overview.html", {"page": page, "screen": screen})


def _figures(found: Overview) -> tuple[Figure, ...]:
    now = found.report.months.get(found.period.last, NOTHING)
    before = found.report.months.get(found.period.months[-2], NOTHING)
    is_early = now.is_provisional and now.on_time is not None
    return (
        Figure(gettext("Open now"), number(found.open), url=_list()),
        Figure(gettext("Overdue"), number(found.overdue), url=_list(due=Due.OVERDUE)),
        Figure(
            gettext("Due within two working days"), number(found.due_soon), url=_list(due=Due.SOON)
        ),
        Figure(
            gettext("Answered on time this month"),
            known(now.on_time, "%"),
            gettext("provisional") if is_early else "",
            change(now.on_time, before.on_time, unit="%"),
        ),
        Figure(
            gettext("Satisfaction this month, of 5"),
            known(now.satisfaction),
            gettext("Ratings: %(count)s") % {"count": number(now.ratings)},
            change(now.satisfaction, before.satisfaction),
        ),
    )


def _row(row: EntityOverview, language: str) -> EntityRow:
    entity = entity_tree().by_id[row.entity_id]
    return EntityRow(
        name=name_in_lists(entity, language),
        open=_waiting(row.open, entity.code),
        overdue=_waiting(row.overdue, entity.code, Due.OVERDUE),
        due_soon=_waiting(row.due_soon, entity.code, Due.SOON),
        on_time=known(row.figures.on_time, "%"),
        explained_url=reverse("desk:explained", args=[entity.code]),
        median_days=known(row.figures.median_days),
        satisfaction=_satisfaction(row.figures),
    )


def _waiting(count: int, entity: str, due: str = "") -> Waiting:
    return Waiting(count, number(count), _list(entity=entity, due=due))


def _list(**chosen: str) -> str:
    query = urlencode({name: value for name, value in chosen.items() if value})
    return f"{reverse('desk:queue')}?{query}".rstrip("?")


def _satisfaction(figures: Figures) -> str:
    if figures.satisfaction is None:
        return UNKNOWN
    words = gettext("%(mean)s of 5 (n = %(count)s)")
    return words % {"mean": number(figures.satisfaction), "count": number(figures.ratings)}


def _by_month(found: Overview) -> list[tuple[date, Figures]]:
    return [(month, found.report.months.get(month, NOTHING)) for month in found.period.months]


def _months(found: Overview, *, is_rtl: bool) -> StackedChart:
    months, keys = _by_month(found), part_keys()
    month, most = max(months, key=lambda each: each[1].received)
    names = {"month": month_name(month), "count": number(most.received)}
    words = Words(
        "months",
        gettext("%(month)s brought the most cases: %(count)s") % names,
        gettext("Cases by month of receipt, and what became of them"),
    )
    parts = {month: [(part, getattr(each, part)) for part in PARTS] for month, each in months}
    table = DataTable(
        words.caption,
        (gettext("Month"), gettext("Received"), *(key.label for key in keys[: len(PARTS)])),
        tuple(
            (
                month_name(month),
                number(each.received),
                *(number(value) for _, value in parts[month]),
            )
            for month, each in months
        ),
    )
    columns = [
        Column(month_label(month), each.received, number(each.received), tuple(parts[month]))
        for month, each in months
    ]
    return stacked_chart(words, columns, keys, table=table, csv_url="", is_rtl=is_rtl)


def _promises(found: Overview, *, is_rtl: bool) -> LineChart:
    months, total = _by_month(found), found.report.total.on_time
    finding = gettext("%(share)s of the cases of twelve months were answered on time")
    words = Words(
        "promises",
        finding % {"share": known(total, "%")},
        gettext("Cases answered on time, per cent, by month of receipt"),
    )
    table = DataTable(
        words.caption,
        (gettext("Month"), gettext("Answered on time")),
        tuple((month_name(month), known(each.on_time, "%")) for month, each in months),
    )
    values = [Value(month_label(m), each.on_time, each.is_provisional) for m, each in months]
    return line_chart(words, values, table=table, csv_url="", is_rtl=is_rtl)
