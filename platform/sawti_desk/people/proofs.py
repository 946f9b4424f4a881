"""The documents of people who act for others: what waits, opened for a reason, and decided."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext

from sawti.acting.actions import accept_proof, refuse_proof
from sawti.acting.errors import ProofClosed, RepresentationDecided
from sawti.acting.permissions import may_check
from sawti.acting.queries import (
    ClaimFacts,
    ProofFacts,
    proof_file,
    waiting_claim,
    waiting_page,
)
from sawti.cases.actions.representing import open_proof
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
class ProofsScreen:
    """What waits, the oldest first."""

    claims: tuple[ClaimFacts, ...]
    pager: Pager
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class ProofScreen:
    """One claim. Until it was opened `proof` is None, and `form` asks why it is to be opened."""

    claim: ClaimFacts
    form: ReasonForm
    proof: ProofFacts | None
    files: tuple[FileCard, ...]
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def proofs(request: StaffRequest) -> HttpResponse:
    """Show what waits; it names nobody."""
    with reading():
        _require(request)
        page = waiting_page(language=_language(), cursor=request.GET.get("cursor", ""))
        here = reverse("desk:proofs")
        more = f"{here}?{urlencode({'cursor': page.next_cursor})}" if page.next_cursor else ""
        screen = ProofsScreen(page.rows, Pager(older_url=more), notices_for(request))
    return desk_response(request, "sawti_desk/people/proofs.html", gettext("Proofs"), screen)


@staff_required("GET", "HEAD", "POST")
def proof(request: StaffRequest, representation_id: UUID) -> HttpResponse:
    """Show one claim, open its documents, or decide on it."""
    with reading():
        _require(request)
    if request.method in READING:
        return _show(request, representation_id, ReasonForm())
    deeds: dict[str, Callable[[StaffRequest, UUID], HttpResponse]] = {
        "open": _open,
        "accept": _accept,
        "refuse": _refuse,
    }
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Missing
    try:
        return deed(request, representation_id)
    except (ProofClosed, RepresentationDecided) as refusal:
        messages.error(request, sentence(refusal))
        return SeeOther(reverse("desk:proofs"))


@staff_required("GET", "HEAD")
def proof_file_page(request: StaffRequest, representation_id: UUID, file_id: UUID) -> HttpResponse:
    """Show one document, to whoever has opened this claim within the hour."""
    with reading():
        _require(request)
        if not opened_lately(representation_id, by=request.user, at=clock.now()):
            raise Missing
        found = proof_file(representation_id, file_id)
        return file_response(request, found, small=wants_small(request))


def _require(request: StaffRequest) -> None:
    if not may_check(request.user):
        raise NotPermitted


def _open(request: StaffRequest, representation_id: UUID) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _show(request, representation_id, form)
    reason = form.cleaned_data["reason"]
    found = open_proof(representation_id, by=request.user, reason=reason, at=clock.now())
    return _show(request, representation_id, ReasonForm(), found)


def _accept(request: StaffRequest, representation_id: UUID) -> HttpResponse:
    accept_proof(representation_id, by=request.user, at=clock.now())
    messages.success(request, gettext("The proof is accepted, and the person is told."))
    return SeeOther(reverse("desk:proofs"))


def _refuse(request: StaffRequest, representation_id: UUID) -> HttpResponse:
    try:
        reason = request.POST.get("reason", "")
        refuse_proof(representation_id, by=request.user, reason=reason, at=clock.now())
    except Invalid as fault:
        messages.error(request, sentence(fault))
        return SeeOther(reverse("desk:proof", args=[representation_id]))
    messages.success(request, gettext("The proof is refused, and the person is told why."))
    return SeeOther(reverse("desk:proofs"))


def _show(
    request: StaffRequest,
    representation_id: UUID,
    form: ReasonForm,
    found: ProofFacts | None = None,
) -> HttpResponse:
    with reading():
        claim = waiting_claim(representation_id, language=_language())
    if claim is None:
        raise Missing

    def address(file_id: UUID) -> str:
        return reverse("desk:proof_file", args=[representation_id, file_id])

    files = file_cards(found.files, address) if found else ()
    screen = ProofScreen(claim, form, found, files, notices_for(request))
    response = desk_response(
        request,
        "sawti_desk/people/proof.html",
        gettext("Check a proof"),
        screen,
        is_refused=bool(form.errors),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _language() -> str:
    return get_language() or "en"
