"""After the password: the code of an app, or making an app known the first time."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from sawti.accounts.sessions import Proof
from sawti.lib import clock
from sawti.signin.actions import doors
from sawti.signin.errors import TooManyTries, WrongCode
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther
from sawti_desk.door import keys
from sawti_desk.door.enrolling import codes_page, enrol_page, is_offered, take_app
from sawti_desk.door.forms import CodeForm
from sawti_desk.door.sessions import (
    AwaitedRequest,
    awaited_required,
    finish_session,
    make_whole,
)
from sawti_desk.frame import desk_page
from sawti_ui.network import source_of
from sawti_ui.refusals import STATUS, sentence


@awaited_required("GET", "HEAD", "POST")
def second_factor(request: AwaitedRequest) -> HttpResponse:
    """Ask for the code of the app, or a recovery code."""
    if request.method in READING:
        return _page(request, CodeForm(), HTTPStatus.OK)
    if request.POST.get("deed") == "key":
        return _take_key(request)
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        proof = doors.prove_code(
            request.awaited.pk,
            typed=form.cleaned_data["code"],
            source=source_of(request),
            at=clock.now(),
        )
    except (WrongCode, TooManyTries) as refusal:
        form.add_error("code", sentence(refusal))
        return _page(request, form, STATUS[refusal.kind])
    return finish_session(request, request.awaited, proof)


def _take_key(request: AwaitedRequest) -> HttpResponse:
    try:
        proof = keys.prove(request, request.awaited)
    except (WrongCode, TooManyTries) as refusal:
        keys.ask_second_factor(request, request.awaited)  # a challenge counts once
        form = CodeForm({"code": ""})
        form.errors.clear()
        form.add_error(None, sentence(refusal))
        return _page(request, form, STATUS[refusal.kind])
    return finish_session(request, request.awaited, proof)


@awaited_required("GET", "HEAD", "POST")
def enrol(request: AwaitedRequest) -> HttpResponse:
    """Make an app known before anything else opens; then show the recovery codes, once."""
    if not is_offered(request):  # the account has a second factor: it is asked for, not added to
        return SeeOther(reverse("desk:second_factor"))
    if request.method in READING:
        return enrol_page(request, request.awaited, is_first=True)
    found = take_app(request, request.awaited, is_first=True)
    if isinstance(found, HttpResponse):
        return found
    doors.note_sign_in(request.awaited.pk, proof=Proof.APP, at=clock.now())
    return codes_page(request, found, onward=make_whole(request, request.awaited, Proof.APP))


def _page(request: AwaitedRequest, form: CodeForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Confirm that it is you"), error=form.is_bound)
        facts = {"page": page, "form": form, "challenge": keys.challenge_in(request, "get")}
        return render(request, "sawti_desk/door/second_factor.html", facts, status=status)
