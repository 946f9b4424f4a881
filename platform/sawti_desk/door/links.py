"""Mailed links: taking an account one is invited to, and a forgotten password."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.signin.actions.forgotten import ask_reset, reset_password
from sawti.signin.actions.staff import accept_invitation
from sawti.signin.breaches import refuse_breached
from sawti.signin.errors import LinkDead, TooManyTries
from sawti.signin.links import link_of
from sawti.signin.models import Link, LinkPurpose
from sawti.signin.providers import provider_name
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, in_language
from sawti_desk.door.forms import ForgottenForm, JoinForm, ResetForm
from sawti_desk.frame import desk_page
from sawti_ui.forms import SawtiForm
from sawti_ui.network import source_of
from sawti_ui.refusals import STATUS, sentence

Use = Callable[..., Any]


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def forgotten(request: HttpRequest) -> HttpResponse:
    """Have a link sent; the answer is the same whoever asks about whatever address."""
    if request.method in READING:
        return _forgotten_page(request, ForgottenForm(), HTTPStatus.OK)
    form = ForgottenForm(request.POST)
    if not form.is_valid():
        return _forgotten_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        ask_reset(**form.cleaned_data, source=source_of(request), at=clock.now())
    except TooManyTries as refusal:
        form.add_error(None, sentence(refusal))
        return _forgotten_page(request, form, STATUS[refusal.kind])
    return _forgotten_page(request, None, HTTPStatus.OK)


@require_http_methods(["GET", "HEAD", "POST"])
@in_language
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Do what the link is for. Opening it changes nothing: mail programs look at links, too."""
    with reading():
        found = link_of(key, at=clock.now())
    if found is None:
        raise LinkDead
    if found.purpose == LinkPurpose.INVITATION:
        return _use(request, found, JoinForm, accept_invitation, key)
    return _use(request, found, ResetForm, reset_password, key)


def _use(
    request: HttpRequest, found: Link, kind: type[SawtiForm], use: Use, key: str
) -> HttpResponse:
    if request.method in READING:
        return _link_page(
            request, kind(initial={"name": found.staff.name}), found, key, HTTPStatus.OK
        )
    form = kind(request.POST)
    if not form.is_valid():
        return _link_page(request, form, found, key, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refuse_breached(form.cleaned_data["new"], field="new")
        use(key, **form.cleaned_data, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _link_page(request, form, found, key, HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, gettext("Your password is kept. Sign in with it."))
    return SeeOther(reverse("desk:sign_in"))


def _link_page(
    request: HttpRequest, form: SawtiForm, found: Link, key: str, status: HTTPStatus
) -> HttpResponse:
    is_new = found.purpose == LinkPurpose.INVITATION
    title = gettext("Take your account") if is_new else gettext("Choose a new password")
    with reading():
        page = desk_page(request, title, error=form.is_bound)
        facts = {"page": page, "form": form, "email": found.staff.email, "key": key}
        facts["provider_name"] = provider_name() if is_new else ""
        return render(request, "sawti_desk/door/link.html", facts, status=status)


def _forgotten_page(
    request: HttpRequest, form: ForgottenForm | None, status: HTTPStatus
) -> HttpResponse:
    with reading():
        is_refused = form is not None and form.is_bound
        page = desk_page(request, gettext("Forgotten password"), error=is_refused)
        facts = {"page": page, "form": form}
        return render(request, "sawti_desk/door/forgotten.html", facts, status=status)
