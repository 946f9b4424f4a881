"""Companies that wait for a check of their documents."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Staff
from sawti.acting.errors import ProofClosed
from sawti.businesses.actions.checking import open_documents, refuse_business, verify_business
from sawti.businesses.errors import BusinessDecided, BusinessTaken
from sawti.businesses.queries import register_document, waiting_claim, waiting_page
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
from sawti_ui.parts import Fact


@staff_required("GET", "HEAD")
def businesses(request: StaffRequest) -> HttpResponse:
    """Show what waits; it names nobody."""
    with reading():
        require_checker(request)
        page = waiting_page(cursor=request.GET.get("cursor", ""))
    title = gettext("Companies to check")
    return show_list(request, "sawti_desk/people/businesses.html", BUSINESS, title, page)


@staff_required("GET", "HEAD", "POST")
def business(request: StaffRequest, business_id: UUID) -> HttpResponse:
    """Show one company, open its documents, or decide on it."""
    return check(request, BUSINESS, business_id)


@staff_required("GET", "HEAD")
def document(request: StaffRequest, business_id: UUID, file_id: UUID) -> HttpResponse:
    """Show one document, to whoever has opened this company's within the hour."""
    return show_document(request, BUSINESS, business_id, file_id)


def _waiting(business_id: UUID) -> Waiting | None:
    claim = waiting_claim(business_id)
    return Waiting(claim.documents, claim.claimed_at) if claim else None


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
    accepted=_("The company is verified, and its owner is told."),
    refused=_("The company is refused, and its owner is told why."),
    listing="desk:businesses",
    one="desk:business",
    file="desk:register_document",
    waiting=_waiting,
    open=_open,
    accept=verify_business,
    refuse=refuse_business,
    document=register_document,
    closed_by=(ProofClosed, BusinessDecided, BusinessTaken),
)
