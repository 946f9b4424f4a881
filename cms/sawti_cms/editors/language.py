"""The language of the screens."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from sawti.tenancy.context import current_tenant

KEPT_FOR = 365 * 24 * 60 * 60


@require_safe
def choose_language(request: HttpRequest, code: str) -> HttpResponse:
    """Keep a language of the tenant's in this browser, as the portal does."""
    if code not in current_tenant().languages:
        raise Http404
    response = redirect("wagtailadmin_home")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=KEPT_FOR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response
