"""Which route is under which limit, and the middleware that counts before the view runs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from sawti.accounts.sessions import SessionStore
from sawti.lib import clock
from sawti.lib.basic import credentials_in
from sawti.limits.errors import TooMany
from sawti.limits.sources import network_of
from sawti.limits.steps import Attempt, take_all
from sawti.project.faults import too_many
from sawti.tenancy.context import current_tenant

SAFE = ("GET", "HEAD", "OPTIONS")
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True)
class Limited:
    """A rule for unsafe requests, or (`reads`) for safe ones, of a route.

    `subject` names the part of the address or the field of the form that the attempt is about;
    without it, whoever is signed in is. `asked`: a safe request counts only with this parameter.
    `basic`: the name of HTTP Basic, where one is sent, goes before the field.
    """

    rule: str
    subject: str = ""
    reads: bool = False
    asked: str = ""
    basic: bool = False


_CLIENT = Limited("sign_in", subject="client_id", basic=True)
_CAME_BACK = Limited("enter_code", reads=True, asked="state")
_RECEIPT = Limited("receipt", subject="number")
_RECEIPT_READ = Limited("receipt", subject="number", reads=True)
_EXPORT = Limited("export", reads=True)

ROUTES: Mapping[str, tuple[Limited, ...]] = {
    "desk:sign_in": (Limited("sign_in", subject="email"),),
    "desk:second_factor": (Limited("enter_code"),),
    "desk:enrol": (Limited("enter_code"),),
    "desk:forgotten": (Limited("code", subject="email"),),
    "desk:link": (Limited("enter_code"),),
    "desk:provider_leave": (Limited("sign_in"),),
    "desk:provider_back": (_CAME_BACK,),
    "desk:enter_support": (Limited("enter_code"),),
    "desk:confirm": (Limited("sign_in"),),
    "desk:account_password": (Limited("sign_in"),),
    "csp_report": (Limited("report"),),
    "api:delivery_report": (Limited("delivery_report", subject="key"),),
    "desk:push": (Limited("push"),),
    "desk:queue": (Limited("search", reads=True, asked="q"),),
    "desk:audit_export": (Limited("export"),),
    "desk:identity": (Limited("export"),),
    "desk:documents": (Limited("export"),),
    "desk:document_file": (_EXPORT,),
    "desk:keeping_run_file": (_EXPORT,),
    "desk:explained_file": (_EXPORT,),
    "portal:sign_in": (Limited("code", subject="email"),),
    "portal:sign_in_code": (Limited("enter_code"),),
    "portal:provider_leave": (Limited("sign_in"),),
    "portal:vouched_address": (Limited("code", subject="email"),),
    "portal:vouched_code": (Limited("enter_code"),),
    "person_back": (_CAME_BACK,),
    "portal:lost_receipt": (Limited("code", subject="email"), _RECEIPT),
    "portal:appeal": (Limited("code", subject="email"),),
    "portal:appeal_code": (Limited("enter_code"),),
    "portal:lost_receipt_code": (Limited("enter_code"),),
    "portal:push": (Limited("push"),),
    "portal:profile_email": (Limited("code", subject="email"),),
    "portal:profile_code": (Limited("enter_code"),),
    "portal:profile_phone": (Limited("code", subject="phone"),),
    "portal:profile_phone_code": (Limited("enter_code"),),
    "portal:undo": (Limited("enter_code"), Limited("enter_code", reads=True)),
    "portal:track": (_RECEIPT,),
    "portal:add_case": (_RECEIPT,),
    "portal:case_documents": (Limited("export"),),
    "portal:document_file": (_EXPORT,),
    "portal:receipt_document": (Limited("export"),),
    "portal:own_data": (_EXPORT,),
    "portal:own_copy": (Limited("export"),),
    "portal:fetch_copy": (Limited("export"),),
    "portal:insights_file": (_EXPORT,),
    "portal:insights_entity_file": (_EXPORT,),
    "portal:file_check": (Limited("file"),),
    "portal:file_story": (Limited("upload"),),
    "portal:file_for": (Limited("upload"),),
    "portal:add_proof": (Limited("upload"),),
    "portal:register_business": (Limited("upload"),),
    "portal:business_document": (Limited("upload"),),
    "portal:business_invite": (Limited("code", subject="email"),),
    "portal:join_business": (Limited("enter_code"), Limited("enter_code", reads=True)),
    "desk:business": (Limited("export"),),
    "desk:proof": (Limited("export"),),
    "desk:file_for": (Limited("file"),),
    "api:oauth_token": (_CLIENT,),
    "api:oauth_revoke": (_CLIENT,),
    "api:person_codes": (Limited("code"),),
    "api:person_session": (Limited("enter_code"),),
    "api:person_push": (Limited("push"),),
    "api:cases": (Limited("file"),),
    "api:person_cases": (Limited("file"),),
    "api:files": (Limited("upload"),),
    "api:case": (_RECEIPT_READ,),
    "api:case_file": (_RECEIPT_READ,),
    "api:case_reply": (_RECEIPT,),
    "api:case_withdraw": (_RECEIPT,),
    "api:case_rating": (_RECEIPT,),
    "api:case_reopen": (_RECEIPT,),
    "api:case_documents": (_RECEIPT, _RECEIPT_READ),
    "api:case_document": (_RECEIPT_READ,),
    "api:case_document_file": (_RECEIPT_READ,),
    "api:staff_cases": (Limited("search", reads=True, asked="q"),),
    "api:staff_identity": (Limited("export"),),
    "api:staff_documents": (Limited("export"),),
    "api:staff_document_file": (_EXPORT,),
}


class LimitsMiddleware:
    """Counts each attempt in a transaction of its own, before the view and its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._calls = Calls()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """Let the request through, or answer when to come again."""
        if not settings.SAWTI_LIMITS:
            return None
        source, at = network_of(str(request.META.get("REMOTE_ADDR", ""))), clock.now()
        attempts = [
            Attempt(limited.rule, _subject(request, limited, kwargs))
            for limited in limits_of(request)
        ]
        if request.path_info.startswith("/api/"):
            attempts += self._calls.attempts(source, at)
        try:
            take_all(attempts, source=source, at=at)
        except TooMany as refusal:
            self._calls.forget(source)
            return too_many(request, refusal)
        return None


