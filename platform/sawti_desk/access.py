"""Who may enter the desk. Default deny: every view but signing in is marked `staff_required`."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.errors import NotPermitted
from sawti.tenancy.context import current_tenant, reading

View = Callable[..., HttpResponse]
READING = ("GET", "HEAD")
LANGUAGE = "language"
YEAR = 365 * 24 * 60 * 60
SAME_SITE: Literal["Lax"] = "Lax"  # sent along when another site links to us


class StaffRequest(HttpRequest):
    """A request that `staff_required` let through."""

    user: Staff


class SeeOther(HttpResponseRedirect):
    """Go on with a GET, whatever the method was (RFC 9110, 15.4.4)."""

    status_code = 303


def staff_required(*methods: str) -> Callable[[View], View]:
    """Let in signed-in staff of this tenant with one of `methods`; send others to sign in.

    A GET comes back to its address after signing in, with the language switch of `in_language`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return SeeOther(_sign_in_address(request))
            return view(request, *args, **kwargs)

        found = require_http_methods(methods)(in_language(guarded))
        found.needs_staff = True  # type: ignore[attr-defined]
        return found

    return decorate


def may_required(permission: str) -> Callable[[View], View]:
    """Let in who holds `permission` on the whole tenant; stands below `staff_required`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            with reading():
                if not rights_of(request.user).may(permission):
                    raise NotPermitted
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def in_language(view: View) -> View:
    """Let `?language=ar` change the language of a page that has none in its address."""

    @wraps(view)
    def switched(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        chosen = request.GET.get(LANGUAGE, "")
        if request.method in READING and chosen in current_tenant().languages:
            query = request.GET.copy()
            del query[LANGUAGE]
            response = SeeOther(f"{request.path}?{query.urlencode()}".rstrip("?"))
            remember_language(response, chosen)
            return response
        return view(request, *args, **kwargs)

    return switched


def remember_language(response: HttpResponse, language: str) -> None:
    """Keep the person's choice in the cookie that LanguageMiddleware reads."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=YEAR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=SAME_SITE,
    )


def own_path(address: str) -> str:
    """Return `address` if it is a path of this host, else the queue's."""
    is_own = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return address if is_own and address.startswith("/") else reverse("desk:queue")


def _sign_in_address(request: HttpRequest) -> str:
    return f"{reverse('desk:sign_in')}?{urlencode({'next': request.get_full_path()})}"
