"""Where staff of an entity decide what the wall shows."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti_appreciation import actions
from sawti_appreciation.pages import page_number, pager_of
from sawti_appreciation.queries import ThanksForStaff, thanks_for_staff
from sawti_desk.public import (
    SeeOther,
    StaffRequest,
    desk_response,
    notices_for,
    say_once,
    staff_required,
)
from sawti_ui.page import Link
from sawti_ui.parts import Note, Pager

APPROVED, WAITING = "approved", "waiting"


@dataclass(frozen=True)
class ReviewRow:
    """Thanks with the addresses of its case and of its decision."""

    thanks: ThanksForStaff
    case_url: str
    decide_url: str


@dataclass(frozen=True)
class ReviewScreen:
    """The list. `is_approved`: what is on the wall or will be; else what waits."""

    tabs: tuple[Link, ...]
    rows: tuple[ReviewRow, ...]
    pager: Pager
    is_approved: bool
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def review(request: StaffRequest) -> HttpResponse:
    """Show the thanks in cases of the person's entities."""
    tab, page = request.GET.get("show", WAITING), page_number(request)
    if tab not in (WAITING, APPROVED):
        raise Missing
    found = thanks_for_staff(
        rights_of(request.user),
        is_approved=tab == APPROVED,
        language=get_language() or "en",
        page=page,
    )
    screen = ReviewScreen(
        tabs=tuple(
            Link(label, f"{request.path}?show={code}", code == tab)
            for code, label in ((WAITING, gettext("To decide")), (APPROVED, gettext("Approved")))
        ),
        rows=tuple(_row(thanks) for thanks in found.rows),
        pager=pager_of(request, page, found.has_more, f"show={tab}&"),
        is_approved=tab == APPROVED,
        notices=notices_for(request),
    )
    return desk_response(request, "sawti_appreciation/review.html", gettext("Thanks"), screen)


def _row(thanks: ThanksForStaff) -> ReviewRow:
    return ReviewRow(
        thanks,
        case_url=reverse("desk:case", args=[thanks.case_id]),
        decide_url=reverse("desk:appreciation:decide", args=[thanks.id]),
    )


@staff_required("GET", "HEAD", "POST")
def decide(request: StaffRequest, appreciation_id: UUID) -> HttpResponse:
    """Approve or decline; a GET (after signing in, say) leads to the list."""
    if request.method != "POST":
        return SeeOther(reverse("desk:appreciation:review"))
    decision = request.POST.get("decision")
    if decision not in ("approve", "decline"):
        raise Missing
    actions.decide(
        appreciation_id,
        by=request.user,
        is_approved=decision == "approve",
        names_servant=request.POST.get("names_servant") == "on",
        at=clock.now(),
    )
    approved = gettext("Approved: the words will be shown on the wall.")
    declined = gettext("Declined: the words will not be shown.")
    say_once(request, approved if decision == "approve" else declined)
    return SeeOther(reverse("desk:appreciation:review"))
