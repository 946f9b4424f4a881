"""Signing in with a password, and out."""

from http import HTTPStatus

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sawti.accounts.errors import SignInRefused
from sawti.accounts.seals import device_handle
from sawti.accounts.sessions import Proof
from sawti.lib import clock
from sawti.lib.errors import DomainError
from sawti.notifications.actions.subscriptions import leave_browser
from sawti.signin.actions import doors
from sawti.signin.admission import Needs
from sawti.signin.errors import TooManyTries
from sawti.signin.providers import provider_name
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, in_language, own_path, staff_required
from sawti_desk.door.enrolling import offer_app
from sawti_desk.door.forms import SignInForm
from sawti_desk.door.keys import ask_second_factor
from sawti_desk.door.sessions import begin_session, finish_session
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.network import source_of
from sawti_ui.push import browser_of, keep_browser
from sawti_ui.refusals import STATUS, sentence


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the password and go on to the second factor."""
    if request.method in READING:
        return _door(request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        admission = doors.sign_in(**form.cleaned_data, source=source_of(request), at=clock.now())
    except (SignInRefused, TooManyTries) as refusal:
        return _refused(request, form, refusal)
    begin_session(request, admission.staff, wanted=request.POST.get("next", ""))
    if admission.needs == Needs.NOTHING:
        return finish_session(request, admission.staff, Proof.PASSWORD_ONLY)
    if admission.needs == Needs.CODE:
        return ask_second_factor(request, admission.staff)
    offer_app(request, admission.staff)
    return SeeOther(reverse("desk:enrol"))


@staff_required("POST")
def sign_out(request: StaffRequest) -> HttpResponse:
    """End the session, on the server too."""
    browser = device_handle(str(request.session.session_key))
    doors.note_sign_out(request.user.pk, browser=browser, at=clock.now())
    leave_browser(browser_of(request))
    logout(request)
    response = SeeOther(reverse("desk:sign_in"))
    keep_browser(response, None)
    return response


def _door(request: HttpRequest) -> HttpResponse:
    """Show the form, unless somebody who is signed in already wants into the desk.

    Another part of the site may have sent them here because this account may not enter there.
    """
    wanted = own_path(request.GET.get("next", ""))
    if request.user.is_authenticated and wanted.startswith(reverse("desk:queue")):
        return SeeOther(wanted)
    return _form_page(request, SignInForm(), HTTPStatus.OK)


def _refused(request: HttpRequest, form: SignInForm, refusal: DomainError) -> HttpResponse:
    form.add_error(None, sentence(refusal))
    return _form_page(request, form, STATUS[refusal.kind])


def _form_page(request: HttpRequest, form: SignInForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Sign in"), error=form.is_bound)
        wanted = request.POST.get("next") or request.GET.get("next", "")
        facts = {"page": page, "form": form, "next": wanted, "notices": notices_for(request)}
        facts["provider_name"] = provider_name()
        return render(request, "sawti_desk/door/sign_in.html", facts, status=status)
