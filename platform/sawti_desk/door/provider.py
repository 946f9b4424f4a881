"""To the tenant's provider and back: signing in, taking an account, linking, confirming.

The provider is asked outside of any transaction. The address that it sends people back to comes
from the tenant's configuration.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from sawti.accounts.models import Staff
from sawti.accounts.sessions import Proof
from sawti.lib import clock, openid
from sawti.lib.errors import DomainError, Missing
from sawti.signin.actions import doors, providers
from sawti.signin.admission import Needs
from sawti.signin.models import Audience
from sawti.signin.providers import ProviderFacts, provider_for
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.queries import address_of
from sawti_desk.access import SeeOther, in_language, own_path
from sawti_desk.door.enrolling import offer_app
from sawti_desk.door.keys import ask_second_factor
from sawti_desk.door.sessions import (
    begin_session,
    finish_session,
    renew_session,
    session_of,
)
from sawti_desk.frame import desk_page
from sawti_desk.own.confirming import is_recent
from sawti_ui import vouching
from sawti_ui.refusals import sentence

PURPOSES = ("sign_in", "join", "link", "confirm")
Back = Callable[[HttpRequest, openid.Claims, ProviderFacts, dict[str, str]], HttpResponse]


@require_http_methods(["POST"])
@in_language
def leave(request: HttpRequest) -> HttpResponse:
    """Remember what for, and send the browser to the provider.

    By a page and not by a redirect: our content policy lets no form lead to another site.
    """
    purpose = request.POST.get("purpose", "")
    if purpose not in PURPOSES or not _may_leave(request, purpose):
        return SeeOther(reverse("desk:sign_in"))
    found, redirect = _provider_and_way_back()
    try:
        leaving = vouching.begin(
            request,
            found,
            audience=Audience.STAFF,
            redirect=redirect,
            must_be_fresh=purpose == "confirm",
            purpose=purpose,
            key=request.POST.get("key", "")[:100],
            next=own_path(request.POST.get("next", "")),
        )
    except openid.OpenIDRefused as refusal:
        return _refused(refusal.reason)(request)
    with reading():
        facts = {"page": desk_page(request, found.name), "content": leaving}
        response = render(request, vouching.LEAVING_PAGE, facts)
    return vouching.send_on(response, leaving)


@require_http_methods(["GET", "HEAD"])
def back(request: HttpRequest) -> HttpResponse:
    """Take what the provider says about whoever comes back, once."""
    kept = vouching.what_was_begun(request, Audience.STAFF)
    if kept is None:
        return SeeOther(_home(request))
    found, _ = _provider_and_way_back()
    try:
        claims = vouching.claims_of(request, found, kept)
        return _BACK[kept["purpose"]](request, claims, found, kept)
    except openid.OpenIDRefused as refusal:
        return _refused(refusal.reason)(request)
    except DomainError as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(_home(request))


back.own_transactions = True  # type: ignore[attr-defined]  # it is a GET, and it signs in


def _signed_in(
    request: HttpRequest, claims: openid.Claims, found: ProviderFacts, kept: dict[str, str]
) -> HttpResponse:
    admission = providers.sign_in_with(
        claims, counts_twice=found.second_factor_values, at=clock.now()
    )
    begin_session(request, admission.staff, wanted=kept["next"])
    if admission.needs == Needs.NOTHING:
        is_whole = bool(claims.methods & found.second_factor_values)
        proof = Proof.PROVIDER if is_whole else Proof.PASSWORD_ONLY
        doors.note_sign_in(admission.staff.pk, proof=proof, at=clock.now())
        return finish_session(request, admission.staff, proof)
    if admission.needs == Needs.CODE:
        return ask_second_factor(request, admission.staff)
    offer_app(request, admission.staff)
    return SeeOther(reverse("desk:enrol"))


def _joined(
    request: HttpRequest, claims: openid.Claims, found: ProviderFacts, kept: dict[str, str]
) -> HttpResponse:
    providers.accept_with_provider(kept["key"], claims, at=clock.now())
    return _signed_in(request, claims, found, kept)


def _linked(
    request: HttpRequest, claims: openid.Claims, found: ProviderFacts, kept: dict[str, str]
) -> HttpResponse:
    staff = _staff(request)
    providers.link_identity(staff, claims, at=clock.now())
    renew_session(request, staff)
    messages.success(request, gettext("From now on you can sign in by the provider, too."))
    return SeeOther(reverse("desk:account"))


def _confirmed(
    request: HttpRequest, claims: openid.Claims, found: ProviderFacts, kept: dict[str, str]
) -> HttpResponse:
    staff = _staff(request)
    with reading():
        is_same = providers.is_identity_of(staff, claims)
    if not is_same:
        return _refused("somebody_else")(request)
    renew_session(request, staff)
    return SeeOther(own_path(kept["next"]))


_BACK: dict[str, Back] = {
    "sign_in": _signed_in,
    "join": _joined,
    "link": _linked,
    "confirm": _confirmed,
}


def _may_leave(request: HttpRequest, purpose: str) -> bool:
    """Tell whether somebody may begin this: a new link needs a password given lately."""
    if purpose in ("sign_in", "join"):
        return True
    if session_of(request).staff is None:
        return False
    return purpose == "confirm" or is_recent(request)


def _staff(request: HttpRequest) -> Staff:
    """Return whoever signed in with this session, never the colleague whom they look at."""
    staff = session_of(request).staff
    if staff is None:
        raise Missing
    return staff


def _provider_and_way_back() -> tuple[ProviderFacts, str]:
    with reading():
        found = provider_for(Audience.STAFF, get_language() or "en")
        origin = address_of(current_tenant())
    if found is None:
        raise Missing
    return found, origin + reverse("desk:provider_back")


def _refused(reason: str) -> Callable[[HttpRequest], HttpResponse]:
    """Say that it did not work; the reason is for the record, not for whoever tries."""

    def answer(request: HttpRequest) -> HttpResponse:
        providers.note_refusal(reason, at=clock.now())
        messages.error(request, gettext("Signing in by your provider did not work. Try again."))
        return SeeOther(_home(request), status=HTTPStatus.SEE_OTHER)

    return answer


def _home(request: HttpRequest) -> str:
    return reverse("desk:account" if request.user.is_authenticated else "desk:sign_in")
