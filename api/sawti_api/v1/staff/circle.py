"""Who may know of a case: its class, who takes part, who has a conflict of interest.

The same actions as the desk's page; no client calls any of it, whatever its role.
"""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.accounts.queries import active_staff
from sawti.cases.actions import confidentiality as actions
from sawti.cases.circle import CircleFacts, circle_of
from sawti.cases.errors import CaseNotFound
from sawti.cases.models import Case
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid, Missing
from sawti_api import openapi
from sawti_api.resource import StaffResource
from sawti_api.v1.staff import answers, examples, parameters
from sawti_api.v1.staff.serializers import (
    CircleOut,
    ClassifyIn,
    ColleaguesOut,
    ConflictIn,
    EndIn,
    ParticipantIn,
)
from sawti_api.v1.staff.views import CHANGING, READING, Change, staff_of


def _language() -> str:
    return get_language() or "en"


def _read(request: Request, case_id: UUID) -> CircleFacts:
    try:
        return circle_of(case_id, rights_of(staff_of(request)), _language())
    except CaseNotFound:
        raise Missing from None  # its words are about receipts, which staff do not have


class Circle(StaffResource):
    """GET returns who may know of a case."""

    @extend_schema(
        operation_id="read_circle",
        tags=["staff"],
        summary=_("Read who may know of a case"),
        description=_(
            "Returns the class of the case, who takes part in it and who has a conflict of "
            "interest, for whoever acts on the case. Who may not open the applicant's identity "
            "does not read that one of the staff filed it."
        ),
        parameters=[parameters.CASE_ID],
        responses={200: openapi.answer(CircleOut, _("Who may know of it.")), **READING},
        examples=[examples.CIRCLE],
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        return Response(answers.circle(_read(request, case_id), _language()))


class Colleagues(StaffResource):
    """GET lists whom a participant or a conflict may name."""

    @extend_schema(
        operation_id="list_colleagues",
        tags=["staff"],
        summary=_("List colleagues"),
        description=_("Returns the active staff of the tenant, for whoever acts on the case."),
        parameters=[parameters.CASE_ID],
        responses={200: openapi.answer(ColleaguesOut, _("The colleagues, by name.")), **READING},
        examples=[examples.COLLEAGUES],
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        _read(request, case_id)
        people = [{"id": str(each.id), "name": each.name} for each in active_staff()]
        return Response({"results": people})


class _Deed(Change):
    """A change of the circle, by people only."""

    client_scopes: ClassVar[dict[str, str]] = {}


class Classify(_Deed):
    """POST gives the case a class, or makes it an ordinary one."""

    shape = ClassifyIn

    @extend_schema(
        operation_id="classify_case",
        tags=["staff"],
        summary=_("Change who may know of a case"),
        description=_(
            "Gives the case a class of confidentiality, or takes it away. Where the class leaves "
            "nobody who may handle the case here, it moves on. Afterwards the caller may no longer "
            "see it."
        ),
        parameters=[parameters.CASE_ID],
        request=ClassifyIn,
        responses=CHANGING,
        examples=[examples.CLASSIFY, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return actions.classify_case(
            case_id,
            by=by,
            version=body["version"],
            to=body["confidentiality"],
            reason=body["reason"],
            at=clock.now(),
        )


class AddParticipant(_Deed):
    """POST lets a colleague take part."""

    shape = ParticipantIn

    @extend_schema(
        operation_id="add_participant",
        tags=["staff"],
        summary=_("Let a colleague take part"),
        description=_(
            "Lets a colleague read the case, or act on it, whatever their posts, until somebody "
            "ends it. The version of the case stays as it is."
        ),
        parameters=[parameters.CASE_ID],
        request=ParticipantIn,
        responses=CHANGING,
        examples=[examples.PARTICIPANT, examples.CHANGED],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return actions.add_participant(
            case_id,
            by=by,
            staff_id=_colleague(body["colleague"]),
            kind=body["kind"],
            reason=body["reason"],
            at=clock.now(),
        )


class NameConflict(_Deed):
    """POST says whom the case is about."""

    shape = ConflictIn

    @extend_schema(
        operation_id="name_conflict",
        tags=["staff"],
        summary=_("Put a conflict of interest on record"),
        description=_(
            "Says that the case is about a colleague, or about an entity's own staff. They no "
            "longer know of it; where nobody else of the entity is left, it moves on. Afterwards "
            "the caller may no longer see it."
        ),
        parameters=[parameters.CASE_ID],
        request=ConflictIn,
        responses=CHANGING,
        examples=[examples.ABOUT, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return actions.name_conflict(
            case_id,
            by=by,
            version=body["version"],
            staff_id=_colleague(body["colleague"]) if "colleague" in body else None,
            entity_code=body.get("entity", ""),
            reason=body["reason"],
            at=clock.now(),
        )


class EndInvolvement(_Deed):
    """POST ends that somebody takes part, or has a conflict."""

    shape = EndIn

    @extend_schema(
        operation_id="end_involvement",
        tags=["staff"],
        summary=_("End a part or a conflict"),
        description=_(
            "Ends that somebody takes part in the case, or that they have a conflict of interest "
            "with it; the latter takes the right to change who may know of it."
        ),
        parameters=[parameters.CASE_ID, parameters.INVOLVEMENT_ID],
        request=EndIn,
        responses=CHANGING,
        examples=[examples.ENDED, examples.CHANGED],
    )
    def post(self, request: Request, case_id: UUID, involvement_id: UUID) -> Response:
        self.involvement_id = involvement_id
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return actions.end_involvement(
            case_id,
            by=by,
            involvement_id=self.involvement_id,
            reason=body["reason"],
            at=clock.now(),
        )


def _colleague(typed: str) -> UUID:
    try:
        return UUID(typed)
    except ValueError as error:
        text = N_("There is no such colleague. Choose one from the list.")
        raise Invalid("colleague", text) from error
