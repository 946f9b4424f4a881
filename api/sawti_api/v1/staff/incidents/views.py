"""Mass incidents: list, open, gather cases, tell the applicants, close. As at the desk."""

from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.clients.scopes import Scope
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.gathering import (
    NewIncident,
    add_cases,
    close_incident,
    open_incident,
    remove_case,
    set_public_texts,
)
from sawti.incidents.queries import (
    IncidentFacts,
    cases_of_incident,
    incident_for_staff,
    incidents_page,
    sees_incident,
)
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid, InvalidInput, Missing
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.idempotency import id_for_key
from sawti_api.parsing import members_of, parameters_of
from sawti_api.resource import StaffResource, moment_writer
from sawti_api.v1.staff import answers as staff_answers
from sawti_api.v1.staff import parameters
from sawti_api.v1.staff.incidents import answers, examples
from sawti_api.v1.staff.incidents.serializers import (
    MOST_CASES,
    CloseIn,
    GatheredOut,
    GatherIn,
    IncidentOut,
    IncidentPageOut,
    OpenIn,
    PublicTextsIn,
)
from sawti_api.v1.staff.paging import limit_in, next_page, page_response
from sawti_api.v1.staff.serializers import CasePageOut
from sawti_api.v1.staff.views import READING, staff_of

STATES = {"open": True, "closed": False}
CHANGING = openapi.problems(400, 401, 403, 404, 409, 413, 415, 422)
CHANGED: dict[Any, OpenApiResponse] = {
    200: openapi.answer(IncidentOut, _("The incident as it is now.")),
    **CHANGING,
}


def seen(request: Request, incident_id: UUID) -> IncidentFacts:
    """Return an incident that the caller sees; raises Missing."""
    found = incident_for_staff(
        incident_id, rights_of(staff_of(request)), language=_language(), at=clock.now()
    )
    if found is None:
        raise Missing
    return found


class Incidents(StaffResource):
    """GET lists incidents, POST opens one."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ, "POST": Scope.DECIDE}

    @extend_schema(
        operation_id="list_incidents",
        tags=["incidents"],
        summary=_("List incidents"),
        description=_(
            "Returns a page of the incidents of the entities whose cases the caller sees, the "
            "newest first."
        ),
        parameters=[parameters.INCIDENT_STATE, parameters.CURSOR, parameters.LIMIT],
        responses={
            200: openapi.answer(IncidentPageOut, _("A page of incidents.")),
            **openapi.problems(401, 403, 422),
        },
    )
    def get(self, request: Request) -> Response:
        wanted = parameters_of(request, "state", "cursor", "limit")
        page = incidents_page(
            rights_of(staff_of(request)),
            language=_language(),
            is_open=_state_in(wanted),
            cursor=wanted.get("cursor", ""),
            limit=limit_in(wanted),
        )
        write = moment_writer()
        url = next_page(reverse("api:staff_incidents"), wanted, page.next_cursor)
        return page_response((answers.row(row, write) for row in page.rows), url)

    @extend_schema(
        operation_id="open_incident",
        tags=["incidents"],
        summary=_("Open an incident"),
        description=_(
            "Opens an incident of an entity whose cases the caller works on, with the cases that "
            "may be put in. With an Idempotency-Key the same request may be sent again: it opens "
            "nothing new and gets the first answer."
        ),
        parameters=[openapi.IDEMPOTENCY_KEY],
        request=OpenIn,
        responses={
            201: openapi.answer(GatheredOut, _("The incident is open.")),
            **openapi.problems(400, 401, 403, 409, 413, 415, 422),
        },
        examples=[examples.OPEN, examples.GATHERED],
    )
    def post(self, request: Request) -> Response:
        body, by = members_of(request, OpenIn), staff_of(request)
        wanted = NewIncident(
            names=body["names"],
            entity=body["entity"],
            category=body.get("category", ""),
            public_texts=body.get("public_texts", {}),
        )
        found = open_incident(
            wanted,
            _ids(body.get("cases", [])),
            key=id_for_key(request, by.id),
            by=by,
            at=clock.now(),
        )
        place = answers.address(found.incident_id)
        return Response(answers.gathered(found), status=201, headers={"Location": place})


class Incident(StaffResource):
    """GET returns one incident."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_incident",
        tags=["incidents"],
        summary=_("Read an incident"),
        description=_(
            "Returns the incident, figures of those of its cases that the caller sees, and what "
            "was decided for all."
        ),
        parameters=[parameters.INCIDENT_ID],
        responses={200: openapi.answer(IncidentOut, _("The incident.")), **READING},
    )
    def get(self, request: Request, incident_id: UUID) -> Response:
        return Response(answers.incident(seen(request, incident_id), _language()))


