"""Putting ticked cases, or all that a filter finds, into an incident."""

from dataclasses import dataclass
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext

from sawti.cases.lists import ids_of_chosen
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.gathering import Gathered, add_cases, open_incident
from sawti.incidents.queries import open_incidents
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Kind
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.filters import list_of, tail_of
from sawti_desk.frame import desk_page
from sawti_desk.incidents.forms import GatherForm
from sawti_ui.refusals import sentence

MOST_CASES = 10_000
EVERY = "every"


@dataclass(frozen=True)
class GatherScreen:
    """The form; `ids` go along with it, and `is_every` instead: all that the filter finds."""

    form: GatherForm
    ids: tuple[str, ...]
    is_every: bool
    summary: str
    tail: str


@staff_required("GET", "HEAD", "POST")
def gather(request: StaffRequest) -> HttpResponse:
    """Ask into which incident, and put the cases in. A GET leads to the list."""
    ids = _given(request) if request.method not in READING else ()
    if not ids:
        if request.method not in READING:
            messages.warning(request, gettext("Tick at least one case first."))
        return SeeOther(reverse("desk:queue") + tail_of(request))
    with reading():
        rights = rights_of(request.user)
        rows = open_incidents(rights, language=get_language() or "en")
        is_sent = request.POST.get("step") == "do"
        form = GatherForm(request.POST if is_sent else None, rights=rights, incidents=rows)
    if is_sent and form.is_valid() and (found := _gathered(request, form, ids)):
        messages.success(request, _said(found))
        return SeeOther(reverse("desk:incident", args=[found.incident_id]))
    return _page(request, form, ids)


def _given(request: StaffRequest) -> tuple[UUID, ...]:
    """Return the cases that were ticked, or all of the list one comes from."""
    chosen = list_of(request)
    if request.POST.get("which") == EVERY and chosen:
        with reading():
            return ids_of_chosen(
                rights_of(request.user),
                chosen,
                me=request.user.id,
                at=clock.now(),
                most=MOST_CASES,
            )
    return tuple(filter(None, map(_id, dict.fromkeys(request.POST.getlist("case")))))


def _id(box: str) -> UUID | None:
    """Read what a box sends: an id, and a version that does not matter here."""
    try:
        return UUID(box.partition(":")[0])
    except ValueError:
        return None


def _gathered(request: StaffRequest, form: GatherForm, ids: tuple[UUID, ...]) -> Gathered | None:
    by, at = request.user, clock.now()
    try:
        if form.chosen:
            return add_cases(form.chosen, ids, by=by, at=at)
        return open_incident(form.new_incident(), ids, by=by, at=at)
    except Invalid as fault:
        form.blame(fault)
    except DomainError as refusal:
        if refusal.kind != Kind.CONFLICT:
            raise
        form.add_error("incident", sentence(refusal))
    return None


def _said(found: Gathered) -> str:
    text = ngettext(
        "%(count)s case is in the incident now, %(skipped)s skipped.",
        "%(count)s cases are in the incident now, %(skipped)s skipped.",
        found.added,
    )
    return text % {"count": found.added, "skipped": found.skipped}


def _page(request: StaffRequest, form: GatherForm, ids: tuple[UUID, ...]) -> HttpResponse:
    text = ngettext("%(count)s case is chosen.", "%(count)s cases are chosen.", len(ids))
    is_every = request.POST.get("which") == EVERY
    with reading():
        screen = GatherScreen(
            form=form,
            ids=() if is_every else tuple(map(str, ids)),
            is_every=is_every,
            summary=text % {"count": len(ids)},
            tail=tail_of(request),
        )
        title = gettext("Put cases into an incident")
        facts = {"page": desk_page(request, title, error=bool(form.errors)), "screen": screen}
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        return render(request, "sawti_desk/incidents/gather.html", facts, status=status)
