"""One answer, or one due date, for all open cases of an incident, and how far it is."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.clients.scopes import Scope
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.deciding import answer_cases, move_due_dates
from sawti.incidents.models import Decision
from sawti.incidents.queries import DecisionFacts, decision_for_staff, skipped_cases
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid, Missing
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.idempotency import id_for_required_key
from sawti_api.parsing import members_of, parameters_of
from sawti_api.resource import StaffResource, moment_writer
from sawti_api.v1.staff import parameters
from sawti_api.v1.staff.incidents import answers, examples
from sawti_api.v1.staff.incidents.serializers import (
    AnswerAllIn,
    DecisionOut,
    DecisionProgressOut,
    DueDateIn,
)
from sawti_api.v1.staff.incidents.views import CHANGING
from sawti_api.v1.staff.paging import next_page
from sawti_api.v1.staff.views import staff_of

DECIDED: dict[Any, Any] = {
    202: openapi.answer(DecisionOut, _("It is decided, and being carried out.")),
    **CHANGING,
}


class _Decide(StaffResource):
    """A decision for all: taken once for each key, carried out by a worker."""

    client_scopes: ClassVar[dict[str, str]] = {"POST": Scope.DECIDE}

    def answer(self, request: Request, decision: Decision) -> Response:
        with reading():
            found = _seen(request, decision.incident_id, decision.id)
        body = answers.decision(found, decision.incident_id, moment_writer())
        return Response(body, status=202, headers={"Location": body["url"]})


class AnswerAll(_Decide):
    """POST answers all open cases."""

    @extend_schema(
        operation_id="answer_incident",
        tags=["incidents"],
        summary=_("Answer all open cases of an incident"),
        description=_(
            "Answers every open case in its language, as one would answer it by itself. A worker "
            "does it; the decision says how far it is, and which cases were left as they were. "
            "Sent twice with one key it is decided once."
        ),
        parameters=[parameters.INCIDENT_ID, openapi.REQUIRED_KEY],
        request=AnswerAllIn,
        responses=DECIDED,
        examples=[examples.ANSWER],
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        texts, by = members_of(request, AnswerAllIn)["answers"], staff_of(request)
        key = id_for_required_key(request, incident_id, by.id)
        return self.answer(
            request, answer_cases(incident_id, texts, key=key, by=by, at=clock.now())
        )


class MoveDueDate(_Decide):
    """POST gives all open cases one due date."""

    @extend_schema(
        operation_id="move_due_dates",
        tags=["incidents"],
        summary=_("Give all open cases of an incident one due date"),
        description=_(
            "Lets the open promises fall due so many working days after now, by the calendar of "
            "each. None moves to an earlier date, and one that is late stays late. Sent twice with "
            "one key it is decided once."
        ),
        parameters=[parameters.INCIDENT_ID, openapi.REQUIRED_KEY],
        request=DueDateIn,
        responses=DECIDED,
        examples=[examples.DUE_DATE],
    )
    def post(self, request: Request, incident_id: UUID) -> Response:
        body, by = members_of(request, DueDateIn), staff_of(request)
        key = id_for_required_key(request, incident_id, by.id)
        return self.answer(
            request, move_due_dates(incident_id, **body, key=key, by=by, at=clock.now())
        )


class OneDecision(StaffResource):
    """GET tells how far a decision is."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_decision",
        tags=["incidents"],
        summary=_("Read how far a decision is"),
        description=_(
            "Returns how many cases are done, and a page of those that were left as they were, "
            "with the reason."
        ),
        parameters=[parameters.INCIDENT_ID, parameters.DECISION_ID, parameters.CURSOR],
        responses={
            200: openapi.answer(DecisionProgressOut, _("The decision.")),
            **openapi.problems(401, 403, 404, 422),
        },
    )
    def get(self, request: Request, incident_id: UUID, decision_id: UUID) -> Response:
        wanted = parameters_of(request, "cursor")
        found = _seen(request, incident_id, decision_id)
        after = _case_in(wanted["cursor"]) if "cursor" in wanted else ""
        rows, cursor = skipped_cases(decision_id, rights_of(staff_of(request)), after=after)
        body = answers.decision(found, incident_id, moment_writer())
        return Response(
            {
                **body,
                "skipped_cases": [answers.skipped(each) for each in rows],
                "next": next_page(body["url"], wanted, cursor),
            }
        )


def _seen(request: Request, incident_id: UUID, decision_id: UUID) -> DecisionFacts:
    found = decision_for_staff(incident_id, decision_id, rights_of(staff_of(request)))
    if found is None:
        raise Missing
    return found


def _case_in(cursor: str) -> str:
    try:
        return str(UUID(cursor))
    except ValueError:
        raise Invalid("cursor", N_("Start again from the first page of the list.")) from None
