"""What every page with a one-time code needs: the browser's token, and where it sits."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sawti.accounts.models import Purpose
from sawti.accounts.queries import address_awaiting_code
from sawti.lib import clock
from sawti.tenancy.context import reading
from sawti_ui.network import source_of

__all__ = ("address_of_code", "keep_token", "source_of", "token_of")

KEPT_FOR = 15 * 60  # a little longer than a code is good for


def token_of(request: HttpRequest) -> str:
    """Return the token of the code that this browser asked for, or ""."""
    return request.COOKIES.get(settings.SAWTI_CODE_COOKIE, "")


def address_of_code(request: HttpRequest, purpose: Purpose) -> str:
    """Return where this browser's code went, or "" where it waits for none."""
    with reading():
        return address_awaiting_code(token_of(request), purpose=purpose, at=clock.now())


def keep_token(response: HttpResponse, token: str) -> None:
    """Bind the code to this browser; an empty token lets it go."""
    response.set_cookie(
        settings.SAWTI_CODE_COOKIE,
        token,
        max_age=KEPT_FOR if token else 0,
        secure=settings.SESSION_COOKIE_SECURE,  # a `__Host-` cookie can't be removed without it
        httponly=True,
        samesite="Lax",
    )
