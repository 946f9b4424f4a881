"""Legal holds: the list of those that count, placing one, lifting one."""

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.permissions import MANAGE_RETENTION
from sawti.retention.actions.holds import lift_hold, place_hold
from sawti.retention.queries import HoldFacts, holds_now
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, may_required, staff_required
from sawti_desk.frame import notices_for
from sawti_desk.keeping.forms import HoldForm
from sawti_desk.public import desk_response
from sawti_ui.parts import Note
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class HoldRow:
    """A hold, and what it protects in words."""

    facts: HoldFacts
    subject: str


@dataclass(frozen=True)
class HoldsScreen:
    """The holds that count, and the form of a new one."""

    rows: tuple[HoldRow, ...]
    form: HoldForm
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD", "POST")
@may_required(MANAGE_RETENTION)
def holds(request: StaffRequest) -> HttpResponse:
    """Show the holds; a POST places one more."""
    if request.method in READING:
        return _page(request, None)
    with reading():
        form = HoldForm(request.POST)
        is_valid = form.is_valid()
    if not is_valid:
        return _page(request, form)
    try:
        place_hold(form.wish(), by=request.user, at=clock.now())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _page(request, form)
    messages.success(request, gettext("The hold counts from now on."))
    return SeeOther(reverse("desk:holds"))


@staff_required("POST")
def hold(request: StaffRequest, hold_id: UUID) -> HttpResponse:
    """Lift a hold."""
    lift_hold(hold_id, by=request.user, at=clock.now())
    messages.success(request, gettext("The hold was lifted."))
    return SeeOther(reverse("desk:holds"))


def _page(request: StaffRequest, faulty: HoldForm | None) -> HttpResponse:
    with reading():
        screen = HoldsScreen(
            rows=tuple(HoldRow(facts, _subject(facts)) for facts in holds_now(at=clock.now())),
            form=faulty or HoldForm(),
            notices=notices_for(request),
        )
        template, title = "sawti_desk/keeping/holds.html", gettext("Legal holds")
        return desk_response(request, template, title, screen, is_refused=faulty is not None)


def _subject(facts: HoldFacts) -> str:
    if facts.number:
        return facts.number
    if facts.entity_id is None:
        return gettext("A person with all their cases")
    name = entity_tree().by_id[facts.entity_id].name(get_language() or "en")
    return f"{name}, {facts.first_on} – {facts.last_on}"
