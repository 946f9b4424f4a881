"""The documents of people who act for others."""

from datetime import datetime
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.models import Staff
from sawti.acting.actions import accept_proof, refuse_proof, withdraw_acceptance
from sawti.acting.errors import ProofClosed, RepresentationDecided
from sawti.acting.queries import accepted_page, claim_to_check, proof_file, waiting_page
from sawti.cases.actions.representing import open_proof
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

LIST = "sawti_desk/people/proofs.html"


@staff_required("GET", "HEAD")
def proofs(request: StaffRequest) -> HttpResponse:
    """Show what waits; it names nobody."""
    with reading():
        require_checker(request)
        page = waiting_page(language=_language(), cursor=request.GET.get("cursor", ""))
    return show_list(request, LIST, PROOF.listing, gettext("Proofs"), page)


@staff_required("GET", "HEAD")
def accepted_proofs(request: StaffRequest) -> HttpResponse:
    """Show what was accepted, to look at it again; it names nobody."""
    with reading():
        require_checker(request)
        page = accepted_page(language=_language(), cursor=request.GET.get("cursor", ""))
    title = gettext("Accepted proofs")
    return show_list(request, LIST, PROOF.accepted_listing, title, page, is_accepted=True)


@staff_required("GET", "HEAD", "POST")
def proof(request: StaffRequest, representation_id: UUID) -> HttpResponse:
    """Show one claim, open its documents, or decide on it."""
    return check(request, PROOF, representation_id)


@staff_required("GET", "HEAD")
def proof_file_page(request: StaffRequest, representation_id: UUID, file_id: UUID) -> HttpResponse:
    """Show one document, to whoever has opened this claim within the hour."""
    return show_document(request, PROOF, representation_id, file_id)


def _waiting(representation_id: UUID) -> Waiting | None:
    claim = claim_to_check(representation_id, language=_language())
    if claim is None:
        return None
    return Waiting(claim.proofs, claim.claimed_at, claim.accepted_at, claim.kind_name)


def _open(representation_id: UUID, *, by: Staff, reason: str, at: datetime) -> Opened:
    found = open_proof(representation_id, by=by, reason=reason, at=at)
    facts = [Fact(gettext("Acts for"), text=found.name)]
    if found.email:
        facts.append(Fact(gettext("That person’s e-mail"), code=found.email))
    facts.append(person_fact(gettext("Who acts"), found.representative, found.reply_to))
    if found.valid_until:
        facts.append(Fact(gettext("Valid until"), on=found.valid_until))
    return Opened(tuple(facts), found.files)


def _language() -> str:
    return get_language() or "en"


PROOF = Matter(
    title=_("Check a proof"),
    back=_("Proofs"),
    accept_label=_("Accept the proof"),
    refuse_label=_("Refuse the proof"),
    withdraw_label=_("Take the acceptance back"),
    withdraw_hint=_(
        "Nothing opens for the person any more. They read your reason, and may add another "
        "document."
    ),
    accepted=_("The proof is accepted, and the person is told."),
    refused=_("The proof is refused, and the person is told why."),
    withdrawn=_("It is taken back, and the person is told why."),
    listing="desk:proofs",
    accepted_listing="desk:accepted_proofs",
    one="desk:proof",
    file="desk:proof_file",
    waiting=_waiting,
    open=_open,
    accept=accept_proof,
    refuse=refuse_proof,
    withdraw=withdraw_acceptance,
    document=proof_file,
    closed_by=(ProofClosed, RepresentationDecided),
)
