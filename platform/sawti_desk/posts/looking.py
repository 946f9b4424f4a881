"""Seeing the desk as a colleague, and what support may see: beginning, ending, the list."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from sawti.accounts.looking import SUPPORT_KEY, VIEW_KEY
from sawti.accounts.sessions import Proof
from sawti.entities.actions.support import (
    allow_support,
    end_support,
    enter_support,
)
from sawti.entities.actions.viewing import begin_view, end_view
from sawti.entities.permissions import rights_of
from sawti.entities.rules import VIEW_FOR
from sawti.entities.support import GrantFacts, SupportState, support_grants
from sawti.lib import clock
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import ALLOW_SUPPORT
from sawti.signin.models import Audience
from sawti_desk.access import READING, SeeOther, StaffRequest, in_language, staff_required
from sawti_desk.door.sessions import begin_session, finish_session
from sawti_desk.frame import desk_page, notices_for
from sawti_ui import vouching
from sawti_ui.parts import Note, Tag, Tone

STATES = {
    SupportState.ASKED: (_("Asked for"), Tone.WARN),
    SupportState.OPEN: (_("Open now"), Tone.ERROR),
    SupportState.OVER: (_("Over"), Tone.PLAIN),
    SupportState.REFUSED: (_("Refused"), Tone.PLAIN),
}


@dataclass(frozen=True)
class GrantLine:
    """One access of the list; an address is "" where there is nothing to do."""

    operator: str
    reason: str
    hours: int
    asked_at: datetime
    until_at: datetime | None
    allowed_by: str
    state: Tag
    allow_url: str
    end_url: str
    end_label: str


@dataclass(frozen=True)
class SupportScreen:
    """Every access that was asked for."""

    lines: tuple[GrantLine, ...]
    notices: tuple[Note, ...]


@staff_required("POST")
def begin(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """See the desk as a colleague from now on."""
    at = clock.now()
    colleague = begin_view(staff_id, by=request.user, at=at)
    vouching.what_was_begun(request, Audience.STAFF)  # it must not end as the colleague
    request.session[VIEW_KEY] = {
        "staff": str(colleague.id),
        "until": (at + VIEW_FOR).isoformat(),
    }
    request.session.cycle_key()
    return SeeOther(reverse("desk:queue"))


@staff_required("POST")
def end(request: StaffRequest) -> HttpResponse:
    """Come back to one's own desk; support leaves."""
    session = request.session
    if SUPPORT_KEY in session:
        logout(request)
        return SeeOther(reverse("desk:sign_in"))
    kept = session.get(VIEW_KEY)
    if kept is None:
        return SeeOther(reverse("desk:queue"))
    viewer = session.staff  # type: ignore[attr-defined]
    end_view(UUID(kept["staff"]), by=viewer, at=clock.now())
    del session[VIEW_KEY]
    session.cycle_key()
    return SeeOther(reverse("desk:access", args=[kept["staff"]]))


@staff_required("GET", "HEAD")
def support(request: StaffRequest) -> HttpResponse:
    """Show who of the operators asked for access and what became of it."""
    at = clock.now()
    if not rights_of(request.user).may(ALLOW_SUPPORT):
        raise NotPermitted
    lines = tuple(_line(each) for each in support_grants(at=at))
    screen = SupportScreen(lines, notices_for(request))
    page = desk_page(request, gettext("Access of support"))
    return render(request, "sawti_desk/posts/support.html", {"page": page, "screen": screen})


@staff_required("POST")
def allow(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """Let support in for the hours that were asked for."""
    allow_support(grant_id, by=request.user, at=clock.now())
    messages.success(request, gettext("Access is open. You can end it here at any time."))
    return SeeOther(reverse("desk:support"))


@staff_required("POST")
def stop(request: StaffRequest, grant_id: UUID) -> HttpResponse:
    """End an access now, or refuse it."""
    end_support(grant_id, by=request.user, at=clock.now())
    messages.success(request, gettext("Access is closed."))
    return SeeOther(reverse("desk:support"))


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Show a button, for mail programs follow links; a POST uses the link up and signs in."""
    if request.method in READING:
        page = desk_page(request, gettext("Access of support"))
        return render(request, "sawti_desk/posts/enter_support.html", {"page": page})
    found = enter_support(token, at=clock.now())
    begin_session(request, found.account, wanted="")
    response = finish_session(request, found.account, Proof.SUPPORT_LINK)
    request.session[SUPPORT_KEY] = str(found.id)
    request.session.set_expiry(found.until_at)
    return response


def _line(found: GrantFacts) -> GrantLine:
    label, tone = STATES[found.state]
    is_asked, is_open = found.state == SupportState.ASKED, found.state == SupportState.OPEN
    return GrantLine(
        operator=found.operator_name,
        reason=found.reason,
        hours=found.hours,
        asked_at=found.asked_at,
        until_at=None if is_asked else found.until_at,
        allowed_by=found.allowed_by,
        state=Tag(str(label), tone),
        allow_url=reverse("desk:allow_support", args=[found.id]) if is_asked else "",
        end_url=reverse("desk:end_support", args=[found.id]) if is_asked or is_open else "",
        end_label=gettext("Refuse") if is_asked else gettext("End now"),
    )
