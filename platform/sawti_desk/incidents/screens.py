"""The incidents, one of them with its cases, and what is changed about it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from sawti.cases.labels import state_label
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.gathering import close_incident, remove_case, set_public_texts
from sawti.incidents.queries import (
    IncidentFacts,
    IncidentRow,
    cases_of_incident,
    incident_for_staff,
    incidents_page,
)
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Kind, Missing
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.incidents.forms import PublicTextForm
from sawti_desk.incidents.words import DECIDED, progress_of, state_of
from sawti_desk.words import Due, due_of, state_tag
from sawti_ui.parts import Fact, Note, Tag
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class IncidentLine:
    """One incident of the list."""

    url: str
    row: IncidentRow
    state: Tag


@dataclass(frozen=True)
class IncidentsScreen:
    """The list, the newest first; `older_url` is "" on the last page."""

    lines: tuple[IncidentLine, ...]
    older_url: str
    notices: tuple[Note, ...]


@dataclass(frozen=True)
class CaseLine:
    """One case of an incident."""

    id: UUID
    url: str
    number: str
    state: Tag
    due: Due
    holder: str


@dataclass(frozen=True)
class DecisionLine:
    """What was decided for all cases, and how far it is."""

    url: str
    title: str
    at: datetime
    by: str
    progress: str
    is_under_way: bool


@dataclass(frozen=True)
class IncidentScreen:
    """One incident. `may_decide`: there is an open case and nothing is under way."""

    id: UUID
    state: Tag
    facts: tuple[Fact, ...]
    may_act: bool
    may_decide: bool
    form: PublicTextForm | None
    public_text: str
    decisions: tuple[DecisionLine, ...]
    cases: tuple[CaseLine, ...]
    older_url: str
    notices: tuple[Note, ...]


@staff_required("GET", "HEAD")
def incidents(request: StaffRequest) -> HttpResponse:
    """List the incidents of the entities whose cases the reader sees."""
    found = incidents_page(
        rights_of(request.user), language=_language(), cursor=request.GET.get("cursor", "")
    )
    older = f"{reverse('desk:incidents')}?cursor={found.next_cursor}"
    screen = IncidentsScreen(
        lines=tuple(
            IncidentLine(
                reverse("desk:incident", args=[row.id]), row, state_of(is_open=not row.closed_at)
            )
            for row in found.rows
        ),
        older_url=older if found.next_cursor else "",
        notices=notices_for(request),
    )
    facts = {"page": desk_page(request, gettext("Incidents")), "screen": screen}
    return render(request, "sawti_desk/incidents/incidents.html", facts)


@staff_required("GET", "HEAD")
def incident(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Show one incident."""
    return _page(request, incident_id)


