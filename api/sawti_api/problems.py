"""Every refusal as a problem detail (RFC 9457), with a stable code and a text people understand."""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
)
from django.core.signals import got_request_exception
from django.db.utils import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils.encoding import escape_uri_path
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from sawti.lib.errors import DomainError, Invalid, InvalidInput
from sawti_ui.refusals import STATUS, seconds_to_wait, sentence

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
SAFE = ("GET", "HEAD", "OPTIONS")
TYPES = "/api/v1/docs/#problem-"


@dataclass(frozen=True)
class Known:
    """What a code stands for: its status, its title, and the text where no domain error has one."""

    status: HTTPStatus
    title: Promise
    detail: Promise | None = None


PROBLEMS: dict[str, Known] = {
    "bad_request": Known(
        HTTPStatus.BAD_REQUEST,
        _("The request can't be read"),
        _("The request can't be read. Check its address, headers and body."),
    ),
    "invalid_json": Known(
        HTTPStatus.BAD_REQUEST,
        _("The body can't be read"),
        _("The body is not valid JSON in UTF-8. Mend it and send it again."),
    ),
    "json_too_deep": Known(
        HTTPStatus.BAD_REQUEST,
        _("The body is nested too deep"),
        _("The body is nested too deep. Send at most %(levels)s levels."),
    ),
    "not_an_object": Known(
        HTTPStatus.BAD_REQUEST,
        _("The body is not an object"),
        _("The body must be one JSON object with named members."),
    ),
    "receipt_missing": Known(
        HTTPStatus.BAD_REQUEST,
        _("The receipt is missing"),
        _("Send the receipt of the case in the header Sawti-Receipt."),
    ),
    "idempotency_key_invalid": Known(
        HTTPStatus.BAD_REQUEST,
        _("The Idempotency-Key can't be used"),
        _("Send an Idempotency-Key of 8 to 200 visible ASCII characters, such as a UUID."),
    ),
    "not_authenticated": Known(
        HTTPStatus.UNAUTHORIZED,
        _("Not signed in"),
        _("Sign in at the desk first and send its session cookie."),
    ),
    "invalid_token": Known(
        HTTPStatus.UNAUTHORIZED,
        _("The access token does not count"),
        _("Ask for a new access token at /api/v1/oauth/token and send that one."),
    ),
    "person_not_signed_in": Known(
        HTTPStatus.UNAUTHORIZED,
        _("Nobody is signed in"),
        _("Sign in at /api/v1/person/session and send the header Sawti-Session."),
    ),
    "invalid_session": Known(
        HTTPStatus.UNAUTHORIZED,
        _("The session does not count"),
        _("The session is over or was ended. Sign in again at /api/v1/person/session."),
    ),
    "code_refused": Known(HTTPStatus.UNPROCESSABLE_ENTITY, _("The code does not count")),
    "too_many_codes": Known(HTTPStatus.TOO_MANY_REQUESTS, _("Too many codes")),
    "insufficient_scope": Known(
        HTTPStatus.FORBIDDEN,
        _("The client may not do this"),
        _("The access token lacks the scope for this call, or no client may make it."),
    ),
    "csrf_failed": Known(
        HTTPStatus.FORBIDDEN,
        _("Protection against forgery failed"),
        _("Send the value of the CSRF cookie in the header X-CSRFToken, from our own origin."),
    ),
    "not_permitted": Known(
        HTTPStatus.FORBIDDEN,
        _("Not allowed"),
        _("You do not have the right to do this. Ask your entity's administrator."),
    ),
    "not_found": Known(
        HTTPStatus.NOT_FOUND,
        _("Not found"),
        _("We found nothing here. Check the address or the number."),
    ),
    "plugin_failed": Known(HTTPStatus.INTERNAL_SERVER_ERROR, _("A plugin failed")),
    "case_not_found": Known(HTTPStatus.NOT_FOUND, _("Case not found")),
    "method_not_allowed": Known(
        HTTPStatus.METHOD_NOT_ALLOWED,
        _("Wrong method"),
        _("This address does not answer %(method)s. The header Allow says what it answers."),
    ),
    "case_changed": Known(HTTPStatus.CONFLICT, _("Changed meanwhile")),
    "transition_not_allowed": Known(HTTPStatus.CONFLICT, _("Not possible in this state")),
    "reopening_over": Known(HTTPStatus.CONFLICT, _("The time to reopen is over")),
    "already_rated": Known(HTTPStatus.CONFLICT, _("Rated before")),
    "no_answer_yet": Known(HTTPStatus.CONFLICT, _("No answer yet")),
    "idempotency_key_reused": Known(HTTPStatus.CONFLICT, _("The Idempotency-Key was used before")),
    "incident_closed": Known(HTTPStatus.CONFLICT, _("The incident is closed")),
    "decision_under_way": Known(HTTPStatus.CONFLICT, _("A decision is being carried out")),
    "no_open_case": Known(HTTPStatus.CONFLICT, _("No case waits for an answer")),
    "length_required": Known(
        HTTPStatus.LENGTH_REQUIRED,
        _("The length of the body is missing"),
        _("Send the body with its Content-Length, not in chunks."),
    ),
    "body_too_large": Known(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        _("The body is too large"),
        _("The body is too large. Send at most %(most)s KB."),
    ),
    "unsupported_media_type": Known(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _("Wrong media type"),
        _("Send the body as JSON: Content-Type: application/json, in UTF-8."),
    ),
    "multipart_expected": Known(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        _("Wrong media type"),
        _("Send the file as multipart/form-data, in one part with the name file."),
    ),
    "invalid": Known(HTTPStatus.UNPROCESSABLE_ENTITY, _("Some input can't be accepted")),
    "too_many_attempts": Known(HTTPStatus.TOO_MANY_REQUESTS, _("Too many attempts")),
    "too_many_uploads": Known(HTTPStatus.TOO_MANY_REQUESTS, _("Too many uploads")),
    "too_many_waiting": Known(HTTPStatus.TOO_MANY_REQUESTS, _("Too many unused files")),
    "too_many_requests": Known(
        HTTPStatus.TOO_MANY_REQUESTS,
        _("Too many requests"),
        _("Too many requests came in a short time. Wait and try again."),
    ),
    "contact_limited": Known(HTTPStatus.TOO_MANY_REQUESTS, _("A contact may file no more now")),
    "documents_unavailable": Known(
        HTTPStatus.SERVICE_UNAVAILABLE, _("PDFs can't be made at the moment")
    ),
    "storage_away": Known(
        HTTPStatus.SERVICE_UNAVAILABLE, _("Files can't be reached at the moment")
    ),
    "unavailable": Known(
        HTTPStatus.SERVICE_UNAVAILABLE,
        _("Not available at the moment"),
        _("We can't answer at the moment. What you sent was not kept. Try again soon."),
    ),
    "server_error": Known(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        _("A fault on our side"),
        _("Something went wrong on our side. What you sent was not kept. Try again soon."),
    ),
}


