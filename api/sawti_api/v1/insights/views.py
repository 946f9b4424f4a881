"""The public figures for programs; the same as on the public dashboard."""

from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from sawti.catalogue.queries import catalogue
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.insights.counting import month_of
from sawti.insights.periods import TWELVE_MONTHS, Period, period_of
from sawti.insights.publishing import Count, PublicFigures, PublicReport, public_report
from sawti.insights.queries import counted_at
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid
from sawti.tenancy.context import current_tenant
from sawti_api import openapi
from sawti_api.resource import PublicResource, moment_writer
from sawti_api.v1.insights.serializers import InsightsOut

SECONDS = 60  # figures are counted once a minute


class Insights(PublicResource):
    """GET answers with the public figures of a period, of the tenant or of one entity."""

    @extend_schema(
        operation_id="read_figures",
        tags=["figures"],
        summary=_("Public figures"),
        description=_(
            "What the public dashboard shows. Small numbers are hidden, and those that would give "
            "them away."
        ),
        parameters=[
            OpenApiParameter(
                "period",
                str,
                default=TWELVE_MONTHS,
                description=_(
                    "A period: month, 12-months (the last twelve) or a year such as 2026."
                ),
            ),
            OpenApiParameter(
                "entity",
                str,
                description=_(
                    "The code of an entity: its figures with everything below it. All of the "
                    "tenant if left out."
                ),
            ),
        ],
        responses={
            200: openapi.answer(InsightsOut, _("The public figures of the period.")),
            **openapi.problems(422),
        },
    )
    def get(self, request: Request) -> HttpResponse:
        period = _period(request.query_params.get("period", TWELVE_MONTHS))
        entity = _entity(request.query_params.get("entity", ""))
        language, tenant = get_language() or "en", current_tenant()
        newest = counted_at()
        counted = newest.timestamp() if newest else 0
        tag = f'"{tenant.config_version}-{counted}-{period.last:%Y%m}-{language}"'
        headers = {"ETag": tag, "Cache-Control": f"public, max-age={SECONDS}"}
        known = HttpResponse(content_type="application/json", headers=headers)
        fresh = get_conditional_response(request._request, etag=tag, response=known)
        if fresh is None or fresh is known:
            report = public_report(period, entity_id=entity.id if entity else None)
            known.content = JSONRenderer().render(_out(report, language))
            return known
        return fresh


def _period(code: str) -> Period:
    this_month = month_of(clock.now())
    period = period_of(code, this_month=this_month)
    if period is None:
        raise Invalid(
            "period",
            N_("Choose month, 12-months or a year such as %(year)s."),
            year=str(this_month.year),
        )
    return period


def _entity(code: str) -> EntityFacts | None:
    entity = entity_tree().standing(code)
    if code and entity is None:
        raise Invalid("entity", N_("There is no such entity. Choose one from the list."))
    return entity


def _out(report: PublicReport, language: str) -> dict[str, Any]:
    tree, known = entity_tree(), catalogue()
    sectors = {sector.id: sector for sector in tree.sectors}
    period, write = report.period, moment_writer()
    return {
        "period": period.code,
        "first_month": f"{period.first:%Y-%m}",
        "last_month": f"{period.last:%Y-%m}",
        "smallest_count": report.least,
        "counted_at": write(report.counted_at) if report.counted_at else None,
        "total": _figures(report.total),
        "previous": _figures(report.previous),
        "months": [
            {
                "month": f"{each.month:%Y-%m}",
                **_figures(each.figures),
                **{part: _count(count) for part, count in each.parts.items()},
            }
            for each in report.months
        ],
        "pillars": [
            {
                "code": known.by_id[key].code if key else None,
                "name": known.name(key, language),
                **_without_days(figures),
            }
            for key, figures in report.pillars.items()
        ],
        "sectors": [_named(sectors[key], each, language) for key, each in report.sectors.items()],
        "entities": [
            _named(tree.by_id[key], each, language) for key, each in report.entities.items()
        ],
    }


def _named(place: Any, figures: PublicFigures, language: str) -> dict[str, Any]:
    return {"code": place.code, "name": place.name(language), **_figures(figures)}


def _figures(figures: PublicFigures) -> dict[str, Any]:
    return {
        "received": _count(figures.received),
        "answered": _count(figures.answered),
        "on_time_percent": figures.on_time,
        "median_days": figures.median_days,
        "satisfaction": figures.satisfaction,
        "ratings": figures.ratings,
        "is_provisional": figures.is_provisional,
    }


def _without_days(figures: PublicFigures) -> dict[str, Any]:
    return {name: value for name, value in _figures(figures).items() if name != "median_days"}


def _count(count: Count) -> dict[str, Any]:
    if count.value is not None:
        return {"value": count.value, "hidden": None}
    return {"value": None, "hidden": "few" if count.is_small else "withheld"}
