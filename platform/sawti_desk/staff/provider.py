"""By which provider the tenant's staff, and the people who file, sign in: for the administrator.

It stands in the desk and not in the CMS, because its test calls out: the CMS has one transaction
around each request (decision 0006).
"""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.lib import clock, openid
from sawti.lib.errors import Invalid
from sawti.signin.actions.providers import ProviderInput, save_provider
from sawti.signin.models import Audience, Provider
from sawti.signin.permissions import require_manager
from sawti.signin.providers import client_of
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.queries import address_of
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.forms import SawtiForm
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


class ProviderForm(SawtiForm):
    """Where the provider is and who we are to it."""

    issuer = forms.CharField(
        label=_("Issuer"),
        help_text=_("The address that the provider calls itself, such as https://id.example."),
        max_length=255,
        widget=forms.URLInput(),
        error_messages={"required": _("Enter the issuer.")},
    )
    client_id = forms.CharField(
        label=_("Client ID"),
        max_length=255,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
        error_messages={"required": _("Enter the client ID.")},
    )
    secret = forms.CharField(
        label=_("Client secret"),
        help_text=_("Kept sealed and never shown. Leave it empty to keep the one there is."),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    name_ar = forms.CharField(label=_("What the button says, in Arabic"), max_length=80)
    name_en = forms.CharField(label=_("What the button says, in English"), max_length=80)


class StaffProviderForm(ProviderForm):
    """The same for staff, whom it may ask for their second factor."""

    second_factor_values = forms.CharField(
        label=_("Values of amr or acr that count as the second factor"),
        help_text=_("Separated by spaces, such as mfa hwk. Empty: our own second factor is asked."),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"dir": "ltr", "autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(label=_("Staff may sign in by it"), required=False)


class PeopleProviderForm(ProviderForm):
    """The same for people: nobody asks them for a second factor."""

    is_enabled = forms.BooleanField(label=_("People may sign in by it"), required=False)


@dataclass(frozen=True)
class Kind:
    """What differs between the two. `back`, `page`: names of addresses."""

    title: Promise
    form: type[ProviderForm]
    back: str
    page: str


KINDS = {
    Audience.STAFF: Kind(
        _("Sign-in by a provider"), StaffProviderForm, "desk:provider_back", "desk:provider"
    ),
    Audience.PERSON: Kind(
        _("Sign-in of people by a provider"),
        PeopleProviderForm,
        "person_back",
        "desk:provider_of_people",
    ),
}


@dataclass(frozen=True)
class ProviderScreen:
    """`back`: the address that the provider has to know. `is_kept`: there is one to test."""

    form: ProviderForm
    back: str
    is_of_people: bool
    is_kept: bool
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def provider(request: StaffRequest, audience: Audience) -> HttpResponse:
    """Show, keep or test the provider of staff, or of people."""
    kind = KINDS[audience]
    with reading():
        require_manager(request.user)
        kept = Provider.objects.filter(audience=audience).first()
    if request.method in READING:
        return _page(request, audience, kind.form(initial=_initial(kept)), kept)
    if request.POST.get("deed") == "test" and kept:
        return _test(request, kept, kind)
    form = kind.form(request.POST)
    if not form.is_valid():
        return _page(request, audience, form, kept)
    try:
        save_provider(_given(form, audience), by=request.user, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _page(request, audience, form, kept)
    messages.success(request, gettext("The provider is kept. Test it now."))
    return SeeOther(reverse(kind.page))


def _test(request: StaffRequest, kept: Provider, kind: Kind) -> HttpResponse:
    """Ask the provider, outside of any transaction, and say what came of it."""
    try:
        openid.check_provider(client_of(kept))
    except openid.OpenIDRefused as refusal:
        words = gettext("The provider can't be used: %(reason)s")
        messages.error(request, words % {"reason": refusal.reason})
    else:
        messages.success(request, gettext("The provider answers, and its keys are good."))
    return SeeOther(reverse(kind.page))


def _initial(kept: Provider | None) -> dict[str, object]:
    if kept is None:
        return {}
    return {
        "issuer": kept.issuer,
        "client_id": kept.client_id,
        "name_ar": kept.names.get("ar", ""),
        "name_en": kept.names.get("en", ""),
        "second_factor_values": " ".join(kept.second_factor_values),
        "is_enabled": kept.is_enabled,
    }


def _given(form: ProviderForm, audience: Audience) -> ProviderInput:
    typed = form.cleaned_data
    return ProviderInput(
        audience=audience,
        issuer=typed["issuer"].strip(),
        client_id=typed["client_id"],
        secret=typed["secret"],
        names={"ar": typed["name_ar"], "en": typed["name_en"]},
        second_factor_values=typed.get("second_factor_values", "").split(),
        is_enabled=typed["is_enabled"],
    )


def _page(
    request: StaffRequest, audience: Audience, form: ProviderForm, kept: Provider | None
) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    kind = KINDS[audience]
    with reading():
        page = desk_page(request, str(kind.title), error=form.is_bound)
        screen = ProviderScreen(
            form=form,
            back=address_of(current_tenant()) + reverse(kind.back),
            is_of_people=audience == Audience.PERSON,
            is_kept=kept is not None,
            notices=notices_for(request),
        )
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/staff/provider.html", facts, status=status)
