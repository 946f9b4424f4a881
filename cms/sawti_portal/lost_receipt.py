"""A new receipt for whoever reads the mail of the address that a case was filed with."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Purpose
from sawti.cases.actions.ownership import ask_receipt_code, replace_receipt
from sawti.lib import clock
from sawti.lib.ids import grouped_receipt
from sawti_portal.codes import keep_token, token_of
from sawti_portal.person_forms import CodeForm, LostReceiptForm
from sawti_portal.proving import AskForCode, EnterCode
from sawti_portal.rendering import page_response
from sawti_portal.tracking import remember_opened
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class NewReceiptContent:
    """The new receipt, shown once, grouped for reading."""

    number: str
    receipt: str
    track_url: str


class LostReceipt(AskForCode):
    """Asks for the number of the case and the address that it was filed with."""

    purpose, title = Purpose.NEW_RECEIPT, _("A new receipt code")
    template, form, next_page = "lost_receipt", LostReceiptForm, "portal:lost_receipt_code"
    send_code = staticmethod(ask_receipt_code)


class LostReceiptCode(EnterCode):
    """Asks for the code; the right one shows a new receipt, once."""

    purpose, title = Purpose.NEW_RECEIPT, _("A new receipt code")
    template, form, first_page = "lost_receipt_code", CodeForm, "portal:lost_receipt"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            made = replace_receipt(
                token=token_of(request), code=form.cleaned_data["code"], at=clock.now()
            )
        except CodeRefused as refusal:
            form.add_error("code", sentence(refusal))
            return self.show(request, form)
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