class Calls:
    """Counts calls of the API some at a time, so that most of them write nothing.

    A process takes a few calls of a network from the shared count in advance and spends them; what
    it does not spend within a minute is lost to that network, never gained.
    """

    AT_ONCE = 20
    KEPT_FOR = timedelta(minutes=1)
    MOST_NETWORKS = 10_000

    def __init__(self) -> None:
        self._left: dict[tuple[str, str], tuple[int, datetime]] = {}
        self._lock = Lock()

    def attempts(self, source: str, at: datetime) -> list[Attempt]:
        """Return what has to be counted for one more call: mostly nothing."""
        key = (current_tenant().slug, source)
        with self._lock:
            left, until = self._left.get(key, (0, at))
            if left > 0 and at < until:
                self._left[key] = (left - 1, until)
                return []
            if len(self._left) >= self.MOST_NETWORKS:
                self._left.clear()
            self._left[key] = (self.AT_ONCE - 1, at + self.KEPT_FOR)
        return [Attempt("api", times=self.AT_ONCE)]

    def forget(self, source: str) -> None:
        """Spend nothing that was not granted."""
        with self._lock:
            self._left.pop((current_tenant().slug, source), None)


def limits_of(request: HttpRequest) -> list[Limited]:
    """Return the limits that this request counts against."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    is_safe = request.method in SAFE
    found = [
        limited
        for limited in ROUTES.get(name, ())
        if limited.reads == is_safe and (not limited.asked or request.GET.get(limited.asked))
    ]
    if not is_safe:
        found.append(Limited("change"))
    return found


def _subject(request: HttpRequest, limited: Limited, kwargs: Mapping[str, Any]) -> str:
    if limited.subject in kwargs:
        return _plain(kwargs[limited.subject])
    if limited.basic and (sent := credentials_in(request.headers.get("Authorization", ""))):
        return _plain(sent.name)
    if limited.subject:
        is_form = request.content_type in FORMS
        return _plain(request.POST.get(limited.subject, "")) if is_form else ""
    session = cast("SessionStore", request.session)
    who = session.staff or session.person
    return str(who.pk) if who else ""


def _plain(value: object) -> str:
    return str(value).strip().casefold()[:254]
