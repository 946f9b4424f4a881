"""What the views say about themselves in the OpenAPI 3.1 document, and the document itself."""

import re
from contextvars import ContextVar
from functools import cache
from http import HTTPStatus
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework import serializers

from sawti.clients.scopes import LABELS
from sawti_api.problems import MEDIA_TYPE, PROBLEMS

Shape = serializers.Serializer[Any]

_plugins: ContextVar[frozenset[str]] = ContextVar("described_plugins", default=frozenset())


class FaultOut(Shape):
    """One thing to mend."""

    field = serializers.CharField(
        help_text=_("A JSON pointer into the body (RFC 6901), or the name of a parameter.")
    )
    code = serializers.CharField()
    detail = serializers.CharField()


class ProblemOut(Shape):
    """A refusal (RFC 9457)."""

    type = serializers.CharField(help_text=_("The address of the code's description."))
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text=_("Stable; programs decide by it."))
    detail = serializers.CharField(
        help_text=_("What was wrong and what to do, in the language of Accept-Language.")
    )
    instance = serializers.CharField()
    errors = FaultOut(many=True, required=False)  # type: ignore[assignment]
    state = serializers.CharField(
        required=False, help_text=_("On a conflict: the state of the case now.")
    )
    version = serializers.IntegerField(
        required=False, help_text=_("On a conflict: the version of the case now.")
    )


WHY: dict[int, Promise] = {
    400: _("The request can't be read, or a header is missing or malformed."),
    401: _("Nobody is signed in."),
    403: _("The person may not do this, or the CSRF token is missing."),
    404: _("There is nothing here that the caller may see."),
    409: _("The state does not allow this, or somebody else was first."),
    413: _("The body is too large."),
    415: _("The body is not JSON."),
    422: _("Some input can't be accepted; each fault says what to mend."),
    429: _("Too many attempts; Retry-After says when to try again."),
    503: _("The machine lacks what this needs at the moment."),
}


def problems(*statuses: int) -> dict[tuple[int, str], OpenApiResponse]:
    """Return the responses of an operation that refuse."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemOut, description=WHY[status])
        for status in statuses
    }


def answer(shape: type[Shape], description: Promise) -> OpenApiResponse:
    """Return the response of an operation that succeeds."""
    return OpenApiResponse(shape, description=description)


IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description=_("A name of your own for this filing, such as a UUID."),
)
REQUIRED_KEY = OpenApiParameter(
    "Idempotency-Key",
    IDEMPOTENCY_KEY.type,
    OpenApiParameter.HEADER,
    required=True,
    description=_("A name of your own for this decision, such as a UUID."),
)
RECEIPT = OpenApiParameter(
    "Sawti-Receipt",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description=_("The receipt of the case. It never goes into an address."),
)
NUMBER = OpenApiParameter(
    "number", str, OpenApiParameter.PATH, description=_("The number of the case.")
)


class StaffSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session cookie of the desk."""

    target_class = "sawti_api.authentication.StaffSession"
    name = "staffSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "__Host-session",
            "description": str(
                _(
                    "The cookie that signing in at the desk sets (in the demo it is called "
                    "session). Methods that change something need the CSRF cookie's value in the "
                    "header X-CSRFToken too."
                )
            ),
        }


class PersonSessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """The session of a person's own program."""

    target_class = "sawti_api.authentication.PersonSession"
    name = "personSession"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "apiKey",
            "in": "header",
            "name": "Sawti-Session",
            "description": str(_("What signing in with a one-time code gives; it lives an hour.")),
        }


class ClientTokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """Access tokens of API clients."""

    target_class = "sawti_api.authentication.ClientToken"
    name = "clientToken"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "oauth2",
            "description": str(
                _("An access token that lives for 15 minutes; the administrator makes clients.")
            ),
            "flows": {
                "clientCredentials": {
                    "tokenUrl": "/api/v1/oauth/token",
                    "scopes": {str(scope): gettext(text) for scope, text in LABELS.items()},
                }
            },
        }


def own_endpoints(endpoints: list[tuple[str, Any, str, Any]]) -> list[tuple[str, Any, str, Any]]:
    """Keep our own addresses and those of plugins that are asked for (spectacular's hook).

    The CMS has an API too, for its editor only.
    """
    return [endpoint for endpoint in endpoints if _is_described(endpoint[0])]


def refusals_of_all(result: dict[str, Any], **rest: Any) -> dict[str, Any]:
    """Add what any call may be answered: too many calls, and nothing at the moment (a hook)."""
    body = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}
    for path in result["paths"].values():
        for operation in path.values():
            for status in (429, 503):
                operation["responses"].setdefault(
                    str(status), {"content": body, "description": str(WHY[status])}
                )
    return result


def _is_described(path: str) -> bool:
    plugin = re.match("/api/v1/p/([^/]+)/", path)
    return plugin[1] in _plugins.get() if plugin else path.startswith("/api/")


@cache
def document(language: str, plugins: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the OpenAPI document, its sentences in `language`; made once per process.

    `plugins` are those whose calls it describes: the ones that a tenant has enabled.
    """
    token = _plugins.set(plugins)
    try:
        with override(language):
            found: dict[str, Any] = _generator().get_schema(request=None, public=True)
    finally:
        _plugins.reset(token)
    return found


def _generator() -> Any:
    return SchemaGenerator()  # type: ignore[no-untyped-call]


def known_problems() -> list[tuple[str, HTTPStatus, Promise]]:
    """Return every code with its status and title, by status."""
    rows = [(code, known.status, known.title) for code, known in PROBLEMS.items()]
    return sorted(rows, key=lambda row: (row[1], row[0]))
