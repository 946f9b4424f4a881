"""Filing for somebody who calls or visits; the case remembers who typed it."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from sawti.cases.actions.filing import file_case
from sawti.cases.facts import Filed, Filing
from sawti.conduct.errors import ContactLimited
from sawti.documents.libraries import missing_libraries
from sawti.entities.permissions import rights_of
from sawti.letters.tokens import HeldReceipt, sealed_token
from sawti.lib import clock
from sawti.lib.errors import Invalid, InvalidInput, NotPermitted
from sawti.lib.ids import grouped_receipt, new_receipt
from sawti.lib.permissions import FILE_FOR_OTHERS
from sawti.tenancy.context import reading
from sawti_desk.access import READING, StaffRequest, staff_required
from sawti_desk.people.forms import CallerForm
from sawti_desk.public import desk_response
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class CallerScreen:
    """The form. `key`: sent twice, the same case comes back."""

    form: CallerForm
    key: str


@dataclass(frozen=True)
class FiledScreen:
    """The confirmation. `receipt` is "" where the caller's address leads to it.

    `token` asks for the receipt on paper; "" where none can be made.
    """

    number: str
    due_at: datetime
    email: str
    receipt: str
    token: str
    again_url: str


@staff_required("GET", "HEAD", "POST")
def file_for(request: StaffRequest) -> HttpResponse:
    """Take a caller's case."""
    with reading():
        if not rights_of(request.user).may(FILE_FOR_OTHERS):
            raise NotPermitted
    if request.method in READING:
        return _show(request, CallerForm(initial=_usual()), new_receipt())
    form, key = CallerForm(request.POST), request.POST.get("key", "")[:80]
    if not form.is_valid():
        return _show(request, form, key)
    filing = form.filing()
    try:
        filed = file_case(filing, at=clock.now(), key=f"desk:{key}" if key else "", by=request.user)
    except (Invalid, InvalidInput, ContactLimited) as refusal:
        for fault in refusal.faults if isinstance(refusal, InvalidInput) else (refusal,):
            form.add_error(_field(form, fault), sentence(fault))
        return _show(request, form, new_receipt())
    return _show_filed(request, filing, filed)


def _usual() -> dict[str, str]:
    return {"channel": "contact_centre", "type": "complaint", "language": "ar"}


def _field(form: CallerForm, fault: object) -> str | None:
    name = str(getattr(fault, "field", "")).removeprefix("contact.")
    return name if name in form.fields else None


def _show(request: StaffRequest, form: CallerForm, key: str) -> HttpResponse:
    title = gettext("File a case for a caller")
    return desk_response(
        request,
        "sawti_desk/people/file.html",
        title,
        CallerScreen(form, key),
        is_refused=bool(form.errors),
    )


def _show_filed(request: StaffRequest, filing: Filing, filed: Filed) -> HttpResponse:
    """Show the receipt only where it has to go on paper: whoever has an address asks for it."""
    email = filing.contact.email
    held = HeldReceipt(filed.case_id, filed.number, filed.receipt)
    can_print = not email and not missing_libraries()
    screen = FiledScreen(
        number=filed.number,
        due_at=filed.due_at,
        email=email,
        receipt="" if email else grouped_receipt(filed.receipt),
        token=sealed_token(held, at=clock.now()) if can_print else "",
        again_url=reverse("desk:file_for"),
    )
    response = desk_response(
        request, "sawti_desk/people/filed.html", gettext("The case is filed"), screen
    )
    response.headers["Cache-Control"] = "no-store"
    return response
