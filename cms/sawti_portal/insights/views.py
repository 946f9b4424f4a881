"""The public dashboard, an entity's page, and their figures as files."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from sawti.entities.queries import EntityFacts, entity_tree
from sawti.insights.counting import month_of
from sawti.insights.periods import TWELVE_MONTHS, Period, period_of
from sawti.insights.publishing import PublicReport, public_report
from sawti.insights.queries import first_month
from sawti.lib import clock
from sawti.lib.csv_text import csv_text
from sawti.lib.errors import Missing
from sawti_portal.insights.page import SORTS, Choice, insights_content
from sawti_portal.insights.tables import TABLES
from sawti_portal.rendering import language
from sawti_ui.frame import page_for

SECONDS = 60  # figures are counted once a minute


@require_safe
def show_insights(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Show the figures of the tenant, or of the entity `code` and all below it."""
    entity = _entity(code)
    if entity and entity.code != code:  # closed: its figures are part of another one's
        where = reverse("portal:insights_entity", args=[entity.code])
        return redirect(f"{where}?{request.GET.urlencode()}".rstrip("?"), permanent=True)
    choice = _choice(request, entity)
    report = _report(choice)
    years = _years(choice.period)
    content = insights_content(report, choice, years, language())
    page = page_for(request, content.title)
    context = {"page": page, "content": content}
    response = render(request, "sawti_portal/insights.html", context)
    # Private: the frame shows how this person wants to read.
    return _kept(request, response, "private")


@require_safe
def send_file(request: HttpRequest, table: str, code: str = "") -> HttpResponseBase:
    """Send one table of the dashboard as CSV."""
    if table not in TABLES:
        raise Missing
    choice = _choice(request, _entity(code))
    rows = TABLES[table](_report(choice), language()).for_file()
    name = "-".join(filter(None, ("sawti", code, table, choice.period.code)))
    response = HttpResponse(csv_text(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return _kept(request, response, "public")


def _kept(request: HttpRequest, response: HttpResponse, who: str) -> HttpResponseBase:
    """Let browsers keep the answer for a minute, and then ask whether it changed."""
    tag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"{who}, max-age={SECONDS}"
    return get_conditional_response(request, etag=tag, response=response) or response


def _entity(code: str) -> EntityFacts | None:
    if not code:
        return None
    entity = entity_tree().standing(code)
    if entity is None:
        raise Missing
    return entity


def _choice(request: HttpRequest, entity: EntityFacts | None) -> Choice:
    """Read what the reader chose; a period or page that does not exist is missing."""
    this_month = month_of(clock.now())
    period = period_of(request.GET.get("period", TWELVE_MONTHS), this_month=this_month)
    page, sort = request.GET.get("page", "1"), request.GET.get("sort", "received")
    is_page = page.isascii() and page.isdigit() and int(page[:5]) > 0 and len(page) < 5
    if period is None or sort not in SORTS or not is_page:
        raise Missing
    return Choice(period, sort, int(page), entity)


def _report(choice: Choice) -> PublicReport:
    return public_report(choice.period, entity_id=choice.entity.id if choice.entity else None)


def _years(period: Period) -> tuple[int, ...]:
    """Return the years with figures, newest first, at most five."""
    this_year = month_of(clock.now()).year
    first = first_month()
    return tuple(range(this_year, max(first.year if first else this_year, this_year - 4) - 1, -1))
