"""What every page with a one-time code needs: the browser's token, and where it sits."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sawti.accounts.models import Purpose
from sawti.accounts.queries import address_awaiting_code
from sawti.lib import clock
from sawti.tenancy.context import reading

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


def source_of(request: HttpRequest) -> str:
    """Return the network that asks, to be counted: of IPv6 the part that a provider hands out.

    Behind our proxy the last address of `X-Forwarded-For` is what the proxy saw.
    """
    seen = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SAWTI_BEHIND_PROXY:
        seen = request.headers.get("X-Forwarded-For", seen).rpartition(",")[2].strip()
    try:
        address = ip_address(seen)
    except ValueError:
        return "unknown"
    return str(address if address.version == 4 else ip_network(f"{address}/64", strict=False))
