"""Companies that wait for a check: their documents opened for a reason, and decided."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext

from sawti.acting.errors import ProofClosed
from sawti.acting.permissions import may_check
from sawti.businesses.actions.checking import open_documents, refuse_business, verify_business
from sawti.businesses.errors import BusinessDecided, BusinessTaken
from sawti.businesses.queries import (
    ClaimedBusiness,
    ClaimFacts,
    register_document,
    waiting_claim,
    waiting_page,
)
from sawti.lib import clock
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.openings.steps import opened_lately
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import notices_for
from sawti_desk.people.forms import ReasonForm
from sawti_desk.public import desk_response
from sawti_ui.files import file_cards
from sawti_ui.parts import FileCard, Note, Pager
from sawti_ui.refusals import sentence
from sawti_ui.served_files import file_response, wants_small


@dataclass(frozen=True)
class BusinessesScreen:
    """What waits, the oldest first."""

    claims: tuple[ClaimFacts, ...]
    pager: Pager
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class BusinessScreen:
    """One company. Until it was opened `found` is None, and `form` asks why it is to be opened."""

    claim: ClaimFacts
    form: ReasonForm
    found: ClaimedBusiness | None
    files: tuple[FileCard, ...]
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def businesses(request: StaffRequest) -> HttpResponse:
    """Show what waits; it names nobody."""
    with reading():
        _require(request)
        page = waiting_page(cursor=request.GET.get("cursor", ""))
        here = reverse("desk:businesses")
        more = f"{here}?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else ""
        screen = BusinessesScreen(page.rows, Pager(older_url=more), notices_for(request))
    title = gettext("Companies to check")
    return desk_response(request, "sawti_desk/people/businesses.html", title, screen)


@staff_required("GET", "HEAD", "POST")
def business(request: StaffRequest, business_id: UUID) -> HttpResponse:
    """Show one company, open its documents, or decide on it."""
    with reading():
        _require(request)
    if request.method in READING:
        return _show(request, business_id, ReasonForm())
    deeds: dict[str, Callable[[StaffRequest, UUID], HttpResponse]] = {
        "open": _open,
        "accept": _accept,
        "refuse": _refuse,
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Missing
    try:
        return deed(request, business_id)
    except (BusinessDecided, BusinessTaken, ProofClosed) as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:businesses"))


@staff_required("GET", "HEAD")
def document(request: StaffRequest, business_id: UUID, file_id: UUID) -> HttpResponse:
    """Show one document, to whoever has opened this company's within the hour."""
    with reading():
        _require(request)
        if not opened_lately(business_id, by=request.user, at=clock.now()):
            raise Missing
        found = register_document(business_id, file_id)
        return file_response(request, found, small=wants_small(request))


def _require(request: StaffRequest) -> None:
    if not may_check(request.user):
        raise NotPermitted


def _open(request: StaffRequest, business_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, business_id, form)
    reason = form.cleaned_data["reason"]
    found = open_documents(business_id, by=request.user, reason=reason, at=clock.now())
    return _show(request, business_id, ReasonForm(), found)


def _accept(request: StaffRequest, business_id: UUID) -> HttpResponse:
    verify_business(business_id, by=request.user, at=clock.now())
    messages.success(request, gettext("The company is verified, and its owner is told."))
    return SeeOther(reverse("desk:businesses"))


def _refuse(request: StaffRequest, business_id: UUID) -> HttpResponse:
    try:
        reason = request.POST.get("reason", "")
        refuse_business(business_id, by=request.user, reason=reason, at=clock.now())
    except Invalid as fault:
        messages.error(request, sentence(fault))
        return SeeOther(reverse("desk:business", args=[business_id]))
    messages.success(request, gettext("The company is refused, and its owner is told why."))
    return SeeOther(reverse("desk:businesses"))


def _show(
    request: StaffRequest,
    business_id: UUID,
    form: ReasonForm,
    found: ClaimedBusiness | None = None,
) -> HttpResponse:
    with reading():
        claim = waiting_claim(business_id)
    if claim is None:
        raise Missing

    def address(file_id: UUID) -> str:
        return reverse("desk:register_document", args=[business_id, file_id])

    files = file_cards(found.files, address) if found else ()
    screen = BusinessScreen(claim, form, found, files, notices_for(request))
    response = desk_response(
        request,
        "sawti_desk/people/business.html",
        gettext("Check a company"),
        screen,
        is_refused=bool(form.errors),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
