"""The base of every view: JSON in, JSON out, closed unless a view says who may call it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from rest_framework.authentication import BaseAuthentication
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from sawti.tenancy.context import current_tenant
from sawti_api.parsing import StrictJson
from sawti_api.permissions import Anyone, StaffOnly
from sawti_api.problems import Problem


class AlwaysJson(BaseContentNegotiation):
    """JSON whatever `Accept` says: an answer one can read beats a 406 (RFC 9110, 12.1)."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        kind = request.content_type.partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == kind), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type


class Resource(APIView):
    """A view of the API. `own_transactions` opens transactions itself even in a GET.

    `takes_files` reads a body that is larger than JSON may be.
    """

    parser_classes: Sequence[type[BaseParser]] = (StrictJson,)
    content_negotiation_class = AlwaysJson
    own_transactions: ClassVar[bool] = False
    takes_files: ClassVar[bool] = False

    @classmethod
    def as_view(cls, **initial: Any) -> Any:
        """Return the view, marked for TransactionMiddleware and for the reader of uploads."""
        view: Any = super().as_view(**initial)
        view.own_transactions, view.takes_files = cls.own_transactions, cls.takes_files
        return view

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Name the methods in `Allow`; nothing here is for other origins."""
        return Response(status=204)


class PublicResource(Resource):
    """Open to anyone; cookies are not looked at, so no other site can use a person's session."""

    authentication_classes: Sequence[type[BaseAuthentication]] = ()
    permission_classes: Sequence[type[BasePermission]] = (Anyone,)


class StaffResource(Resource):
    """For staff of the tenant with a session, and for clients where `client_scopes` says so.

    `client_scopes`: method → the scope that a client needs; no client may use another method.
    """

    permission_classes = (StaffOnly,)
    client_scopes: ClassVar[dict[str, str]] = {}


class Unknown(PublicResource):
    """Every address under /api/ that leads nowhere."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        raise Problem("not_found")


def moment_writer() -> Callable[[datetime], str]:
    """Return the function that writes instants as RFC 3339 with the tenant's offset."""
    zone = ZoneInfo(current_tenant().time_zone)
    return lambda at: at.astimezone(zone).isoformat(timespec="seconds")