class Problem(Exception):
    """A refusal of the API itself: a code of PROBLEMS, figures for its text, the place at fault.

    `challenge` is the header WWW-Authenticate, "" for none.
    """

    def __init__(
        self, code: str, *, place: str = "", challenge: str = "", **params: object
    ) -> None:
        self.code, self.place, self.params = code, place, params
        self.auth_header = challenge
        super().__init__(code)


@dataclass(frozen=True)
class Fault:
    """One thing to mend. `place`: a JSON pointer (RFC 6901) into the body, or a parameter."""

    place: str
    code: str
    detail: str


class Faults(Exception):
    """Input of the wrong form, every fault at once."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("invalid")


def problem_response(error: Exception, context: Mapping[str, Any]) -> Response:
    """Answer any exception of a view (DRF's hook): always a problem, never a page."""
    request = context["request"]
    code, params = _code_of(error)
    if code in ("server_error", "unavailable"):
        _report(error, request)
    return Response(
        problem(request, code, params, error),
        status=_status_of(code, error),
        headers=_headers_of(error),
        content_type=MEDIA_TYPE,
    )


def plain_problem(request: HttpRequest, code: str) -> HttpResponse:
    """Answer outside of any view (an error handler of the project)."""
    body = JSONRenderer().render(problem(request, code))
    return HttpResponse(body, status=PROBLEMS[code].status, content_type=MEDIA_TYPE)


def refusal_problem(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a domain error outside of any view (a middleware of the project)."""
    body = JSONRenderer().render(problem(request, error.code, error.params, error))
    return HttpResponse(
        body, status=STATUS[error.kind], headers=_headers_of(error), content_type=MEDIA_TYPE
    )


def problem(
    request: Any,
    code: str,
    params: Mapping[str, object] | None = None,
    error: Exception | None = None,
) -> dict[str, Any]:
    """Return the members of the problem in the active language."""
    known = PROBLEMS.get(code)
    members: dict[str, Any] = {
        "type": f"{TYPES}{code}",
        "title": str(known.title) if known else gettext("This can't be done"),
        "status": int(_status_of(code, error)),
        "code": code,
        "detail": _detail(code, params or {}, error),
        "instance": escape_uri_path(request.path),
    }
    if faults := _faults_of(error, in_body=request.method not in SAFE):
        members["errors"] = [
            {"field": fault.place, "code": fault.code, "detail": fault.detail} for fault in faults
        ]
    if isinstance(error, DomainError) and "version" in error.params:
        members["state"] = error.params["state_code"]
        members["version"] = error.params["version"]
    return members


def _code_of(error: Exception) -> tuple[str, Mapping[str, object]]:
    """Return the stable code of an exception and the figures of its text."""
    if isinstance(error, Problem):
        return error.code, error.params
    if isinstance(error, DomainError):
        return error.code, error.params
    if isinstance(error, exceptions.MethodNotAllowed):
        return "method_not_allowed", {"method": _method_of(error)}
    if isinstance(error, RequestDataTooBig):
        return "body_too_large", {"most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024}
    for kind, code in _CODES:
        if isinstance(error, kind):
            return code, {}
    return "server_error", {}


_CODES: tuple[tuple[type[Exception], str], ...] = (
    (Faults, "invalid"),
    (exceptions.NotAuthenticated, "not_authenticated"),
    (exceptions.AuthenticationFailed, "not_authenticated"),
    (exceptions.PermissionDenied, "not_permitted"),
    (PermissionDenied, "not_permitted"),
    (exceptions.NotFound, "not_found"),
    (Http404, "not_found"),
    (exceptions.UnsupportedMediaType, "unsupported_media_type"),
    (exceptions.ParseError, "invalid_json"),
    (exceptions.Throttled, "too_many_requests"),
    (exceptions.APIException, "bad_request"),
    (SuspiciousOperation, "bad_request"),
    (OperationalError, "unavailable"),
    (InterfaceError, "unavailable"),
    (UnreadablePostError, "bad_request"),
    (MultiPartParserError, "bad_request"),
)


def _method_of(error: exceptions.MethodNotAllowed) -> str:
    return str(error.detail).split('"')[1] if '"' in str(error.detail) else "–"


def _status_of(code: str, error: Exception | None) -> HTTPStatus:
    if isinstance(error, DomainError):
        return STATUS[error.kind]
    return PROBLEMS[code].status


def _detail(code: str, params: Mapping[str, object], error: Exception | None) -> str:
    if isinstance(error, Invalid | Faults):
        return gettext(InvalidInput.text)
    if isinstance(error, DomainError):
        return sentence(error)
    text = str(PROBLEMS[code].detail)
    return text % params if params else text


def _faults_of(error: Exception | None, *, in_body: bool) -> tuple[Fault, ...]:
    if isinstance(error, Faults):
        return error.faults
    if isinstance(error, Problem) and error.place:
        return (Fault(error.place, error.code, str(PROBLEMS[error.code].detail)),)
    faults = error.faults if isinstance(error, InvalidInput) else (error,)
    return tuple(
        Fault(pointer(fault.field) if in_body else fault.field, fault.code, sentence(fault))
        for fault in faults
        if isinstance(fault, Invalid)
    )


def pointer(field: str) -> str:
    """Return a domain field such as `contact.email` as a JSON pointer: `/contact/email`."""
    return "/" + field.replace(".", "/")


def _headers_of(error: Exception) -> dict[str, str]:
    headers = {"Retry-After": "30"} if isinstance(error, OperationalError) else {}
    if challenge := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(int(wait))
    if isinstance(error, DomainError) and (seconds := seconds_to_wait(error)):
        headers["Retry-After"] = str(seconds)
    return headers


def _report(error: Exception, request: Any) -> None:
    """Log a fault of ours and tell whoever listens (Django's own way to notice one)."""
    with override("en"):
        log.error("fault in the API at %s", request.resolver_match.route, exc_info=error)
    got_request_exception.send(sender=None, request=request._request)
