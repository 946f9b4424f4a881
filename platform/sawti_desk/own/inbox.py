"""One's own messages: what happened to cases, as far as one may still see them."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.cases.inbox import InboxLine, inbox_of_staff
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.telling.actions import StaffChoice, choose_mails, mark_all_read, mark_read
from sawti.telling.facts import What
from sawti.telling.labels import WHAT_NAMES
from sawti.telling.queries import what_staff_may_mute
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Note
from sawti_ui.typed import typed_id, typed_instant


@dataclass(frozen=True)
class InboxScreen:
    """A page of messages. `until`: up to when all are marked as read; `has_unread`: there are."""

    rows: tuple[InboxLine, ...]
    notices: tuple[Note, ...]
    until: datetime
    has_unread: bool
    older_url: str
    first_url: str


class MailsForm(SawtiForm):
    """Of what somebody wants e-mails, and when."""

    wanted = forms.MultipleChoiceField(
        label=_("Send me an e-mail when"), required=False, widget=forms.CheckboxSelectMultiple
    )
    gathered = forms.BooleanField(
        label=_("Gathered: one e-mail a working day, when the entity opens"), required=False
    )
    only_at_work = forms.BooleanField(
        label=_("Only in working hours; what comes outside of them waits"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted: Any = self.fields["wanted"]
        offered = what_staff_may_mute()
        wanted.choices = [(what, WHAT_NAMES[what]) for what in offered]
        if What.ESCALATED not in offered:
            wanted.help_text = _("What is escalated to you comes as an e-mail in any case.")

    def choice(self) -> StaffChoice:
        """Return what the action takes."""
        given = self.cleaned_data
        muted = tuple(what for what in what_staff_may_mute() if what not in given["wanted"])
        return StaffChoice(muted, given["gathered"], given["only_at_work"])


@staff_required("GET", "HEAD", "POST")
def inbox(request: StaffRequest) -> HttpResponse:
    """Show the messages, or mark one or all of them as read."""
    if request.method not in READING:
        return _mark(request)
    cursor, here = request.GET.get("cursor", ""), reverse("desk:inbox")
    with reading():
        found = inbox_of_staff(
            rights_of(request.user), language=get_language() or "en", cursor=cursor
        )
        screen = InboxScreen(
            rows=found.rows,
            notices=notices_for(request),
            until=clock.now(),
            has_unread=request.user.unread > 0,
            older_url=f"{here}?{urlencode({'cursor': found.next_cursor})}"
            if found.next_cursor
            else "",
            first_url=here if cursor else "",
        )
        facts = {"page": desk_page(request, gettext("Messages")), "screen": screen}
        return render(request, "sawti_desk/own/inbox.html", facts)


def _mark(request: StaffRequest) -> HttpResponse:
    entry, at = request.POST.get("message", ""), clock.now()
    if entry:
        mark_read(request.user, typed_id(entry), at=at)
    else:
        mark_all_read(request.user, until=typed_instant(request.POST.get("until", "")) or at, at=at)
    return SeeOther(reverse("desk:inbox"))


@staff_required("GET", "HEAD", "POST")
def mails(request: StaffRequest) -> HttpResponse:
    """Choose of what one gets e-mails, gathered or at once, and at which hours."""
    staff = request.user
    if request.method in READING:
        wanted = [what for what in what_staff_may_mute() if what not in staff.muted]
        initial = {
            "wanted": wanted,
            "gathered": staff.gathered,
            "only_at_work": staff.only_at_work,
        }
        return _mails_page(request, MailsForm(initial=initial), HTTPStatus.OK)
    form = MailsForm(request.POST)
    if not form.is_valid():
        return _mails_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    choose_mails(staff, form.choice(), at=clock.now())
    messages.success(request, gettext("Saved. It holds for what happens from now on."))
    return SeeOther(reverse("desk:inbox"))


def _mails_page(request: StaffRequest, form: MailsForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Your e-mails about cases"), error=form.is_bound)
        facts = {"page": page, "form": form}
        return render(request, "sawti_desk/own/mails.html", facts, status=status)
