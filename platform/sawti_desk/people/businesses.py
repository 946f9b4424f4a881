"""Companies that wait for a check of their documents."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Staff
from sawti.acting.errors import ProofClosed
from sawti.businesses.actions.checking import (
    open_documents,
    refuse_business,
    verify_business,
    withdraw_verification,
)
from sawti.businesses.errors import BusinessDecided, BusinessTaken
from sawti.businesses.queries import claim_to_check, register_document, verified_page, waiting_page
from sawti.tenancy.context import reading
from sawti_desk.access import StaffRequest, staff_required
from sawti_desk.people.checking import (
    Matter,
    Opened,
    Waiting,
    check,
    person_fact,
    require_checker,
    show_document,
    show_list,
)
from sawti_desk.people.forms import RegisterNumberForm
from sawti_ui.parts import Fact

LIST = "sawti_desk/people/businesses.html"


@staff_required("GET", "HEAD")
def businesses(request: StaffRequest) -> HttpResponse:
    """Show what waits; it names nobody."""
    with reading():
        require_checker(request)
        page = waiting_page(cursor=request.GET.get("cursor", ""))
    title = gettext("Companies to check")
    return show_list(request, LIST, BUSINESS.listing, title, page)


@staff_required("GET", "HEAD", "POST")
def verified_businesses(request: StaffRequest) -> HttpResponse:
    """Show what is verified, or the one with a number (no address holds it); it names nobody."""
    form = RegisterNumberForm(request.POST)
    number = form.cleaned_data["number"] if form.is_valid() else ""
    with reading():
        require_checker(request)
        page = verified_page(number=number, cursor=request.GET.get("cursor", ""))
    title, listing = gettext("Verified companies"), BUSINESS.accepted_listing
    return show_list(request, LIST, listing, title, page, is_accepted=True, form=form)


@staff_required("GET", "HEAD", "POST")
def business(request: StaffRequest, business_id: UUID) -> HttpResponse:
    """Show one company, open its documents, or decide on it."""
    return check(request, BUSINESS, business_id)


@staff_required("GET", "HEAD")
def document(request: StaffRequest, business_id: UUID, file_id: UUID) -> HttpResponse:
    """Show one document, to whoever has opened this company's within the hour."""
    return show_document(request, BUSINESS, business_id, file_id)


def _waiting(business_id: UUID) -> Waiting | None:
    claim = claim_to_check(business_id)
    return Waiting(claim.documents, claim.claimed_at, claim.verified_at) if claim else None


def _open(business_id: UUID, *, by: Staff, reason: str, at: datetime) -> Opened:
    found = open_documents(business_id, by=by, reason=reason, at=at)
    facts = [Fact(gettext("Company"), text=found.name)]
    if found.other_name:
        facts.append(Fact(gettext("Name in another language"), text=found.other_name))
    facts.append(Fact(gettext("Number in the register"), code=found.register_number))
    claimants = (person_fact(gettext("Who claims it"), *owner) for owner in found.owners)
    is_known = gettext("Another company is verified with this register number.")
    return Opened((*facts, *claimants), found.files, is_known if found.is_known else "")


BUSINESS = Matter(
    title=_("Check a company"),
    back=_("Companies to check"),
    accept_label=_("Verify the company"),
    refuse_label=_("Refuse the company"),
    withdraw_label=_("Take the verification back"),
    withdraw_hint=_(
        "Its cases open for no member any more, and whom they invited can’t come. The owners read "
        "your reason, and may add another document."
    ),
    accepted=_("The company is verified, and its owner is told."),
    refused=_("The company is refused, and its owner is told why."),
    withdrawn=_("It is taken back, and its owners are told why."),
    listing="desk:businesses",
    accepted_listing="desk:verified_businesses",
    one="desk:business",
    file="desk:register_document",
    waiting=_waiting,
    open=_open,
    accept=verify_business,
    refuse=refuse_business,
    withdraw=withdraw_verification,
    document=register_document,
    closed_by=(ProofClosed, BusinessDecided, BusinessTaken),
)
