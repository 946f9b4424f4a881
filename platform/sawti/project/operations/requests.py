"""One line and one measurement for each request: which route, which status, how long."""

import logging
import re
import time
from collections.abc import Callable
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sawti.audit.context import nobody_acts_yet, request_id
from sawti.project.operations import metrics

log = logging.getLogger("sawti.requests")

HEADER = "X-Request-ID"
# What a proxy may hand over: long enough to be unique, short and plain enough for a log.
WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,64}", re.ASCII)


class RequestMiddleware:
    """Gives each request an id, measures it and writes one line about it.

    The line names the route, never the address: an address may hold a case number.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = request_id.set(_id_of(request))
        began = time.perf_counter()
        try:
            with nobody_acts_yet():
                response = self.get_response(request)
            response.headers[HEADER] = request_id.get()
            _note(request, response.status_code, time.perf_counter() - began)
        finally:
            request_id.reset(token)
        return response


def _id_of(request: HttpRequest) -> str:
    """Return the id that our own proxy gave, or a new one."""
    given = request.headers.get(HEADER, "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return given if WELL_FORMED.fullmatch(given) else uuid4().hex


def _note(request: HttpRequest, status: int, seconds: float) -> None:
    route = request.resolver_match.view_name if request.resolver_match else ""
    method = request.method or ""
    metrics.note_request(method, route or "none", status, seconds)
    if settings.SAWTI_ACCESS_LOG:
        tenant = getattr(request, "tenant", None)
        log.info(
            "request",
            extra={
                "method": method,
                "route": route,
                "status": status,
                "milliseconds": round(seconds * 1000, 1),
                "tenant": tenant.slug if tenant else "",
            },
        )
