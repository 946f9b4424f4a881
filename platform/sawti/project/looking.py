"""Sessions that only look: whose desk they see, that they change nothing, and when they end."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, cast
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from sawti.accounts.looking import SUPPORT_KEY, VIEW_KEY, Looking, LookingKind
from sawti.accounts.models import Staff
from sawti.audit.context import Acting, ActorKind, note_acting
from sawti.entities.actions.viewing import end_view
from sawti.entities.errors import OnlyLooking
from sawti.entities.permissions import rights_of
from sawti.entities.support import open_grant
from sawti.lib import clock
from sawti.lib.permissions import VIEW_AS
from sawti.tenancy.context import reading
from sawti_ui.refusals import refusal_page

if TYPE_CHECKING:
    from sawti.accounts.sessions import SessionStore

Answer = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
PLACES = ("/desk/", "/api/", "/cms/")
# One's own account, who may look, and everything of editors: nothing to be seen as somebody else.
CLOSED = (
    "/cms/",
    "/desk/account/",
    "/desk/messages/",
    "/desk/confirm/",
    "/desk/sign-in/",
    "/desk/support/",
)
TIME_IS_UP = "time was up"


class LookingMiddleware:
    """Puts the colleague in the place of the administrator who looks, and refuses every change."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and request.path_info.startswith(PLACES):
            looking = _looking(request)
            if looking is not None:
                request.looking = looking  # type: ignore[attr-defined]
                if not _is_open(request):
                    with reading():
                        return refusal_page(request, OnlyLooking())
        return self.get_response(request)


def _looking(request: HttpRequest) -> Looking | None:
    session = cast("SessionStore", request.session)
    if session.staff is None:
        return None
    if SUPPORT_KEY in session:
        return _support(request, session)
    return _view(request, session) if VIEW_KEY in session else None


def _view(request: HttpRequest, session: "SessionStore") -> Looking | None:
    """Return the colleague's desk, or end the view where it may not go on."""
    viewer = cast("Staff", session.staff)
    kept, at = session[VIEW_KEY], clock.now()
    until_at = datetime.fromisoformat(kept["until"])
    with reading():
        colleague = Staff.objects.filter(pk=kept["staff"], is_active=True).first()
        may_go_on = at < until_at and rights_of(viewer, at=at).may(VIEW_AS)
    if colleague is None or not may_go_on:
        end_view(UUID(kept["staff"]), by=viewer, at=at, reason=TIME_IS_UP)
        del session[VIEW_KEY]
        return None
    colleague.only_looks, colleague.seen_by_id = True, viewer.id
    request.user = colleague
    note_acting(Acting(ActorKind.STAFF, viewer.id, colleague.id))
    return Looking(LookingKind.VIEW_AS, colleague.name, until_at)


def _support(request: HttpRequest, session: "SessionStore") -> Looking | None:
    """Return what support may see, or end the session with the access."""
    with reading():
        found = open_grant(UUID(session[SUPPORT_KEY]), at=clock.now())
    account = cast("Staff", session.staff)
    if found is None or found.account_id != account.id:
        session.flush()
        return None
    account.only_looks = True
    note_acting(Acting(ActorKind.SUPPORT, account.id))
    return Looking(LookingKind.SUPPORT, found.operator_name, found.until_at, found.reason)


def _is_open(request: HttpRequest) -> bool:
    path = request.path_info
    if path in (reverse("desk:end_looking"), reverse("desk:sign_out")):
        return True
    return request.method in SAFE and not path.startswith(CLOSED)
