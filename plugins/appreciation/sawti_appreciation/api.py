"""How many thanks each entity got in a month."""

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.lib import clock
from sawti_api.public import Fault, Faults, PublicResource, Shape, answer, problems
from sawti_appreciation.months import month_in
from sawti_appreciation.queries import counts_of_month

MONTH = OpenApiParameter(
    "month",
    {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}$"},
    OpenApiParameter.QUERY,
    description=_("The month, such as 2026-03; this month without it."),
)


class EntityCountOut(Shape):
    """An entity and how many thanks it got."""

    code = serializers.CharField(help_text=_("The code of the entity."))
    name = serializers.CharField()
    count = serializers.IntegerField(
        allow_null=True, help_text=_("Null for a number that is too small to be published.")
    )


class EntityCountsOut(Shape):
    """The entities that were thanked in a month, the most thanked first."""

    month = serializers.CharField()
    results = EntityCountOut(many=True)


class Counts(PublicResource):
    """GET returns the counts of a month."""

    @extend_schema(
        operation_id="appreciation_counts",
        tags=["appreciation"],
        summary=_("Thanks by entity"),
        description=_("How many thanks each entity got in a month, shown on the wall or not."),
        parameters=[MONTH],
        responses={
            200: answer(EntityCountsOut, _("One row for each entity that was thanked.")),
            **problems(422),
        },
    )
    def get(self, request: Request) -> Response:
        today = timezone.localtime(clock.now()).date()
        typed = request.query_params.get("month")
        month = month_in(typed) if typed else today
        if month is None:
            raise Faults([Fault("month", "invalid", gettext("Write a month such as 2026-03."))])
        rows = counts_of_month(month, language=get_language() or "en")
        found = [asdict(row) for row in rows]
        return Response({"month": f"{month:%Y-%m}", "results": found})
