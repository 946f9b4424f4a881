"""How a share of answers in time was counted: the rule, the result and the cases, by month."""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext

from sawti.cases.scope import VIEW, scope_of
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.insights.adherence import (
    PAGE,
    Counted,
    Judged,
    Place,
    counted,
    every_judged,
    judged_page,
)
from sawti.insights.counting import Span, month_of
from sawti.insights.labels import RULE, VERDICTS
from sawti.insights.periods import TWELVE_MONTHS, period_of
from sawti.insights.queries import NOTHING, report
from sawti.lib import clock
from sawti.lib.csv_text import csv_text
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.lib.errors import Missing
from sawti.tenancy.context import reading
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_ui.charts.wording import known, month_name, number


@dataclass(frozen=True)
class MonthLink:
    """A month that can be looked at, and what the dashboard shows for it."""

    name: str
    url: str
    on_time: str
    is_current: bool


@dataclass(frozen=True)
class Line:
    """A case of the list, in words."""

    number: str
    url: str
    received_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    verdict: str
    is_reopened: bool


@dataclass(frozen=True)
class ExplainedScreen:
    """`unlisted`: cases that are counted but not in the list. `differs`: from the dashboard."""

    result: str
    differs: str
    rule: tuple[Promise, ...]
    counts: tuple[tuple[str, str], ...]
    unlisted: str
    months: tuple[MonthLink, ...]
    lines: tuple[Line, ...]
    next_url: str
    first_url: str
    csv_url: str


@dataclass(frozen=True)
class Asked:
    """Whose figure of which month; `hidden`: cases that the person must not know of."""

    code: str
    month: date
    entity_ids: frozenset[UUID]
    hidden: frozenset[UUID]

    @property
    def span(self) -> Span:
        return Span(self.month)


@staff_required("GET", "HEAD")
def explained(request: StaffRequest, code: str) -> HttpResponse:
    """Show how the figure of an entity, with what lies below it, came about."""
    with reading():
        asked = _asked(request, code)
        cursor = request.GET.get("cursor", "")
        after = Place(*opened_cursor(cursor)) if cursor else None
        found = counted(asked.span, asked.entity_ids, hidden=asked.hidden)
        cases = judged_page(asked.span, asked.entity_ids, hidden=asked.hidden, after=after)
        screen = _screen(asked, found, cases, is_first=after is None)
    name = entity_tree().by_code[code].name(get_language() or "en")
    title = gettext("How this figure was counted: %(entity)s") % {"entity": name}
    page = desk_page(request, title)
    return render(request, "sawti_desk/adherence.html", {"page": page, "screen": screen})


@staff_required("GET", "HEAD")
def explained_file(request: StaffRequest, code: str) -> HttpResponse:
    """Send all cases of the month as CSV."""
    head = (
        gettext("Case"),
        gettext("Received"),
        gettext("Due"),
        gettext("First answer"),
        gettext("Counts as"),
    )
    with reading():
        asked = _asked(request, code)
        cases = every_judged(asked.span, asked.entity_ids, hidden=asked.hidden)
        text = csv_text([head, *map(_cells, cases)])
    name = f"adherence-{code}-{asked.month:%Y-%m}.csv"
    return HttpResponse(
        text,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _asked(request: StaffRequest, code: str) -> Asked:
    """Return what is asked for; raises Missing for an entity whose cases the person can't see."""
    rights, entity = rights_of(request.user), entity_tree().by_code.get(code)
    seen = rights.on(VIEW)
    if entity is None or entity.id not in seen:
        raise Missing
    scope = scope_of(rights)
    hidden = scope.hidden.union(*scope.hidden_from.values())
    members = frozenset(entity_tree().below[entity.id]) & seen
    return Asked(code, _month(request.GET.get("month", "")), members, hidden)


def _month(asked: str) -> date:
    try:
        return date.fromisoformat(f"{asked}-01")
    except ValueError:
        return month_of(clock.now())


def _screen(
    asked: Asked, found: Counted, cases: list[Judged], *, is_first: bool
) -> ExplainedScreen:
    period = period_of(TWELVE_MONTHS, this_month=month_of(clock.now()))
    assert period is not None, "twelve months are a period"
    first, last = min(period.first, asked.month), max(period.last, asked.month)
    kept = report(first, last, entity_ids=asked.entity_ids)
    shown, now = kept.months.get(asked.month, NOTHING), found.figures
    words = {
        "month": month_name(asked.month),
        "share": known(now.on_time, "%"),
        "in_time": number(now.in_time),
        "judged": number(now.judged),
    }
    is_same = (now.in_time, now.late) == (shown.in_time, shown.late)
    unlisted = found.erased + found.hidden
    return ExplainedScreen(
        result=gettext("%(month)s: %(share)s, %(in_time)s of %(judged)s cases") % words,
        differs="" if is_same else _differs(known(shown.on_time, "%")),
        rule=RULE,
        counts=tuple((str(VERDICTS[each]), number(n)) for each, n in found.verdicts.items()),
        unlisted=number(unlisted) if unlisted else "",
        months=tuple(
            MonthLink(
                month_name(month),
                _url(asked, month=month),
                known(kept.months.get(month, NOTHING).on_time, "%"),
                month == asked.month,
            )
            for month in period.months
        ),
        lines=tuple(map(_line, cases)),
        next_url=_next_url(asked, cases),
        first_url="" if is_first else _url(asked),
        csv_url=_url(asked, "desk:explained_file"),
    )


def _differs(shown: str) -> str:
    words = gettext("The dashboard still shows %(share)s; what changed is counted within a minute.")
    return words % {"share": shown}


def _next_url(asked: Asked, cases: list[Judged]) -> str:
    if len(cases) < PAGE:
        return ""
    return _url(asked, cursor=cursor_after(cases[-1].received_at, cases[-1].case_id))


def _url(
    asked: Asked, route: str = "desk:explained", *, month: date | None = None, cursor: str = ""
) -> str:
    query = {"month": f"{month or asked.month:%Y-%m}", **({"cursor": cursor} if cursor else {})}
    return f"{reverse(route, args=[asked.code])}?{urlencode(query)}"


def _line(case: Judged) -> Line:
    return Line(
        case.number,
        reverse("desk:case", args=[case.case_id]),
        case.received_at,
        case.due_at,
        case.answered_at,
        str(VERDICTS[case.verdict]),
        case.is_reopened,
    )


def _cells(case: Judged) -> tuple[str, ...]:
    instants = (case.received_at, case.due_at, case.answered_at)
    local = (f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else "" for at in instants)
    return case.number, *local, str(VERDICTS[case.verdict])
