"""“Confirm that it is you”: before something delicate, the password must have been given lately."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.accounts.errors import SignInRefused
from sawti.lib import clock
from sawti.signin.actions.doors import confirm_password
from sawti.signin.errors import TooManyTries
from sawti.signin.providers import provider_name
from sawti.signin.queries import has_identity
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, own_path, staff_required
from sawti_desk.door.forms import ConfirmForm
from sawti_desk.door.sessions import CONFIRMED_KEY, renew_session
from sawti_desk.frame import desk_page
from sawti_ui.network import source_of
from sawti_ui.refusals import STATUS, sentence

View = Callable[..., HttpResponse]


def recently_confirmed(view: View) -> View:
    """Ask for the password where it was not given within SAWTI_CONFIRM_MINUTES; then come back.

    Stands below `staff_required`. A form that was sent too late is not sent again: its page is
    shown anew (OWASP ASVS 5.0, 7.5.1 and 7.5.3).
    """

    @wraps(view)
    def guarded(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_recent(request):
            return view(request, *args, **kwargs)
        is_page = request.method in READING
        wanted = request.get_full_path() if is_page else _page_of_form(request)
        return SeeOther(f"{reverse('desk:confirm')}?{urlencode({'next': wanted})}")

    return guarded


@staff_required("GET", "HEAD", "POST")
def confirm(request: StaffRequest) -> HttpResponse:
    """Ask for the password once more and go on to where one was."""
    if request.method in READING:
        return _page(request, ConfirmForm(), HTTPStatus.OK)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        confirm_password(
            request.user, **form.cleaned_data, source=source_of(request), at=clock.now()
        )
    except SignInRefused:
        form.add_error("password", gettext("This is not your present password."))
        return _page(request, form, HTTPStatus.FORBIDDEN)
    except TooManyTries as refusal:
        form.add_error("password", sentence(refusal))
        return _page(request, form, STATUS[refusal.kind])
    renew_session(request, request.user)
    return SeeOther(own_path(request.POST.get("next", "")))


def is_recent(request: HttpRequest) -> bool:
    """Tell whether the person proved lately that it is they."""
    given = request.session.get(CONFIRMED_KEY)
    if not given:
        return False
    return clock.now() - datetime.fromisoformat(given) < timedelta(
        minutes=settings.SAWTI_CONFIRM_MINUTES
    )


def _page_of_form(request: StaffRequest) -> str:
    """Return where the form stood, if that is one of our pages; else one's own account."""
    came_from = request.headers.get("Referer", "")
    origin = f"{request.scheme}://{request.get_host()}/"
    is_own = came_from.startswith(origin)
    return "/" + came_from.removeprefix(origin) if is_own else reverse("desk:account")


def _page(request: StaffRequest, form: ConfirmForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Confirm that it is you"), error=form.is_bound)
        wanted = request.POST.get("next") or request.GET.get("next", "")
        facts = {
            "page": page,
            "form": form,
            "next": wanted,
            "has_password": request.user.has_usable_password(),
            "provider_name": provider_name() if has_identity(request.user.pk) else "",
        }
        return render(request, "sawti_desk/own/confirm.html", facts, status=status)
