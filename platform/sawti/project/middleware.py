"""What every request passes: headers, host → tenant, language, refusals, transaction."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseNotFound
from django.middleware.security import SecurityMiddleware
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.functional import SimpleLazyObject
from django.utils.translation.trans_real import parse_accept_lang_header

from sawti.accounts.actions.sessions import note_use
from sawti.attachments.hosts import host_served_by
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.tenancy.context import (
    TenantFacts,
    reading,
    statements_within,
    tenant_context,
)
from sawti.tenancy.queries import tenant_at_host
from sawti_ui.refusals import refusal_page
from sawti_ui.served_files import picture_origins, show_file_apart

if TYPE_CHECKING:
    from sawti.accounts.sessions import SessionStore

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
METHODS = (*SAFE, "POST", "PUT", "PATCH", "DELETE")

CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; object-src 'none'; report-uri /csp-report/"
)
# Wagtail's admin has inline scripts and styles (its issue 1288); it gets a policy of its own.
CMS_CONTENT_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self'; frame-ancestors 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; report-uri /csp-report/"
)


class SecurityHeadersMiddleware:
    """The headers that every response has, errors and files included."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in METHODS:
            response = self.get_response(request)
        else:  # TRACE would show a script the headers that it may not read
            response = HttpResponseNotAllowed(METHODS)
        is_cms = request.path_info.startswith("/cms/")
        policy = CMS_CONTENT_POLICY if is_cms else _content_policy(request)
        # A citizen's file has a stricter one of its own.
        response.headers.setdefault("Content-Security-Policy", policy)
        response.headers["X-Frame-Options"] = "SAMEORIGIN" if is_cms else "DENY"
        for name, value in (
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "same-origin"),
            ("Cross-Origin-Opener-Policy", "same-origin"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
            ("Permissions-Policy", "camera=(self), geolocation=(self), microphone=(self)"),
        ):
            response.headers.setdefault(name, value)
        if settings.SECURE_HSTS_SECONDS and request.is_secure():
            response.headers.setdefault("Strict-Transport-Security", _hsts())
        if not request.path_info.startswith(f"/{settings.STATIC_URL.strip('/')}/"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _hsts() -> str:
    """Return what keeps browsers on HTTPS, as SecurityMiddleware has it for what it sees."""
    return f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains; preload"


def _content_policy(request: HttpRequest) -> str:
    """Return the policy of our own pages, which show pictures of the tenant's host of files."""
    origins = picture_origins(request) if hasattr(request, "tenant") else []
    return CONTENT_POLICY.replace("img-src 'self'", " ".join(["img-src 'self'", *origins]))


class HostMiddleware:
    """Finds the tenant of the host and serves it; an unknown host gets a 404 without hints.

    At a tenant's host of files nothing below is asked: no session, no page, nothing static.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.show_file: Answer = SecurityMiddleware(show_file_apart)  # type: ignore[assignment]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        host = _host_of(request)
        if (served := host_served_by(host)) and (tenant := tenant_at_host(served)):
            request.tenant = tenant  # type: ignore[attr-defined]
            with tenant_context(tenant):
                return self.show_file(request)
        with statements_within(settings.SAWTI_STATEMENT_SECONDS):
            return self._serve(request, host)

    def _serve(self, request: HttpRequest, host: str) -> HttpResponse:
        tenant = tenant_at_host(host)
        if tenant is None:
            return HttpResponseNotFound("Not found.", content_type="text/plain; charset=utf-8")
        request.tenant = tenant  # type: ignore[attr-defined]
        with tenant_context(tenant), timezone.override(ZoneInfo(tenant.time_zone)):
            return self.get_response(request)


def _host_of(request: HttpRequest) -> str:
    """Return the host without port; what is no host name matches no tenant."""
    return str(request.META.get("HTTP_HOST", "")).rsplit(":", 1)[0].lower()


class StaffMiddleware(AuthenticationMiddleware):
    """Sets `request.user` from the session's own row: who signed in, in the same statement."""

    def process_request(self, request: HttpRequest) -> None:
        """Find out who asks when somebody wants to know."""
        super().process_request(request)
        session = cast("SessionStore", request.session)
        request.user = SimpleLazyObject(  # type: ignore[assignment]
            lambda: session.staff or AnonymousUser()
        )

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Note that the session is used, so that it does not end as left; once a minute."""
        session, at = cast("SessionStore", request.session), clock.now()
        if session.accessed and session.is_to_be_noted(at):
            note_use(str(session.session_key), at=at)
        return response


class LanguageMiddleware:
    """The path's language, the one asked for, the person's choice, the browser's, the tenant's.

    A view keeps what is asked for with `?language=`; error pages have no view, so it is read here.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            return response


def language_of(request: HttpRequest) -> str:
    """Return the language that this request is answered in, one of the tenant's."""
    tenant: TenantFacts = request.tenant  # type: ignore[attr-defined]
    first = request.path_info.lstrip("/").split("/", 1)[0]
    if first in tenant.languages:
        return first
    if (asked := request.GET.get("language", "")) in tenant.languages:
        return asked
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in tenant.languages:
        return chosen
    for tag, _quality in parse_accept_lang_header(
        request.headers.get("Accept-Language", "").lower()
    ):
        if tag.split("-")[0] in tenant.languages:
            return str(tag).split("-")[0]
    return tenant.default_language


class DomainErrorMiddleware:
    """A refusal that no view caught becomes a page that says what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a DomainError; anything else goes on to Django's error page."""
        if isinstance(error, DomainError):
            with reading():
                return refusal_page(request, error)
        return None


class TransactionMiddleware:
    """Runs a view in the transaction that its kind of request has.

    A safe request: one READ ONLY transaction, rendering included. An unsafe one: none, its action
    opens a durable one. The CMS: one for the whole request, because Wagtail saves in many places
    (decision 0006). A view marked `own_transactions` is left alone.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Call the view here where it needs a transaction around it; else let Django call it."""
        if request.path_info.startswith("/cms/"):
            with transaction.atomic():
                return _rendered(view(request, *args, **kwargs))
        if request.method in SAFE and not getattr(view, "own_transactions", False):
            with reading():
                try:
                    return _rendered(view(request, *args, **kwargs))
                except DomainError as error:
                    return refusal_page(request, error)
        return None


def _rendered(response: Any) -> HttpResponse:
    if hasattr(response, "render") and callable(response.render):
        response = response.render()
    return response  # type: ignore[no-any-return]
