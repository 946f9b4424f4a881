"""Signing in by the tenant's provider for people, beside the code that comes by e-mail.

The first time somebody comes, a code of an e-mail address links them to its account, or to a new
one. Whoever is signed in links their own account in the same way.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View
from django.views.decorators.http import require_http_methods

from sawti.accounts.errors import CodeRefused, TooManyCodes
from sawti.accounts.models import Purpose
from sawti.accounts.sessions import person_of
from sawti.lib import clock, openid
from sawti.lib.errors import Missing
from sawti.signin.actions import people
from sawti.signin.errors import IdentityTaken, PersonUnknown
from sawti.signin.models import Audience
from sawti.signin.providers import ProviderFacts, provider_for, provider_name
from sawti.signin.queries import identity_linked_at
from sawti.signin.vouched import Vouched
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.queries import address_of
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.person_forms import AddressForm, CodeForm, SignInCodeForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView, first_asked, open_session, refusal_in
from sawti_ui import vouching
from sawti_ui.forms import SawtiForm
from sawti_ui.own_paths import own_path
from sawti_ui.refusals import sentence

KEY = "vouched"  # in a session: an identity that no account has yet
NEWS: dict[str, Promise] = {
    "linked": _("From now on you can sign in by it, too."),
    "unlinked": _("It opens your account no more."),
}


@dataclass(frozen=True)
class StepContent:
    """A step of linking. `own`: the address of whoever is signed in; `address`: of the code."""

    form: SawtiForm
    provider_name: str
    own: str = ""
    address: str = ""


@dataclass(frozen=True)
class IdentityContent:
    """The identity of one's own account. `linked_at` is None where there is none."""

    provider_name: str
    linked_at: datetime | None
    news: str
    refusal: str


class Leave(View):
    """Remembers the page to go on to, and sends the browser to the provider."""

    def post(self, request: HttpRequest) -> HttpResponse:
        found, redirect = _provider_and_way_back()
        try:
            leaving = vouching.begin(
                request,
                found,
                audience=Audience.PERSON,
                redirect=redirect,
                next=own_path(request.POST.get("next", ""), ""),
            )
        except openid.OpenIDRefused as refusal:
            return _refused(request, refusal.reason)
        response = page_response(request, vouching.LEAVING_PAGE, found.name, leaving)
        return vouching.send_on(response, leaving)