class IncidentCases(StaffResource):
    """GET lists the cases of an incident, POST puts more in."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ, "POST": Scope.DECIDE}

    @extend_schema(
        operation_id="list_incident_cases",
        tags=["incidents"],
        summary=_("List the cases of an incident"),
        description=_("Returns a page of those that the caller sees, the first due first."),
        parameters=[parameters.INCIDENT_ID, parameters.CURSOR, parameters.LIMIT],
        responses={
            200: openapi.answer(CasePageOut, _("A page of cases.")),
            **openapi.problems(401, 403, 404, 422),
        },
    )
    def get(self, request: Request, incident_id: UUID) -> Response:
        wanted, rights = parameters_of(request, "cursor", "limit"), rights_of(staff_of(request))
        if not sees_incident(incident_id, rights):
            raise Missing
        page = cases_of_incident(
            incident_id,
            rights,
            language=_language(),
            at=clock.now(),
            cursor=wanted.get("cursor", ""),
            limit=limit_in(wanted),
        )
        words = staff_answers.Words.of_request()
        here = reverse("api:staff_incident_cases", args=[incident_id])
        url = next_page(here, wanted, page.next_cursor)
        return page_response((staff_answers.row(row, words) for row in page.rows), url)

    @extend_schema(
        operation_id="gather_cases",
        tags=["incidents"],
        summary=_("Put cases into an incident"),
        description=_("Puts cases in; one that is in already, or may not be put in, is skipped."),
        parameters=[parameters.INCIDENT_ID],
        request=GatherIn,
        responses={200: openapi.answer(GatheredOut, _("How many were put in.")), **CHANGING},
        examples=[examples.GATHER, examples.GATHERED],
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        ids = _ids(members_of(request, GatherIn)["cases"])
        found = add_cases(incident_id, ids, by=staff_of(request), at=clock.now())
        return Response(answers.gathered(found))


class IncidentCase(StaffResource):
    """DELETE takes a case out."""

    client_scopes: ClassVar[dict[str, str]] = {"DELETE": Scope.DECIDE}

    @extend_schema(
        operation_id="take_case_out",
        tags=["incidents"],
        summary=_("Take a case out of an incident"),
        description=_("Takes the case out; a decision that is being carried out then skips it."),
        parameters=[parameters.INCIDENT_ID, parameters.CASE_ID],
        responses={
            204: OpenApiResponse(description=_("The case is out.")),
            **openapi.problems(401, 403, 404, 409),
        },
    )
    def delete(self, request: Request, incident_id: UUID, case_id: UUID) -> Response:
        remove_case(incident_id, case_id, by=staff_of(request), at=clock.now())
        return Response(status=204)


class _Change(StaffResource):
    """A change that is answered with the incident as it is now."""

    client_scopes: ClassVar[dict[str, str]] = {"POST": Scope.DECIDE}

    def answer(self, request: Request, incident_id: UUID) -> Response:
        with reading():
            return Response(answers.incident(seen(request, incident_id), _language()))


class PublicTexts(_Change):
    """POST sets what the applicants read."""

    @extend_schema(
        operation_id="tell_applicants",
        tags=["incidents"],
        summary=_("Tell the applicants of an incident what is known"),
        description=_(
            "Sets what the applicants of its cases read on their pages while the incident is open."
        ),
        parameters=[parameters.INCIDENT_ID],
        request=PublicTextsIn,
        responses=CHANGED,
        examples=[examples.TEXTS],
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        texts = members_of(request, PublicTextsIn)["public_texts"]
        set_public_texts(incident_id, texts, by=staff_of(request), at=clock.now())
        return self.answer(request, incident_id)


class Close(_Change):
    """POST closes an incident."""

    @extend_schema(
        operation_id="close_incident",
        tags=["incidents"],
        summary=_("Close an incident"),
        description=_(
            "Closes the incident: its cases go on by themselves, and it stays as a record."
        ),
        parameters=[parameters.INCIDENT_ID],
        request=CloseIn,
        responses=CHANGED,
        examples=[examples.CLOSE],
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        members_of(request, CloseIn)
        close_incident(incident_id, by=staff_of(request), at=clock.now())
        return self.answer(request, incident_id)


def _state_in(wanted: dict[str, str]) -> bool | None:
    if "state" not in wanted:
        return None
    if wanted["state"] not in STATES:
        raise Invalid("state", N_("Choose one of: %(allowed)s."), allowed=", ".join(STATES))
    return STATES[wanted["state"]]


def _ids(typed: list[str]) -> list[UUID]:
    """Return the ids of cases; raises Invalid for too many, InvalidInput naming what is none."""
    if len(typed) > MOST_CASES:
        raise Invalid("cases", N_("Choose at most %(most)s cases at a time."), most=MOST_CASES)
    faults, found = [], []
    for place, text in enumerate(typed):
        try:
            found.append(UUID(text))
        except ValueError:
            faults.append(Invalid(f"cases.{place}", N_("Write the id of a case.")))
    if faults:
        raise InvalidInput(faults)
    return found


def _language() -> str:
    return get_language() or "en"
