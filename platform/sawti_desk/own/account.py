"""One's own account: the password, the second factors, where one is signed in."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from sawti.entities.permissions import Rights, rights_of
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid
from sawti.lib.permissions import (
    LIMIT_CONTACTS,
    MANAGE_CLIENTS,
    MANAGE_RETENTION,
    MANAGE_STAFF,
    PROTECT_DATA,
    READ_AUDIT,
)
from sawti.signin.actions import factors, own
from sawti.signin.actions.providers import unlink_identity
from sawti.signin.breaches import refuse_breached
from sawti.signin.errors import TooManyTries, WrongCode
from sawti.signin.providers import provider_name
from sawti.signin.queries import Factors, SessionFacts, factors_of, has_identity, sessions_of
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.door import enrolling, keys
from sawti_desk.door.forms import KeyForm, PasswordForm
from sawti_desk.door.sessions import renew_session
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.network import source_of
from sawti_ui.page import Link
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence

LOOKED_AFTER = (
    (MANAGE_STAFF, "desk:staff", gettext_noop("Staff")),
    (MANAGE_CLIENTS, "desk:clients", gettext_noop("API clients")),
    (MANAGE_RETENTION, "desk:keeping", gettext_noop("How long we keep data")),
    (PROTECT_DATA, "desk:erasures", gettext_noop("Requests to erase")),
    (PROTECT_DATA, "desk:openings", gettext_noop("Openings of identities")),
    (LIMIT_CONTACTS, "desk:contacts", gettext_noop("Limited contacts")),
    (READ_AUDIT, "desk:audit", gettext_noop("Audit record")),
)


@dataclass(frozen=True)
class AccountScreen:
    """What staff see of their own account."""

    factors: Factors
    sessions: tuple[SessionFacts, ...]
    notices: tuple[Note, ...]
    links: tuple[Link, ...]
    provider_name: str
    is_linked: bool


@staff_required("GET", "HEAD")
def account(request: StaffRequest) -> HttpResponse:
    """Show the account."""
    screen = AccountScreen(
        factors=factors_of(request.user.pk),
        sessions=tuple(sessions_of(request.user.pk, current_key=str(request.session.session_key))),
        notices=notices_for(request),
        provider_name=provider_name(),
        is_linked=has_identity(request.user.pk),
        links=_links(rights_of(request.user)),
    )
    facts = {"page": desk_page(request, gettext("Your account")), "screen": screen}
    return render(request, "sawti_desk/own/account.html", facts)


def _links(rights: Rights) -> tuple[Link, ...]:
    """Return the pages about the tenant that somebody with these rights may open."""
    return tuple(
        Link(gettext(label), reverse(route))
        for permission, route, label in LOOKED_AFTER
        if rights.may(permission)
    )


@staff_required("GET", "HEAD", "POST")
def password(request: StaffRequest) -> HttpResponse:
    """Change the password; everybody else who is signed in with the account is signed out."""
    if request.method in READING:
        return _password_page(request, PasswordForm(), HTTPStatus.OK)
    form = PasswordForm(request.POST)
    if not form.is_valid():
        return _password_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        refuse_breached(form.cleaned_data["new"], field="new")
        staff = own.change_password(
            request.user,
            **form.cleaned_data,
            keep_session=str(request.session.session_key),
            source=source_of(request),
            at=clock.now(),
        )
    except (Invalid, TooManyTries) as refusal:
        form.add_error(getattr(refusal, "field", None), sentence(refusal))
        return _password_page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    renew_session(request, staff)
    return _done(request, gettext("Your password was changed. Other sessions have ended."))


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def app(request: StaffRequest) -> HttpResponse:
    """Add an authenticator app, or replace it."""
    if request.POST.get("deed") == "begin":
        enrolling.offer_app(request, request.user)
        return SeeOther(reverse("desk:account_app"))
    if not enrolling.is_offered(request):
        return SeeOther(reverse("desk:account"))
    if request.method in READING:
        return enrolling.enrol_page(request, request.user, is_first=False)
    found = enrolling.take_app(request, request.user, is_first=False)
    if isinstance(found, HttpResponse):
        return found
    renew_session(request, request.user)
    if found:
        return enrolling.codes_page(request, found, onward=reverse("desk:account"))
    return _done(request, gettext("Your authenticator app was set up."))


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def key(request: StaffRequest) -> HttpResponse:
    """Add a security key or a passkey."""
    if request.POST.get("deed") == "begin":
        keys.offer_key(request, request.user)
        return SeeOther(reverse("desk:account_key"))
    challenge = keys.challenge_in(request, "create")
    if challenge is None:
        return SeeOther(reverse("desk:account"))
    form = KeyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _key_page(request, form, challenge)
    try:
        found = keys.add(request, request.user, form.cleaned_data["name"])
    except (WrongCode, Invalid) as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:account"))
    renew_session(request, request.user)
    if found:
        return enrolling.codes_page(request, found, onward=reverse("desk:account"))
    return _done(request, gettext("The security key was added."))


def _key_page(request: StaffRequest, form: KeyForm, challenge: keys.Challenge) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Add a security key"), error=form.is_bound)
        facts = {"page": page, "form": form, "challenge": challenge}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
        return render(request, "sawti_desk/own/key.html", facts, status=status)


@staff_required("POST")
@recently_confirmed
def codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes and show them, this once."""
    made = factors.renew_recovery_codes(request.user.pk, at=clock.now())
    return enrolling.codes_page(request, made, onward=reverse("desk:account"))


@staff_required("POST")
@recently_confirmed
def remove_factor(request: StaffRequest, factor_id: UUID) -> HttpResponse:
    """Take a second factor away."""
    try:
        factors.remove_factor(request.user.pk, factor_id, at=clock.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:account"))
    renew_session(request, request.user)
    return _done(request, gettext("The second factor was removed."))


@staff_required("POST")
@recently_confirmed
def unlink(request: StaffRequest) -> HttpResponse:
    """End the link to the provider; the password stays."""
    try:
        unlink_identity(request.user, at=clock.now())
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:account"))
    return _done(request, gettext("The link to the provider has ended."))


@staff_required("POST")
def end_session(request: StaffRequest) -> HttpResponse:
    """End one of one's own sessions, or all but this one."""
    handle = request.POST.get("session", "")
    if handle:
        own.end_session(request.user, handle=handle, at=clock.now())
        return _done(request, gettext("The session has ended."))
    ended = own.end_other_sessions(
        request.user, keep_session=str(request.session.session_key), at=clock.now()
    )
    words = ngettext("%(count)s session has ended.", "%(count)s sessions have ended.", ended)
    return _done(request, words % {"count": ended})


def _done(request: StaffRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return SeeOther(reverse("desk:account"))


def _password_page(request: StaffRequest, form: PasswordForm, status: HTTPStatus) -> HttpResponse:
    with reading():
        page = desk_page(request, gettext("Change your password"), error=form.is_bound)
        return render(
            request, "sawti_desk/own/password.html", {"page": page, "form": form}, status=status
        )
