"""Who has an account: for the administrator, who invites, disables and resets."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing
from sawti.lib.permissions import MANAGE_CLIENTS
from sawti.signin.actions import staff as actions
from sawti.signin.errors import NotYourself
from sawti.signin.permissions import require_manager
from sawti.signin.queries import Member, members
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.door.forms import InviteForm
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.parts import Note, Tag, Tone
from sawti_ui.refusals import sentence

STATES = {
    "active": (_("Active"), Tone.OK),
    "invited": (_("Invited"), Tone.INFO),
    "disabled": (_("Disabled"), Tone.PLAIN),
}


@dataclass(frozen=True)
class MemberRow:
    """A line of the list. `is_self`: what can't be done to oneself is left out."""

    member: Member
    tag: Tag
    is_self: bool


@dataclass(frozen=True)
class StaffScreen:
    """Everybody, by name."""

    rows: tuple[MemberRow, ...]
    notices: tuple[Note, ...]
    manages_clients: bool


@dataclass(frozen=True)
class Deed:
    """What a button of the list does, and what is said then."""

    act: Callable[..., Any]
    done: Any


DEEDS = {
    "invite": Deed(actions.invite_again, _("A new invitation was sent.")),
    "disable": Deed(actions.disable, _("The account was disabled. Its sessions have ended.")),
    "enable": Deed(actions.enable, _("The account was enabled, or invited again.")),
    "reset": Deed(
        actions.reset_second_factor,
        _("The second factor was reset. The person has been told by mail."),
    ),
    "end": Deed(actions.end_sessions_of, _("The sessions of the person have ended.")),
}


@staff_required("GET", "HEAD")
def members_page(request: StaffRequest) -> HttpResponse:
    """List who has an account."""
    require_manager(request.user)
    rows = tuple(_row(member, request) for member in members())
    manages_clients = rights_of(request.user).may(MANAGE_CLIENTS)
    screen = StaffScreen(rows, notices_for(request), manages_clients)
    facts = {"page": desk_page(request, gettext("Staff")), "screen": screen}
    return render(request, "sawti_desk/staff/members.html", facts)


@staff_required("GET", "HEAD", "POST")
def invite_page(request: StaffRequest) -> HttpResponse:
    """Ask whom, and send the invitation."""
    if request.method in READING:
        require_manager(request.user)
        return _invite_form(request, InviteForm(), HTTPStatus.OK)
    with reading():
        require_manager(request.user)
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _invite_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.invite(by=request.user, **form.cleaned_data, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _invite_form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, gettext("The invitation is on its way. It is good for 7 days."))
    return SeeOther(reverse("desk:staff"))


@staff_required("POST")
@recently_confirmed
def member(request: StaffRequest, member_id: UUID) -> HttpResponse:
    """Do one of DEEDS to a colleague's account."""
    deed = DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Missing
    try:
        _do(deed, member_id, request, clock.now())
    except NotYourself as refusal:
        messages.error(request, sentence(refusal))
    return SeeOther(reverse("desk:staff"))


def _do(deed: Deed, member_id: UUID, request: StaffRequest, at: datetime) -> None:
    deed.act(member_id, by=request.user, at=at)
    messages.success(request, str(deed.done))


def _row(member: Member, request: StaffRequest) -> MemberRow:
    label, tone = STATES[member.state]
    return MemberRow(member, Tag(str(label), tone), member.id == request.user.pk)


def _invite_form(request: StaffRequest, form: InviteForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Invite somebody"), error=form.is_bound)
        facts = {"page": page, "form": form}
        return render(request, "sawti_desk/staff/invite.html", facts, status=status)
