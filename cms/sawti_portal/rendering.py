"""How the portal answers: a page in the tenant's frame, or the next address."""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language

from sawti.accessibility.facts import ReadingSettings
from sawti_ui.frame import as_wished, page_for

LANGUAGE_KEPT_FOR = 365 * 24 * 60 * 60


class SeeOther(HttpResponseRedirect):
    """Send the browser on with a GET, so that a reload sends nothing twice (RFC 9110, 15.4.4)."""

    status_code = HTTPStatus.SEE_OTHER


def language() -> str:
    """Return the active language, which LanguageMiddleware chose among the tenant's."""
    return get_language() or settings.LANGUAGE_CODE


def page_response(
    request: HttpRequest,
    template: str,
    title: str,
    content: object,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    is_shown_once: bool = False,
    wishes: ReadingSettings | None = None,
) -> HttpResponse:
    """Render `sawti_portal/<template>.html` with `page` and `content`; remember the language.

    A template with a folder is a plugin's and is taken as it is.

    Any status but 200 says that a form was refused. A page that is shown once offers no other
    language: the link would lead away from it for good. `wishes`: settings to show the page with,
    other than those that are kept.
    """
    page = page_for(request, title, error=status != HTTPStatus.OK)
    if is_shown_once:
        page = replace(page, other_languages=())
    if wishes:
        page = as_wished(page, wishes)
    context: dict[str, Any] = {"page": page, "content": content}
    path = template if "/" in template else f"sawti_portal/{template}.html"
    response = render(request, path, context, status=status)
    remember_language(request, response)
    return response


def remember_language(request: HttpRequest, response: HttpResponse) -> None:
    """Keep the page's language as the person's choice: whoever follows a language link chose it."""
    if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) == language():
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language(),
        max_age=LANGUAGE_KEPT_FOR,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
