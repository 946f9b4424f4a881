"""Access tokens for programs: OAuth 2.0 client credentials (RFC 6749, 4.4) and revocation."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.parsers import FormParser
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.clients.actions import issue_token, revoke_token
from sawti.clients.errors import ClientRefused, ScopeRefused
from sawti.clients.scopes import scopes_in
from sawti.lib import clock
from sawti.lib.basic import credentials_in, is_basic
from sawti_api import openapi
from sawti_api.openapi import Shape
from sawti_api.resource import PublicResource
from sawti_ui.network import address_of

NO_STORE = {"Cache-Control": "no-store"}


class TokenIn(Shape):
    """The form that asks for a token."""

    grant_type = serializers.ChoiceField(choices=["client_credentials"])
    scope = serializers.CharField(
        required=False, help_text=_("Scopes with spaces between; all of the client's if left out.")
    )
    client_id = serializers.CharField(
        required=False, help_text=_("Instead of the header Authorization: Basic.")
    )
    client_secret = serializers.CharField(
        required=False, help_text=_("Instead of the header Authorization: Basic.")
    )


class TokenOut(Shape):
    """An access token (RFC 6749, 5.1)."""

    access_token = serializers.CharField()
    token_type = serializers.CharField()
    expires_in = serializers.IntegerField(help_text=_("Seconds."))
    scope = serializers.CharField()


class RevokeIn(Shape):
    """The form that ends a token (RFC 7009)."""

    token = serializers.CharField()
    client_id = serializers.CharField(required=False)
    client_secret = serializers.CharField(required=False)


class RefusalOut(Shape):
    """A refusal as RFC 6749, 5.2 has it."""

    error = serializers.CharField()


class Refused(Exception):
    """A refusal with its code of RFC 6749."""

    def __init__(self, code: str, status: HTTPStatus = HTTPStatus.BAD_REQUEST) -> None:
        self.code, self.status = code, status
        super().__init__(code)


@dataclass(frozen=True)
class Credentials:
    """Who says to be calling, and the secret that shall prove it."""

    client_id: str
    secret: str


REFUSALS: dict[Any, Any] = {
    400: openapi.answer(RefusalOut, _("The form lacks something or asks for too much.")),
    401: openapi.answer(RefusalOut, _("Client and secret do not belong together.")),
    **openapi.problems(413, 415),
}


class Endpoint(PublicResource):
    """Reads a form, answers refusals in the words of the RFC."""

    parser_classes = (FormParser,)

    def answered(self, request: Request, form: dict[str, str]) -> Response:
        raise NotImplementedError

    def post(self, request: Request) -> Response:
        try:
            return self.answered(request, _form_of(request))
        except ClientRefused:
            return _refusal(Refused("invalid_client", HTTPStatus.UNAUTHORIZED))
        except ScopeRefused:
            return _refusal(Refused("invalid_scope"))
        except Refused as refused:
            return _refusal(refused)


class IssueToken(Endpoint):
    """POST gives a client an access token."""

    @extend_schema(
        operation_id="issue_token",
        tags=["clients"],
        summary=_("Get an access token"),
        description=_(
            "Client credentials (RFC 6749, 4.4): the client's id and secret as HTTP Basic or in "
            "the form. The token lives for 15 minutes. An unknown client, a wrong secret and a "
            "client that is over or comes from elsewhere get the same answer."
        ),
        request={"application/x-www-form-urlencoded": TokenIn},
        responses={200: openapi.answer(TokenOut, _("The token.")), **REFUSALS},
    )
    def post(self, request: Request) -> Response:
        return super().post(request)

    def answered(self, request: Request, form: dict[str, str]) -> Response:
        if not form.get("grant_type"):
            raise Refused("invalid_request")
        if form["grant_type"] != "client_credentials":
            raise Refused("unsupported_grant_type")
        who, scopes = _credentials(request, form), None
        if form.get("scope"):
            scopes = scopes_in(form["scope"])
            if not scopes:
                raise Refused("invalid_scope")
        issued = issue_token(
            who.client_id,
            who.secret,
            scopes=scopes,
            address=address_of(request),
            at=clock.now(),
        )
        body = {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": int(issued.life.total_seconds()),
            "scope": " ".join(issued.scopes),
        }
        return Response(body, headers=NO_STORE)


class RevokeToken(Endpoint):
    """POST ends a token of the client's own."""

    @extend_schema(
        operation_id="revoke_token",
        tags=["clients"],
        summary=_("End an access token"),
        description=_(
            "Ends a token at once (RFC 7009). A token that is unknown or another client's is "
            "answered the same."
        ),
        request={"application/x-www-form-urlencoded": RevokeIn},
        responses={
            200: OpenApiResponse(description=_("Whatever it was, it opens nothing now.")),
            **REFUSALS,
        },
    )
    def post(self, request: Request) -> Response:
        return super().post(request)

    def answered(self, request: Request, form: dict[str, str]) -> Response:
        if not form.get("token"):
            raise Refused("invalid_request")
        who = _credentials(request, form)
        revoke_token(
            who.client_id,
            who.secret,
            token=form["token"],
            address=address_of(request),
            at=clock.now(),
        )
        return Response(status=HTTPStatus.OK, headers=NO_STORE)


def _form_of(request: Request) -> dict[str, str]:
    """Return the fields of the form; none may come twice (RFC 6749, 3.2)."""
    form: Any = request.data
    if not isinstance(form, QueryDict) or any(len(values) > 1 for _name, values in form.lists()):
        raise Refused("invalid_request")
    return {name: str(value) for name, value in form.items()}


def _credentials(request: Request, form: dict[str, str]) -> Credentials:
    """Return what the header or the form says; both at once are refused (RFC 6749, 2.3)."""
    header = request.headers.get("Authorization", "")
    if is_basic(header):
        if form.get("client_secret"):
            raise Refused("invalid_request")
        sent = credentials_in(header)
        if sent is None:
            raise Refused("invalid_client", HTTPStatus.UNAUTHORIZED)
        return Credentials(sent.name, sent.secret)
    if not form.get("client_id") or not form.get("client_secret"):
        raise Refused("invalid_client", HTTPStatus.UNAUTHORIZED)
    return Credentials(form["client_id"], form["client_secret"])


def _refusal(refused: Refused) -> Response:
    headers = dict(NO_STORE)
    if refused.status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Basic realm="api clients"'
    return Response({"error": refused.code}, status=refused.status, headers=headers)
