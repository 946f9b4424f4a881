"""Who sends the tenant's messages: for the administrator, with a test of each provider.

It stands in the desk and not in the CMS, because its test calls out (decision 0006).
"""

from dataclasses import dataclass
from decimal import Decimal
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.validators import MinValueValidator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing
from sawti.lib.text import localised
from sawti.notifications.actions.providers import (
    NoDevice,
    NotTaken,
    ProviderInput,
    renew_secret,
    save_provider,
    try_provider,
)
from sawti.notifications.models import Channel, Provider
from sawti.notifications.permissions import require_message_keeper
from sawti.notifications.providers import INSTALLATION, known_providers
from sawti.plugins.messages import MessageProvider
from sawti.tenancy.context import current_tenant, reading
from sawti.tenancy.queries import address_of
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.messages.words import channel_name
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.forms import PhoneField, SawtiForm
from sawti_ui.options_form import OptionsForm
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


class ProviderForm(OptionsForm):
    """What is set for one provider; the fields of its options come first."""

    def __init__(self, provider: MessageProvider, *args: Any, **kwargs: Any) -> None:
        super().__init__(provider.options, *args, **kwargs)
        self.names = tuple(self.fields)
        if provider.secret:
            self.fields["secret"] = forms.CharField(
                label=localised(provider.secret, get_language() or "en"),
                help_text=_(
                    "Kept sealed and never shown. Leave it empty to keep the one there is."
                ),
                max_length=500,
                required=False,
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
            )
        self.fields["price"] = forms.DecimalField(
            label=_("Price of one message"),
            help_text=_("A long SMS counts as several. Leave it empty if it costs nothing."),
            required=False,
            max_digits=10,
            decimal_places=4,
            validators=[MinValueValidator(Decimal(0))],
            widget=forms.TextInput(
                attrs={"dir": "ltr", "inputmode": "decimal", "class": "sw-short"}
            ),
        )
        self.fields["is_enabled"] = forms.BooleanField(
            label=_("Send by this provider"), required=False
        )
        self.dress()

    def given(self, code: str) -> ProviderInput:
        """Return what was filled in."""
        found = self.cleaned_data
        return ProviderInput(
            code=code,
            options={name: found[name] for name in self.names},
            secret=found.get("secret", ""),
            price=found["price"],
            is_enabled=found["is_enabled"],
        )


class TestForm(SawtiForm):
    """Where a test goes."""

    def __init__(self, channel: str, data: Any = None) -> None:
        super().__init__(data)
        if channel == Channel.SMS:
            self.fields["address"] = PhoneField(
                label=_("Send a test to"), country_code=current_tenant().phone_prefix
            )
        elif channel == Channel.EMAIL:
            self.fields["address"] = forms.EmailField(label=_("Send a test to"))
        self.dress()


@dataclass(frozen=True)
class ProviderLine:
    """One provider of the list."""

    code: str
    title: str
    channel: str
    is_enabled: bool


@dataclass(frozen=True)
class ProvidersScreen:
    """All that the tenant may choose from."""

    lines: tuple[ProviderLine, ...]
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class ProviderScreen:
    """One provider. `fields` and `checks`: of the form; `report_address`: where it may report.

    `shown_key`: what browsers know our key by, where the provider makes its own.
    """

    form: ProviderForm
    fields: tuple[Any, ...]
    checks: tuple[Any, ...]
    test: TestForm | None
    report_address: str
    channel: str
    notices: tuple[Note, ...]
    shown_key: str = ""


@staff_required("GET", "HEAD")
@recently_confirmed
def providers(request: StaffRequest) -> HttpResponse:
    """List the providers, the enabled of each channel marked."""
    with reading():
        require_message_keeper(request.user)
        enabled = set(Provider.objects.filter(is_enabled=True).values_list("code", flat=True))
        lines = tuple(_lines(enabled))
        page = desk_page(request, gettext("Sending messages"))
        facts = {"page": page, "screen": ProvidersScreen(lines, notices_for(request))}
        return render(request, "sawti_desk/staff/providers.html", facts)


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def provider(request: StaffRequest, code: str) -> HttpResponse:
    """Show, keep or test one provider."""
    with reading():
        require_message_keeper(request.user)
        found = known_providers().get(code)
        kept = Provider.objects.filter(code=code).first()
    if found is None or code == INSTALLATION:
        raise Missing
    test = TestForm(found.channel) if kept else None
    if request.method in READING:
        return _page(request, found, ProviderForm(found, initial=_initial(found, kept)), test)
    if request.POST.get("deed") == "test" and kept:
        return _try(request, found, kept)
    if request.POST.get("deed") == "renew":
        renew_secret(code, by=request.user, at=clock.now())
        messages.success(request, gettext("There is a new key. The one before still counts."))
        return SeeOther(reverse("desk:message_provider", args=[code]))
    form = ProviderForm(found, request.POST)
    if form.is_valid():
        try:
            save_provider(form.given(code), by=request.user, at=clock.now())
        except Invalid as fault:
            form.add_error(fault.field, sentence(fault))
    if form.errors:
        return _page(request, found, form, test)
    messages.success(request, gettext("The provider is kept. Test it now."))
    return SeeOther(reverse("desk:message_provider", args=[code]))


def _lines(enabled: set[str]) -> Any:
    mail_is_ours = not enabled & {
        code for code, each in known_providers().items() if each.channel == Channel.EMAIL
    }
    for code, each in known_providers().items():
        is_on = code in enabled or (code == INSTALLATION and mail_is_ours)
        title = localised(each.titles, get_language() or "en")
        yield ProviderLine(code, title, channel_name(each.channel), is_on)


def _try(request: StaffRequest, found: MessageProvider, kept: Provider) -> HttpResponse:
    test = TestForm(found.channel, request.POST)
    if not test.is_valid():
        form = ProviderForm(found, initial=_initial(found, kept))
        return _page(request, found, form, test)
    address = test.cleaned_data.get("address", "")
    try:
        try_provider(found.code, address, by=request.user, at=clock.now())
    except (NoDevice, NotTaken) as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("The provider took the message."))
    return SeeOther(reverse("desk:message_provider", args=[found.code]))


def _initial(found: MessageProvider, kept: Provider | None) -> dict[str, object]:
    first = found.options().model_dump(mode="json")
    if kept is None:
        return first
    return {**first, **kept.options, "price": kept.price, "is_enabled": kept.is_enabled}


def _page(
    request: StaffRequest, found: MessageProvider, form: ProviderForm, test: TestForm | None
) -> HttpResponse:
    is_refused = bool(form.errors or (test and test.errors))
    with reading():
        kept = Provider.objects.filter(code=found.code).first()
        title = localised(found.titles, get_language() or "en")
        page = desk_page(request, title, error=is_refused)
        fields = [form[name] for name in form.fields]
        is_check = [isinstance(each.field, forms.BooleanField) for each in fields]
        screen = ProviderScreen(
            form=form,
            fields=tuple(each for each, check in zip(fields, is_check, strict=True) if not check),
            checks=tuple(each for each, check in zip(fields, is_check, strict=True) if check),
            test=test,
            report_address=_report_address(kept) if found.code == "http_sms" and kept else "",
            channel=channel_name(found.channel),
            notices=notices_for(request),
            shown_key=found.shown(kept.secret) if kept else "",
        )
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/staff/message_provider.html", facts, status=status)


def _report_address(kept: Provider) -> str:
    path = reverse("api:delivery_report", args=[kept.report_key])
    return f"{address_of(current_tenant())}{path}"
