"""Pages that say no: what was wrong and what to do, in the tenant's frame where there is one."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext

from sawti.lib.errors import DomainError, Invalid, Kind, Missing
from sawti.lib.text import localised
from sawti.plugins.calling import manifest_of
from sawti.tenancy.context import reading
from sawti_ui.frame import page_for, settings_of_browser

STATUS = {
    Kind.INVALID: HTTPStatus.UNPROCESSABLE_ENTITY,
    Kind.NOT_PERMITTED: HTTPStatus.FORBIDDEN,
    Kind.MISSING: HTTPStatus.NOT_FOUND,
    Kind.CONFLICT: HTTPStatus.CONFLICT,
    Kind.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
    Kind.FAULT: HTTPStatus.INTERNAL_SERVER_ERROR,
    Kind.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}


def sentence(error: DomainError) -> str:
    """Return the error in the active language."""
    text = gettext(error.message if isinstance(error, Invalid) else error.text)
    words = text % error.params if error.params else text
    plugin = error.plugin if isinstance(error, Invalid) else ""
    if plugin:
        title = localised(manifest_of(plugin).titles, get_language() or "en")
        return gettext("%(fault)s (%(plugin)s)") % {"fault": words, "plugin": title}
    return words


def refusal_page(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a domain error with a page."""
    response = _page(request, sentence(error), STATUS[error.kind])
    if seconds := seconds_to_wait(error):
        response.headers["Retry-After"] = str(seconds)
    return response


def seconds_to_wait(error: DomainError) -> int:
    """Return when what came too often may come again; 0 where waiting does not help."""
    minutes = error.params.get("minutes")
    return int(
        getattr(error, "retry_after", 0) or (minutes * 60 if isinstance(minutes, int) else 0)
    )


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _page(request, gettext(Missing.text), HTTPStatus.NOT_FOUND)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    text = gettext("You do not have the right to do this. Ask your entity's administrator.")
    return _page(request, text, HTTPStatus.FORBIDDEN)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose protection against forgery is missing or old."""
    text = gettext("This form is too old or came from elsewhere. Go back, reload it and try again.")
    return _page(request, text, HTTPStatus.FORBIDDEN)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that can't be read, or that is too large."""
    text = gettext("What you sent can't be read, or it is too long. Shorten it and try again.")
    return _page(request, text, HTTPStatus.BAD_REQUEST)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without touching the database."""
    text = gettext("Something went wrong on our side. What you sent was not kept. Try again soon.")
    return _fault(request, text, HTTPStatus.INTERNAL_SERVER_ERROR)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer that the database is away or took too long, without touching it."""
    text = gettext("We can't answer at the moment. What you sent was not kept. Try again soon.")
    return _fault(request, text, HTTPStatus.SERVICE_UNAVAILABLE)


def _fault(request: HttpRequest, text: str, status: HTTPStatus) -> HttpResponse:
    facts = {"text": text, "wishes": settings_of_browser(request)}
    return HttpResponse(render_to_string("sawti_ui/fault.html", facts), status=status)


def _page(request: HttpRequest, text: str, status: HTTPStatus) -> HttpResponse:
    titles = {
        HTTPStatus.NOT_FOUND: gettext("Not found"),
        HTTPStatus.FORBIDDEN: gettext("Not allowed"),
        HTTPStatus.CONFLICT: gettext("Changed meanwhile"),
        HTTPStatus.TOO_MANY_REQUESTS: gettext("Too many attempts"),
    }
    with reading():
        page = page_for(request, titles.get(status, gettext("This can't be done")), error=True)
        html = render_to_string("sawti_ui/refusal.html", {"page": page, "text": text}, request)
    return HttpResponse(html, status=status)
