"""A new receipt for whoever reads the mail of the address that a case was filed with."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.views import View

from sawti.accounts.errors import CodeRefused, TooManyCodes
from sawti.accounts.models import Purpose
from sawti.cases.actions.ownership import ask_receipt_code, replace_receipt
from sawti.lib import clock
from sawti.lib.ids import grouped_receipt
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.person_forms import CodeForm, LostReceiptForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.tracking import remember_opened
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class LostReceiptContent:
    """A step; `address`: where the code went, if number and address belong together."""

    form: SawtiForm
    address: str = ""


@dataclass(frozen=True)
class NewReceiptContent:
    """The new receipt, shown once, grouped for reading."""

    number: str
    receipt: str
    track_url: str


class LostReceipt(View):
    """Asks for number and address; the answer does not tell whether they belong together."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show(request, "lost_receipt", LostReceiptForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = LostReceiptForm(request.POST)
        if not form.is_valid():
            return show(request, "lost_receipt", form)
        try:
            token = ask_receipt_code(
                form.cleaned_data["number"],
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return show(request, "lost_receipt", form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse("portal:lost_receipt_code"))
        keep_token(response, token)
        return response


class LostReceiptCode(View):
    """Asks for the code; the right one shows a new receipt, once."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, Purpose.NEW_RECEIPT):
            return SeeOther(reverse("portal:lost_receipt"))
        return show(request, "lost_receipt_code", CodeForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return show(request, "lost_receipt_code", form)
        try:
            made = replace_receipt(
                token=token_of(request), code=form.cleaned_data["code"], at=clock.now()
            )
        except CodeRefused as refusal:
            form.add_error("code", sentence(refusal))
            return show(request, "lost_receipt_code", form)
        remember_opened(request, made.number, made.case_id)
        content = NewReceiptContent(
            number=made.number,
            receipt=grouped_receipt(made.receipt),
            track_url=reverse("portal:case", args=[made.number]),
        )
        title = gettext("Your new receipt code")
        response = page_response(request, "new_receipt", title, content, is_shown_once=True)
        keep_token(response, "")
        return response


def show(
    request: HttpRequest, template: str, form: SawtiForm, status: HTTPStatus | None = None
) -> HttpResponse:
    """Render a step with what is wrong with it."""
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    content = LostReceiptContent(form, address_of_code(request, Purpose.NEW_RECEIPT))
    title = gettext("A new receipt code")
    return page_response(request, template, title, content, status=status or refused)
