"""The requests of people to have their data removed, for the data-protection officer."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from sawti.lib import clock
from sawti.lib.errors import DomainError, Missing
from sawti.lib.permissions import PROTECT_DATA
from sawti.retention.actions.requests import approve_erasure, refuse_erasure
from sawti.retention.errors import CaseHeld, CaseStillOpen, RequestDecided
from sawti.retention.queries import RequestFacts, waiting_requests
from sawti.tenancy.context import reading
from sawti_desk.access import SeeOther, StaffRequest, may_required, staff_required
from sawti_desk.frame import notices_for
from sawti_desk.keeping.forms import ApprovalForm, RefusalForm
from sawti_desk.public import desk_response
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class RequestCard:
    """A request with its two forms. `is_late`: it should have been answered."""

    facts: RequestFacts
    is_late: bool
    approval: ApprovalForm
    refusal: RefusalForm


@dataclass(frozen=True)
class ErasuresScreen:
    """The requests that wait, the first due first."""

    cards: tuple[RequestCard, ...]
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
@may_required(PROTECT_DATA)
def erasures(request: StaffRequest) -> HttpResponse:
    """Show the requests that wait."""
    at = clock.now()
    with reading():
        cards = tuple(
            RequestCard(
                facts,
                facts.due_at < at,
                ApprovalForm(auto_id=f"approve_{facts.id}_%s"),
                RefusalForm(auto_id=f"refuse_{facts.id}_%s"),
            )
            for facts in waiting_requests(at=at)
        )
        screen = ErasuresScreen(cards, notices_for(request))
        return desk_response(
            request, "sawti_desk/keeping/erasures.html", gettext("Requests to erase"), screen
        )


@staff_required("POST")
def erasure(request: StaffRequest, request_id: UUID) -> HttpResponse:
    """Approve or refuse one request."""
    deeds = {"approve": _approve, "refuse": _refuse}
    deed = deeds.get(request.POST.get("deed", ""))
    if deed is None:
        raise Missing
    try:
        said = deed(request, request_id)
    except (CaseHeld, CaseStillOpen, RequestDecided) as refusal:
        _complain(request, refusal)
    else:
        messages.success(request, said)
    return SeeOther(reverse("desk:erasures"))


def _approve(request: StaffRequest, request_id: UUID) -> str:
    how = request.POST.get("how", "")
    approve_erasure(request_id, how=how, by=request.user, at=clock.now())
    return gettext("The data has been removed, and the person is told.")


def _refuse(request: StaffRequest, request_id: UUID) -> str:
    refusal = request.POST.get("refusal", "")
    refuse_erasure(request_id, refusal=refusal, by=request.user, at=clock.now())
    return gettext("The request was refused, and the person is told why.")


def _complain(request: StaffRequest, refusal: DomainError) -> None:
    messages.error(request, sentence(refusal))
