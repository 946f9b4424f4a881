"""One call for programs."""

from dataclasses import asdict

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sawti_api.public import PublicResource, Shape, answer
from sawti_example.queries import event_counts


class EventCountOut(Shape):
    """An event and how often it happened."""

    event = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]  # a member, not DRF's label
    count = serializers.IntegerField()


class EventCountsOut(Shape):
    """The counts, the most frequent first."""

    results = EventCountOut(many=True)


class Counts(PublicResource):
    """GET returns how often what happened."""

    @extend_schema(
        operation_id="example_counts",
        tags=["example"],
        summary=_("Event counts"),
        description=_("How often what happened to cases in the last year."),
        responses={200: answer(EventCountsOut, _("One row for each event that happened."))},
    )
    def get(self, request: Request) -> Response:
        return Response({"results": [asdict(row) for row in event_counts()]})
