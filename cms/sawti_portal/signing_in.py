"""Signing in with a code that comes by e-mail, and out again; who is signed in where."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import rotate_token
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.views import View

from sawti.accessibility.actions import keep_settings
from sawti.accounts.actions import persons
from sawti.accounts.errors import CodeRefused, TooManyCodes
from sawti.accounts.models import Person, Purpose
from sawti.accounts.seals import device_handle
from sawti.accounts.sessions import BEGAN_KEY, PERSON_KEY, person_of
from sawti.consents.actions import note_sign_in
from sawti.consents.queries import waits_for_answer
from sawti.lib import clock
from sawti.notifications.actions.subscriptions import leave_browser
from sawti.notifications.queries import is_lost
from sawti.signin.errors import IdentityTaken, PersonUnknown
from sawti.signin.models import Audience
from sawti.signin.providers import provider_name
from sawti.tenancy.context import reading
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.person_forms import AddressForm, SignInCodeForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.devices import device_in_words
from sawti_ui.forms import SawtiForm
from sawti_ui.frame import settings_of_browser
from sawti_ui.network import rough_place_of
from sawti_ui.own_paths import in_language, own_path
from sawti_ui.push import browser_of, keep_browser
from sawti_ui.refusals import sentence

KEPT_SIGNED_IN = timedelta(days=30)
REFUSALS = {"again": PersonUnknown.text, "taken": IdentityTaken.text}


@dataclass(frozen=True)
class SignInContent:
    """A step of signing in. `address`: where the code went; `next`: the page to go on to.

    `provider_name`: of the tenant's provider for people, or ""; `refusal`: why it did not work.
    """

    form: SawtiForm
    next: str
    address: str = ""
    provider_name: str = ""
    refusal: str = ""


class PersonView(View):
    """A page for whoever is signed in; others sign in first and come back."""

    person: Person

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        person, is_known = person_of(request), hasattr(self, (request.method or "").lower())
        if person is None and is_known:
            return SeeOther(f"{reverse('portal:sign_in')}?{urlencode({'next': request.path})}")
        if person:
            self.person = person
        return super().dispatch(request, *args, **kwargs)

    @property
    def lost_email(self) -> str:
        """The person's address, where messages to it came back; else "". One statement."""
        with reading():
            return self.person.email if is_lost(self.person.email) else ""


class SignIn(View):
    """Asks for the address, and has a code sent to it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if person_of(request):
            return SeeOther(wanted(request))
        return show_step(request, "sign_in", AddressForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer the same for every address, known or not."""
        form = AddressForm(request.POST)
        if not form.is_valid():
            return show_step(request, "sign_in", form)
        try:
            token = persons.ask_sign_in_code(
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return show_step(request, "sign_in", form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(with_next(reverse("portal:sign_in_code"), request))
        keep_token(response, token)
        return response


class EnterCode(View):
    """Asks for the code, and opens a session for the right one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, Purpose.SIGN_IN):
            return SeeOther(with_next(reverse("portal:sign_in"), request))
        return show_step(request, "sign_in_code", SignInCodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = SignInCodeForm(request.POST)
        if not form.is_valid():
            return show_step(request, "sign_in_code", form)
        try:
            person = persons.sign_in_person(
                token=token_of(request),
                code=form.cleaned_data["code"],
                language=language(),
                at=clock.now(),
            )
        except CodeRefused as refusal:
            form.add_error("code", sentence(refusal))
            return show_step(request, "sign_in_code", form)
        open_session(request, person, is_kept=form.cleaned_data["keep"])
        response = SeeOther(first_asked(request, person))
        keep_token(response, "")
        return response


class SignOut(View):
    """Ends the session and all that it had opened."""

    def post(self, request: HttpRequest) -> HttpResponse:
        response = SeeOther(reverse("portal:home"))
        if person := person_of(request):
            browser = device_handle(str(request.session.session_key))
            persons.sign_out_person(person.id, browser=browser, at=clock.now())
            leave_browser(browser_of(request))
            keep_browser(response, None)
            request.session.flush()
        return response


def open_session(request: HttpRequest, person: Person, *, is_kept: bool) -> None:
    """Sign the person in under a new key: one that somebody planted before is worthless.

    Staff who were signed in with this browser are signed out: nobody is both at once.
    """
    if SESSION_KEY in request.session:
        request.session.flush()
    leave_browser(browser_of(request), but=person)
    request.session.cycle_key()
    request.session[PERSON_KEY] = str(person.id)
    request.session[BEGAN_KEY] = {
        "at": clock.now().isoformat(),
        "device": device_in_words(request.headers.get("User-Agent", "")),
        "network": rough_place_of(request),
        "idle_seconds": None,
    }
    request.session.set_expiry(KEPT_SIGNED_IN if is_kept else 0)
    rotate_token(request)
    if not person.settings and settings.SAWTI_SETTINGS_COOKIE in request.COOKIES:
        keep_settings(person.id, settings_of_browser(request))


def first_asked(request: HttpRequest, person: Person, named: str = "") -> str:
    """Return where to go: first to what the person agreed to, if its words have changed since."""
    note_sign_in(person.id, at=clock.now())
    with reading():
        is_asked = waits_for_answer(person.id)
    place = wanted(request, named)
    query = urlencode({"next": place})
    return f"{reverse('portal:consents')}?{query}" if is_asked else place


def wanted(request: HttpRequest, named: str = "") -> str:
    """Return the page that led to signing in, if it is one of this host's; else "my cases"."""
    address = named or request.POST.get("next") or request.GET.get("next", "")
    return in_language(own_path(address, reverse("portal:my_cases")), language())


def with_next(address: str, request: HttpRequest) -> str:
    """Return the address with the page to go on to, where one was named."""
    named = request.POST.get("next") or request.GET.get("next", "")
    place = own_path(named, "")
    return f"{address}?{urlencode({'next': place})}" if place else address


def refusal_in(request: HttpRequest) -> str:
    """Return why signing in by the provider did not work, where the address says so."""
    return str(REFUSALS.get(request.GET.get("refused", ""), ""))


def show_step(
    request: HttpRequest, template: str, form: SawtiForm, status: HTTPStatus | None = None
) -> HttpResponse:
    """Render a step of signing in with what is wrong with it."""
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    place = own_path(request.POST.get("next") or request.GET.get("next", ""), "")
    address, name = address_of_code(request, Purpose.SIGN_IN), ""
    if template == "sign_in":
        with reading():
            name = provider_name(Audience.PERSON)
    content = SignInContent(form, place, address, name, refusal_in(request))
    return page_response(request, template, gettext("Sign in"), content, status=status or refused)
