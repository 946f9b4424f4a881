"""Messages on devices, the same for people and staff: the page's part, and the service worker."""

from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from sawti.accounts.models import Staff
from sawti.accounts.seals import device_handle
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.notifications.actions.subscriptions import BrowserInput, subscribe, unsubscribe
from sawti.notifications.queries import BrowserFacts, browsers_of, web_push_key
from sawti.telling.models import Reader
from sawti.tenancy.context import reading
from sawti_ui.devices import device_in_words
from sawti_ui.refusals import sentence
from sawti_ui.typed import typed_id

WORKER = Path(__file__).parent / "static/sawti_ui/push-worker.js"
WORKER_POLICY = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
KEPT_FOR = 400 * 24 * 60 * 60  # browsers keep no cookie longer
ON, OFF = "on", "off"
NEWS: dict[str, Promise] = {
    ON: _("Messages are on in this browser."),
    OFF: _("That browser gets no messages any more."),
}


@dataclass(frozen=True)
class PushPart:
    """What a page shows of it. `server_key`: for which browsers subscribe, "" where it is off.

    `is_here`: the browser that asks is one of `browsers`. `news`: what was done just now;
    `refusal`: why it was not.
    """

    server_key: str
    browsers: tuple[BrowserFacts, ...]
    is_here: bool
    worker: str
    news: str = ""
    refusal: str = ""


@require_safe
def show_worker(request: HttpRequest) -> HttpResponse:
    """Serve the service worker from the root, so that it may act for every page of the host.

    It loads nothing; browsers look for a newer one at each visit.
    """
    return HttpResponse(
        _worker(),
        content_type="text/javascript; charset=utf-8",
        headers={
            "Cache-Control": "no-cache",
            "Content-Security-Policy": WORKER_POLICY,
        },
    )


@cache
def _worker() -> bytes:
    return WORKER.read_bytes()


def browser_of(request: HttpRequest) -> UUID | None:
    """Return the subscription that was made in this browser, whoever made it."""
    try:
        return UUID(_signer().unsign(request.COOKIES.get(settings.SAWTI_PUSH_COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def keep_browser(response: HttpResponse, subscription_id: UUID | None) -> None:
    """Have the browser say later that the subscription is its own; None lets it go."""
    response.set_cookie(
        settings.SAWTI_PUSH_COOKIE,
        _signer().sign(str(subscription_id)) if subscription_id else "",
        max_age=KEPT_FOR if subscription_id else 0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _signer() -> Signer:
    return Signer(salt="push subscription of a browser")


def push_part(request: HttpRequest, reader: Reader, *, refusal: str = "") -> PushPart:
    """Return what the page shows to a person or to staff."""
    here = browser_of(request)
    with reading():
        if isinstance(reader, Staff):
            found = browsers_of(current=here, staff_id=reader.pk)
        else:
            found = browsers_of(current=here, person_id=reader.pk)
        server_key = web_push_key()
    return PushPart(
        server_key=server_key,
        browsers=found,
        is_here=any(each.is_current for each in found),
        worker=reverse("push_worker"),
        news=str(NEWS.get(request.GET.get("news", ""), "")),
        refusal=refusal,
    )


def change_browsers(request: HttpRequest, reader: Reader) -> tuple[HttpResponse | None, str]:
    """Switch messages on in this browser, or off in the one that the form names.

    Returns where to go on, or None and what was wrong with it. Raises Missing.
    """
    at = clock.now()
    if named := request.POST.get("browser", ""):
        ended = typed_id(named)
        unsubscribe(reader, ended, at=at)
        response = _see(request, OFF)
        if browser_of(request) == ended:
            keep_browser(response, None)
        return response, ""
    try:
        made = subscribe(reader, _given(request), at=at)
    except DomainError as refusal:
        return None, sentence(refusal)
    response = _see(request, ON)
    keep_browser(response, made)
    return response, ""


def _given(request: HttpRequest) -> BrowserInput:
    sent = request.POST
    return BrowserInput(
        endpoint=sent.get("endpoint", ""),
        p256dh=sent.get("p256dh", ""),
        auth=sent.get("auth", ""),
        device=device_in_words(request.headers.get("User-Agent", "")),
        session=device_handle(str(request.session.session_key)),
    )


def _see(request: HttpRequest, news: str) -> HttpResponse:
    return HttpResponseRedirect(f"{request.path}?news={news}", status=HTTPStatus.SEE_OTHER)
