"""The session of staff at the edge: begun by a password, whole after the second factor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.contrib.auth import (
    BACKEND_SESSION_KEY,
    HASH_SESSION_KEY,
    SESSION_KEY,
)
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from sawti.accounts.models import Staff
from sawti.accounts.sessions import BEGAN_KEY, PROOF_KEY, Proof, SessionStore
from sawti.lib import clock
from sawti.notifications.actions.subscriptions import leave_browser
from sawti.signin.queries import Limits, limits_for
from sawti.tenancy.context import current_tenant, reading
from sawti_desk.access import SeeOther, View, in_language, own_path, remember_language
from sawti_ui.devices import device_in_words
from sawti_ui.network import rough_place_of
from sawti_ui.push import browser_of

BACKEND = "sawti.accounts.backends.StaffBackend"
CONFIRMED_KEY = "confirmed_at"
NEXT_KEY = "next"
TO_FINISH = Limits(idle=timedelta(minutes=10), most=timedelta(minutes=15))


class AwaitedRequest(HttpRequest):
    """A request that `awaited_required` let through."""

    awaited: Staff


def session_of(request: HttpRequest) -> SessionStore:
    """Return the session as what it is."""
    return cast("SessionStore", request.session)


def begin_session(request: HttpRequest, staff: Staff, *, wanted: str) -> None:
    """Begin a session that opens nothing but the pages that ask for the second factor."""
    at = clock.now()
    request.session.flush()  # a new key, and nothing of whoever used this browser before
    request.session[NEXT_KEY] = own_path(wanted)
    _name(request, staff)
    _limit(request, TO_FINISH, at)
    rotate_token(request)


def make_whole(request: HttpRequest, staff: Staff, proof: Proof) -> str:
    """Open everything to the session, under a new key; return the path to go on to."""
    at = clock.now()
    leave_browser(browser_of(request), but=staff)
    with reading():
        limits = limits_for(staff, at=at)
    request.session[PROOF_KEY] = proof
    request.session[CONFIRMED_KEY] = at.isoformat()
    _limit(request, limits, at)
    request.session.cycle_key()
    return own_path(str(request.session.pop(NEXT_KEY, "")))


def finish_session(request: HttpRequest, staff: Staff, proof: Proof) -> HttpResponse:
    """Make the session whole, and go on in the language of the account."""
    response = SeeOther(make_whole(request, staff, proof))
    if staff.language in current_tenant().languages:
        remember_language(response, staff.language)
    return response


def renew_session(request: HttpRequest, staff: Staff) -> None:
    """Keep this session after a change that ends the others, and give it a new key."""
    _name(request, staff)
    request.session[CONFIRMED_KEY] = clock.now().isoformat()
    request.session.cycle_key()
    rotate_token(request)


def awaited_required(*methods: str) -> Callable[[View], View]:
    """Let in whoever gave the password and owes the second factor; send others to the door."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            staff = session_of(request).awaited
            if staff is None:
                return SeeOther(reverse("desk:sign_in"))
            request.awaited = staff  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        found = require_http_methods(methods)(in_language(guarded))
        found.needs_password = True  # type: ignore[attr-defined]
        return found

    return decorate


def _name(request: HttpRequest, staff: Staff) -> None:
    """Say whose session it is, as Django's `login` does."""
    request.session[SESSION_KEY] = str(staff.pk)
    request.session[BACKEND_SESSION_KEY] = BACKEND
    request.session[HASH_SESSION_KEY] = staff.get_session_auth_hash()


def _limit(request: HttpRequest, limits: Limits, at: datetime) -> None:
    request.session[BEGAN_KEY] = {
        "at": at.isoformat(),
        "device": device_in_words(request.headers.get("User-Agent", "")),
        "network": rough_place_of(request),
        "idle_seconds": int(limits.idle.total_seconds()),
    }
    request.session.set_expiry(at + limits.most)
