"""Who calls: a member of staff by the session that signing in at the desk began."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import CsrfViewMiddleware
from django.urls import reverse
from rest_framework.authentication import BaseAuthentication
from rest_framework.request import Request

from sawti.accounts.models import Staff
from sawti.tenancy.context import current_tenant
from sawti_api.problems import Problem


class _CsrfCheck(CsrfViewMiddleware):
    """Django's check, asked for its verdict instead of a page."""

    def _reject(self, request: Any, reason: str) -> Any:
        return reason


class StaffSession(BaseAuthentication):
    """A session of this tenant's staff; unsafe methods need its CSRF token."""

    def authenticate(self, request: Request) -> tuple[Staff, None] | None:
        """Return the member of staff, or None without a session that is good here."""
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


def _require_csrf_token(request: Any) -> None:
    check = _CsrfCheck(lambda _: None)  # type: ignore[arg-type]
    check.process_request(request)
    if check.process_view(request, None, (), {}):  # type: ignore[arg-type]
        raise Problem("csrf_failed")
