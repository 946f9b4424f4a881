"""Signing in and out."""

from http import HTTPStatus

from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sawti.accounts import actions
from sawti.accounts.errors import SignInRefused
from sawti.lib import clock
from sawti.tenancy.context import current_tenant, reading
from sawti_desk.access import (
    READING,
    SeeOther,
    in_language,
    own_path,
    remember_language,
    staff_required,
)
from sawti_desk.forms import SignInForm
from sawti_desk.frame import desk_page
from sawti_ui.refusals import sentence

BACKEND = "sawti.accounts.backends.StaffBackend"


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or open a session in the language of the account."""
    if request.method in READING:
        return _door(request)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _form_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        staff = actions.sign_in(**form.cleaned_data, at=clock.now())
    except SignInRefused as refusal:
        form.add_error(None, sentence(refusal))
        return _form_page(request, form, HTTPStatus.FORBIDDEN)
    login(request, staff, backend=BACKEND)
    response = SeeOther(own_path(request.POST.get("next", "")))
    if staff.language in current_tenant().languages:
        remember_language(response, staff.language)
    return response


@staff_required("POST")
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return SeeOther(reverse("desk:sign_in"))


def _door(request: HttpRequest) -> HttpResponse:
    """Show the form, unless somebody who is signed in already wants into the desk.

    Another part of the site may have sent them here because this account may not enter there.
    """
    wanted = own_path(request.GET.get("next", ""))
    if request.user.is_authenticated and wanted.startswith(reverse("desk:queue")):
        return SeeOther(wanted)
    return _form_page(request, SignInForm(), HTTPStatus.OK)


def _form_page(request: HttpRequest, form: SignInForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Sign in"), error=form.is_bound)
        wanted = request.POST.get("next") or request.GET.get("next", "")
        facts = {"page": page, "form": form, "next": wanted}
        return render(request, "sawti_desk/sign_in.html", facts, status=status)