@staff_required("GET", "HEAD", "POST")
def change_text(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Set what the applicants of its cases read."""
    if request.method in READING:
        return SeeOther(_address(incident_id))
    form = PublicTextForm(request.POST, now={})
    form.is_valid()
    try:
        set_public_texts(incident_id, form.texts("public_texts"), by=request.user, at=clock.now())
    except Invalid as fault:
        form.blame(fault)
        return _page(request, incident_id, form)
    except DomainError as refusal:
        return _refused(request, incident_id, refusal)
    messages.success(request, gettext("The text for applicants has been changed."))
    return SeeOther(_address(incident_id))


@staff_required("GET", "HEAD", "POST")
def close(request: StaffRequest, incident_id: UUID) -> HttpResponse:
    """Close an incident."""
    return _changed(
        request,
        incident_id,
        lambda: close_incident(incident_id, by=request.user, at=clock.now()),
        gettext("The incident is closed."),
    )


@staff_required("GET", "HEAD", "POST")
def remove(request: StaffRequest, incident_id: UUID, case_id: UUID) -> HttpResponse:
    """Take a case out."""
    return _changed(
        request,
        incident_id,
        lambda: remove_case(incident_id, case_id, by=request.user, at=clock.now()),
        gettext("The case has been taken out of the incident."),
    )


def _changed(
    request: StaffRequest, incident_id: UUID, deed: Callable[[], object], done: str
) -> HttpResponse:
    if request.method in READING:
        return SeeOther(_address(incident_id))
    try:
        deed()
    except DomainError as refusal:
        return _refused(request, incident_id, refusal)
    messages.success(request, done)
    return SeeOther(_address(incident_id))


def _refused(request: StaffRequest, incident_id: UUID, refusal: DomainError) -> HttpResponse:
    """Say on the page of the incident why it came too late; anything else is no matter of it."""
    if refusal.kind != Kind.CONFLICT:
        raise refusal
    messages.error(request, sentence(refusal))
    return SeeOther(_address(incident_id))


def seen_incident(request: StaffRequest, incident_id: UUID) -> IncidentFacts:
    """Return an incident that the reader sees; raises Missing."""
    found = incident_for_staff(
        incident_id, rights_of(request.user), language=_language(), at=clock.now()
    )
    if found is None:
        raise Missing
    return found


def _page(
    request: StaffRequest, incident_id: UUID, form: PublicTextForm | None = None
) -> HttpResponse:
    with reading():
        found = seen_incident(request, incident_id)
        screen = _screen(request, found, form)
        status = HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK
        page = desk_page(request, found.name(_language()), error=bool(form))
        facts = {"page": page, "screen": screen}
        return render(request, "sawti_desk/incidents/incident.html", facts, status=status)


def _screen(
    request: StaffRequest, found: IncidentFacts, form: PublicTextForm | None
) -> IncidentScreen:
    at = clock.now()
    cases = cases_of_incident(
        found.id,
        rights_of(request.user),
        language=_language(),
        at=at,
        cursor=request.GET.get("cursor", ""),
    )
    older = f"{_address(found.id)}?cursor={cases.next_cursor}"
    return IncidentScreen(
        id=found.id,
        state=state_of(is_open=found.closed_at is None),
        facts=_facts(found),
        may_act=found.may_act,
        may_decide=found.may_act and bool(found.open_cases) and not found.is_under_way,
        form=(form or PublicTextForm(now=found.public_texts)) if found.may_act else None,
        public_text=found.public_texts.get(_language(), ""),
        decisions=tuple(
            DecisionLine(
                url=reverse("desk:decision", args=[found.id, each.id]),
                title=str(DECIDED[each.kind]),
                at=each.decided_at,
                by=each.decided_by,
                progress=progress_of(each),
                is_under_way=each.ended_at is None,
            )
            for each in found.decisions
        ),
        cases=tuple(
            CaseLine(
                row.id,
                reverse("desk:case", args=[row.id]),
                row.number,
                state_tag(row.state),
                due_of(row, at),
                row.holder_name,
            )
            for row in cases.rows
        ),
        older_url=older if cases.next_cursor else "",
        notices=notices_for(request),
    )


def _facts(found: IncidentFacts) -> tuple[Fact, ...]:
    facts = [
        Fact(gettext("Entity"), text=found.entity_name),
        Fact(gettext("Category"), text=found.category_name),
        Fact(gettext("Opened on"), at=found.opened_at),
        Fact(gettext("Opened by"), text=found.opened_by),
        Fact(gettext("Closed on"), at=found.closed_at),
        Fact(gettext("Closed by"), text=found.closed_by),
        Fact(gettext("Cases"), text=str(found.count)),
        *(Fact(state_label(state), text=str(number)) for state, number in found.by_state.items()),
        Fact(gettext("Due within two working days"), text=str(found.due_soon)),
        Fact(gettext("Overdue"), text=str(found.overdue)),
    ]
    return tuple(fact for fact in facts if fact.text or fact.at)


def _address(incident_id: UUID) -> str:
    return reverse("desk:incident", args=[incident_id])


def _language() -> str:
    return get_language() or "en"