@require_http_methods(["GET", "HEAD"])
def back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says about whoever comes back, once."""
    kept = vouching.what_was_begun(request, Audience.PERSON)
    if kept is None:
        return SeeOther(_home(request))
    found, _redirect = _provider_and_way_back()
    at, person = clock.now(), person_of(request)
    try:
        vouched = Vouched.by(vouching.claims_of(request, found, kept), at=at)
        known = people.sign_in_vouched(vouched, signed_in=person.id if person else None, at=at)
    except openid.OpenIDRefused as refusal:
        return _refused(request, refusal.reason)
    except PersonUnknown:
        return SeeOther(_home(request, refused="again"))
    except IdentityTaken:
        return SeeOther(_home(request, refused="taken"))
    if known is None:
        request.session[KEY] = {"vouched": vouched.as_dict(), "next": kept["next"]}
        return SeeOther(reverse("portal:vouched_address"))
    if person:
        return SeeOther(_home(request))
    open_session(request, known, is_kept=False)
    return SeeOther(first_asked(request, known, kept["next"]))


back.own_transactions = True  # type: ignore[attr-defined]  # it is a GET, and it signs in


class VouchedView(View):
    """A step for whoever came back from the provider lately and has no account yet."""

    vouched: Vouched
    next: str

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        kept = request.session.get(KEY, {})
        found = Vouched.of(kept.get("vouched"), at=clock.now())
        if found is None and hasattr(self, (request.method or "").lower()):
            return SeeOther(_home(request))
        if found:
            self.vouched, self.next = found, kept["next"]
        return super().dispatch(request, *args, **kwargs)

    def show(
        self,
        request: HttpRequest,
        template: str,
        form: SawtiForm,
        status: HTTPStatus | None = None,
    ) -> HttpResponse:
        """Render a step with what is wrong with it."""
        person = person_of(request)
        refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        with reading():
            name = provider_name(Audience.PERSON)
        content = StepContent(
            form=form,
            provider_name=name,
            own=person.email if person else "",
            address=address_of_code(request, Purpose.LINK_IDENTITY),
        )
        title = gettext("Link your identity")
        return page_response(request, template, title, content, status=status or refused)


class Address(VouchedView):
    """Has a code sent: to the address that is typed, or to one's own where one is signed in."""

    def get(self, request: HttpRequest) -> HttpResponse:
        form = AddressForm(initial={"email": self.vouched.email})
        return self.show(request, "vouched_address", form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Answer the same for every address, known or not."""
        person = person_of(request)
        form = AddressForm({"email": person.email} if person else request.POST)
        if not form.is_valid():
            return self.show(request, "vouched_address", form)
        try:
            token = people.ask_link_code(
                self.vouched,
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return self.show(request, "vouched_address", form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse("portal:vouched_code"))
        keep_token(response, token)
        return response


class Code(VouchedView):
    """Asks for the code; the right one links the identity and opens a session."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, Purpose.LINK_IDENTITY):
            return SeeOther(reverse("portal:vouched_address"))
        return self.show(request, "vouched_code", _form(request)())

    def post(self, request: HttpRequest) -> HttpResponse:
        form, person = _form(request)(request.POST), person_of(request)
        if not form.is_valid():
            return self.show(request, "vouched_code", form)
        try:
            found = people.link_vouched(
                self.vouched,
                token=token_of(request),
                code=form.cleaned_data["code"],
                language=language(),
                signed_in=person.id if person else None,
                at=clock.now(),
            )
        except (CodeRefused, IdentityTaken) as refusal:
            form.add_error("code", sentence(refusal))
            return self.show(request, "vouched_code", form)
        del request.session[KEY]
        if person:
            request.session.cycle_key()
            response = SeeOther(f"{reverse('portal:identity')}?news=linked")
        else:
            open_session(request, found, is_kept=form.cleaned_data["keep"])
            response = SeeOther(first_asked(request, found, self.next))
        keep_token(response, "")
        return response


class OwnIdentity(PersonView):
    """Shows whether the provider opens one's account, and ends that."""

    def get(self, request: HttpRequest) -> HttpResponse:
        with reading():
            name, linked_at = provider_name(Audience.PERSON), identity_linked_at(self.person.id)
        if not name and linked_at is None:
            raise Missing
        content = IdentityContent(
            provider_name=name,
            linked_at=linked_at,
            news=str(NEWS.get(request.GET.get("news", ""), "")),
            refusal=refusal_in(request),
        )
        return page_response(request, "identity", gettext("Sign-in by a provider"), content)

    def post(self, request: HttpRequest) -> HttpResponse:
        people.unlink_identity_of(
            self.person.id, keep_session=request.session.session_key or "", at=clock.now()
        )
        return SeeOther(f"{reverse('portal:identity')}?news=unlinked")


def _form(request: HttpRequest) -> type[CodeForm]:
    return CodeForm if person_of(request) else SignInCodeForm


def _provider_and_way_back() -> tuple[ProviderFacts, str]:
    with reading():
        found = provider_for(Audience.PERSON, language())
        origin = address_of(current_tenant())
    if found is None:
        raise Missing
    return found, origin + reverse("person_back")


def _refused(request: HttpRequest, reason: str) -> HttpResponse:
    """Say that it did not work; the reason is for the record, not for whoever tries."""
    people.note_refusal(reason, at=clock.now())
    return SeeOther(_home(request, refused="again"))


def _home(request: HttpRequest, **query: Any) -> str:
    address = reverse("portal:identity" if person_of(request) else "portal:sign_in")
    return f"{address}?{urlencode(query)}" if query else address
