"""Who calls: staff by the session of the desk, or a program by an access token."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from sawti.accounts.models import Person, PersonToken, Staff
from sawti.accounts.queries import token_of_person
from sawti.audit.context import Acting, ActorKind, note_acting
from sawti.clients.queries import ClientAccess, access_of_token
from sawti.lib import clock
from sawti.tenancy.context import current_tenant, reading
from sawti_api.problems import Problem
from sawti_ui.network import address_of


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check, asked for its verdict instead of a page."""

    def _reject(self, request: Any, reason: str) -> Any:
        return reason


class StaffSession(BaseAuthentication):
    """A session of this tenant's staff; unsafe methods need its CSRF token."""

    def authenticate(self, request: Request) -> tuple[Staff, None] | None:
        """Return the member of staff, or None without a session that is good here.

        Whoever sends a token is that client and nobody else: cookies are not looked at.
        """
        if bearer_of(request) is not None:
            return None
        staff = getattr(request._request, "user", None)
        if not isinstance(staff, Staff) or staff.tenant_id != current_tenant().id:
            return None
        _require_csrf_token(request._request)
        return staff, None

    def authenticate_header(self, request: Request) -> str:
        """Say how one signs in (the `Cookie` scheme of draft-broyer-http-cookie-auth)."""
        return (
            f'Cookie realm="staff", form-action="{reverse("desk:sign_in")}", '
            f'cookie-name="{settings.SESSION_COOKIE_NAME}"'
        )


class ClientToken(BaseAuthentication):
    """An access token of a client of this tenant (RFC 6750); its service account calls."""

    def authenticate(self, request: Request) -> tuple[Staff, ClientAccess] | None:
        """Return the service account and what the token opens, or None without a token."""
        token = bearer_of(request)
        if token is None:
            return None
        with reading():
            access = access_of_token(token, address=address_of(request), at=clock.now())
        if access is None:
            raise Problem("invalid_token", challenge='Bearer realm="api", error="invalid_token"')
        note_acting(Acting(ActorKind.CLIENT, access.staff.id))
        return access.staff, access


class PersonSession(BaseAuthentication):
    """The session of a person's own program; cookies are not looked at, so no CSRF token is due."""

    def authenticate(self, request: Request) -> tuple[Person, PersonToken] | None:
        """Return the person and the session, or None without the header."""
        token = request.headers.get("Sawti-Session", "").strip()
        if not token:
            return None
        with reading():
            found = token_of_person(token, at=clock.now())
        if found is None:
            raise Problem("invalid_session", challenge=PERSON_CHALLENGE)
        return found.person, found

    def authenticate_header(self, request: Request) -> str:
        """Say how one signs in."""
        return PERSON_CHALLENGE


PERSON_CHALLENGE = 'Sawti-Session realm="person"'


def bearer_of(request: Request) -> str | None:
    """Return the token in the header Authorization, or None where there is none of this kind."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else None


def _require_csrf_token(request: Any) -> None:
    check = _CsrfCheck(lambda _: None)  # type: ignore[arg-type]
    check.process_request(request)
    if check.process_view(request, None, (), {}):  # type: ignore[arg-type]
        raise Problem("csrf_failed")
