"""Where SMS gateways report what became of a message."""

from collections.abc import Mapping

from drf_spectacular.utils import extend_schema
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.lib import clock
from sawti.notifications.actions.reports import keep_report
from sawti_api.parsing import StrictJson
from sawti_api.resource import PublicResource

LONGEST = 200


class DeliveryReport(PublicResource):
    """POST takes one report, as JSON or a form; its address is told to the gateway alone."""

    parser_classes = (StrictJson, FormParser)

    @extend_schema(exclude=True)
    def post(self, request: Request, key: str) -> Response:
        keep_report(key, _texts(request.data), at=clock.now())
        return Response(status=204)


def _texts(given: object) -> Mapping[str, str]:
    """Return the short texts of a report; whatever else a gateway adds is left out."""
    if not isinstance(given, Mapping):
        return {}
    return {
        str(name): str(value)[:LONGEST]
        for name, value in given.items()
        if isinstance(value, str | int)
    }
