"""What is answered where no view could: a problem under /api/, a page everywhere else."""

import sys
from collections.abc import Callable

from django.db.utils import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse

from sawti.lib.errors import DomainError
from sawti_api.problems import plain_problem, refusal_problem
from sawti_ui import refusals

Page = Callable[[HttpRequest], HttpResponse]


def _answer(request: HttpRequest, code: str, page: Page) -> HttpResponse:
    return plain_problem(request, code) if request.path_info.startswith("/api/") else page(request)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that can't be read, or that is too large."""
    return _answer(request, "bad_request", refusals.bad_request)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer what is not allowed."""
    return _answer(request, "not_permitted", refusals.forbidden)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere."""
    return _answer(request, "not_found", refusals.not_found)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, or that the database is away or took too long."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response = _answer(request, "unavailable", refusals.unavailable)
        response.headers["Retry-After"] = "30"
        return response
    return _answer(request, "server_error", refusals.server_error)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form or call whose protection against forgery is missing or old."""
    return _answer(request, "csrf_failed", refusals.csrf_refused)


def too_many(request: HttpRequest, refusal: DomainError) -> HttpResponse:
    """Answer what comes too often, and say when to come again."""
    if request.path_info.startswith("/api/"):
        return refusal_problem(request, refusal)
    return refusals.refusal_page(request, refusal)
