"""How the tenant's SMS are sent: for the administrator, with a test.

It stands in the desk and not in the CMS, because its test calls out (decision 0006).
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.notifications.actions import (
    GatewayInput,
    require_gateway_manager,
    save_gateway,
    try_gateway,
)
from sawti.notifications.models import SmsGateway, Style
from sawti.notifications.sms import SmsRefused
from sawti.tenancy.context import current_tenant, reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.own.confirming import recently_confirmed
from sawti_ui.forms import PhoneField, SawtiForm, Tiles
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence

FIRST_BODY = '{"to": "{phone}", "from": "{sender}", "text": "{text}"}'
FIRST_HEADERS = "Authorization: Bearer {secret}"


class GatewayForm(SawtiForm):
    """Where the gateway is and what it wants to get."""

    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        widget=forms.URLInput(),
        error_messages={"required": _("Enter the address of the gateway.")},
    )
    style = forms.ChoiceField(
        label=_("How it takes a message"),
        widget=Tiles,
        choices=(
            (Style.JSON, _("POST with JSON")),
            (Style.FORM, _("POST with a form")),
        ),
    )
    headers = forms.CharField(
        label=_("Headers"),
        required=False,
        max_length=2000,
        help_text=_("One on each line, such as X-Key: {secret}."),
        widget=forms.Textarea({"rows": 3, "dir": "ltr", "spellcheck": "false"}),
    )
    body = forms.CharField(
        label=_("Content"),
        max_length=4000,
        help_text=_(
            "As JSON. {phone} (+973…), {digits} (973…), {text}, {sender}, {id} and {secret} are "
            "filled in. {id} stays the same when a message is tried again."
        ),
        widget=forms.Textarea({"rows": 8, "dir": "ltr", "spellcheck": "false"}),
    )
    sender = forms.CharField(label=_("Sender"), max_length=20, required=False)
    secret = forms.CharField(
        label=_("Secret"),
        help_text=_("Kept sealed and never shown. Leave it empty to keep the one there is."),
        max_length=500,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    is_enabled = forms.BooleanField(label=_("Send SMS by this gateway"), required=False)

    def clean_headers(self) -> dict[str, str]:
        lines = [line for line in self.cleaned_data["headers"].splitlines() if line.strip()]
        found = dict(line.partition(":")[::2] for line in lines)
        return {name.strip(): value.strip() for name, value in found.items()}

    def clean_body(self) -> dict[str, object]:
        try:
            found = json.loads(self.cleaned_data["body"])
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ValidationError(
                _("Write a JSON object such as %(example)s.") % {"example": FIRST_BODY}
            )
        return found


class TestForm(SawtiForm):
    """Where a test goes."""

    phone = PhoneField(label=_("Send a test to"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        phone: Any = self.fields["phone"]
        phone.country_code = current_tenant().phone_prefix


@dataclass(frozen=True)
class GatewayScreen:
    """`test`: the form of a test, where there is a gateway."""

    form: GatewayForm
    test: TestForm | None
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
@recently_confirmed
def sms(request: StaffRequest) -> HttpResponse:
    """Show, keep or test the gateway."""
    with reading():
        require_gateway_manager(request.user)
        kept = SmsGateway.objects.first()
    if request.method in READING:
        return _page(request, GatewayForm(initial=_initial(kept)), TestForm() if kept else None)
    if request.POST.get("deed") == "test" and kept:
        return _test(request, kept)
    form = GatewayForm(request.POST)
    if form.is_valid():
        try:
            save_gateway(GatewayInput(**form.cleaned_data), by=request.user, at=clock.now())
        except Invalid as fault:
            form.add_error(fault.field, sentence(fault))
    if form.errors:
        return _page(request, form, TestForm() if kept else None)
    messages.success(request, gettext("The gateway is kept. Test it now."))
    return SeeOther(reverse("desk:sms"))


def _test(request: StaffRequest, kept: SmsGateway) -> HttpResponse:
    test = TestForm(request.POST)
    if not test.is_valid():
        return _page(request, GatewayForm(initial=_initial(kept)), test)
    try:
        try_gateway(test.cleaned_data["phone"], by=request.user, at=clock.now())
    except SmsRefused as refusal:
        messages.error(request, sentence(refusal))
    else:
        messages.success(request, gettext("The gateway took the message."))
    return SeeOther(reverse("desk:sms"))


def _initial(kept: SmsGateway | None) -> dict[str, object]:
    if kept is None:
        return {"style": Style.JSON, "body": FIRST_BODY, "headers": FIRST_HEADERS}
    return {
        "url": kept.url,
        "style": kept.style,
        "headers": "\n".join(f"{name}: {value}" for name, value in kept.headers.items()),
        "body": json.dumps(kept.body, ensure_ascii=False, indent=2),
        "sender": kept.sender,
        "is_enabled": kept.is_enabled,
    }


def _page(request: StaffRequest, form: GatewayForm, test: TestForm | None) -> HttpResponse:
    is_refused = bool(form.errors or (test and test.errors))
    with reading():
        page = desk_page(request, gettext("Sending SMS"), error=is_refused)
        screen = GatewayScreen(form, test, notices_for(request))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/staff/sms.html", facts, status=status)
