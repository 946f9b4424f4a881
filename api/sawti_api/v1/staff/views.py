"""Staff read the cases of their entities and work on them."""

from typing import Any, ClassVar, cast
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.actions import handling
from sawti.cases.actions.identity import open_identity
from sawti.cases.errors import CaseNotFound
from sawti.cases.filters import PARAMETERS, case_filter
from sawti.cases.lists import cases_page
from sawti.cases.models import Case
from sawti.cases.queries import case_for_staff
from sawti.clients.scopes import Scope
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.quality.queries import ratings_of
from sawti_api import openapi
from sawti_api.parsing import members_of, parameters_of
from sawti_api.resource import StaffResource
from sawti_api.v1.staff import answers, examples, parameters
from sawti_api.v1.staff.paging import limit_in, next_page, page_response
from sawti_api.v1.staff.serializers import (
    AnswerIn,
    AskIn,
    CasePageOut,
    ChangedOut,
    IdentityIn,
    IdentityOut,
    StaffCaseOut,
    TakeIn,
    TransferIn,
)

READING = openapi.problems(401, 403, 404)
CHANGING: dict[Any, OpenApiResponse] = {
    200: openapi.answer(ChangedOut, _("Where the case stands now.")),
    **openapi.problems(400, 401, 403, 404, 409, 413, 415, 422),
}


def staff_of(request: Request) -> Staff:
    """Return who asks."""
    return cast(Staff, request.user)  # StaffOnly let nobody else in


def _language() -> str:
    return get_language() or "en"


class StaffCases(StaffResource):
    """GET lists the cases that the caller may see, a page at a time."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ}

    @extend_schema(
        operation_id="list_cases",
        tags=["staff"],
        summary=_("List cases"),
        description=_(
            "Returns a page of the cases of the caller's entities. Follow next (or the header "
            "Link, rel=next) to the end; a case that arrives meanwhile shifts nothing."
        ),
        parameters=[*parameters.FILTERS, parameters.CURSOR, parameters.LIMIT],
        responses={
            200: openapi.answer(CasePageOut, _("A page of cases.")),
            **openapi.problems(401, 403, 422),
        },
        examples=[examples.PAGE],
    )
    def get(self, request: Request) -> Response:
        wanted, staff = parameters_of(request, *PARAMETERS, "cursor", "limit"), staff_of(request)
        page = cases_page(
            rights_of(staff),
            case_filter(wanted),
            language=_language(),
            at=clock.now(),
            me=staff.id,
            cursor=wanted.get("cursor", ""),
            limit=limit_in(wanted),
        )
        words = answers.Words.of_request()
        url = next_page(reverse("api:staff_cases"), wanted, page.next_cursor)
        return page_response((answers.row(row, words) for row in page.rows), url)


class StaffCase(StaffResource):
    """GET returns one case."""

    client_scopes: ClassVar[dict[str, str]] = {"GET": Scope.READ}

    @extend_schema(
        operation_id="read_case",
        tags=["staff"],
        summary=_("Read a case"),
        description=_(
            "Returns everything staff see of a case. What the caller may not see is answered as if "
            "it did not exist."
        ),
        parameters=[parameters.CASE_ID],
        responses={200: openapi.answer(StaffCaseOut, _("The case.")), **READING},
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        rights = rights_of(staff_of(request))
        case = case_for_staff(case_id, rights, language=_language(), at=clock.now())
        if case is None:
            raise Missing
        return Response(answers.for_staff(case, ratings_of(case_id, case.history)))


class Change(StaffResource):
    """A change: reads the body by its shape, calls one action, tells where the case stands."""

    client_scopes: ClassVar[dict[str, str]] = {"POST": Scope.ANSWER}
    shape: ClassVar[type[serializers.Serializer[Any]]]

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        raise NotImplementedError

    def answer(self, request: Request, case_id: UUID) -> Response:
        body = members_of(request, self.shape)
        try:
            case = self.change(case_id, staff_of(request), body)
        except CaseNotFound:
            raise Missing from None  # its words are about receipts, which staff do not have
        return Response(answers.changed(case, _language()))


class Take(Change):
    """POST takes a case into work."""

    shape = TakeIn

    @extend_schema(
        operation_id="take_case",
        tags=["staff"],
        summary=_("Take a case"),
        description=_("Takes a received case into work; the caller becomes its holder."),
        parameters=[parameters.CASE_ID],
        request=TakeIn,
        responses=CHANGING,
        examples=[examples.TAKE, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return handling.take_case(case_id, by=by, version=body["version"], at=clock.now())


class Ask(Change):
    """POST asks the applicant."""

    shape = AskIn

    @extend_schema(
        operation_id="ask_applicant",
        tags=["staff"],
        summary=_("Ask the applicant"),
        description=_("Sends a question; the clock pauses until the applicant replies."),
        parameters=[parameters.CASE_ID],
        request=AskIn,
        responses=CHANGING,
        examples=[examples.ASK, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return handling.ask_applicant(case_id, by=by, at=clock.now(), **body)


class Answer(Change):
    """POST sends the answer."""

    shape = AnswerIn

    @extend_schema(
        operation_id="answer_case",
        tags=["staff"],
        summary=_("Answer a case"),
        description=_("Sends the entity's answer to the applicant; the clock stops."),
        parameters=[parameters.CASE_ID],
        request=AnswerIn,
        responses=CHANGING,
        examples=[examples.ANSWER, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return handling.answer_case(case_id, by=by, at=clock.now(), **body)


class Transfer(Change):
    """POST hands the case on."""

    shape = TransferIn

    @extend_schema(
        operation_id="transfer_case",
        tags=["staff"],
        summary=_("Transfer a case"),
        description=_(
            "Hands the case to another entity; the promised date stays. Afterwards the caller may "
            "no longer see it."
        ),
        parameters=[parameters.CASE_ID],
        request=TransferIn,
        responses=CHANGING,
        examples=[examples.TRANSFER, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return handling.transfer_case(
            case_id,
            by=by,
            version=body["version"],
            entity_code=body["entity"],
            reason=body["reason"],
            at=clock.now(),
        )


class OpenIdentity(StaffResource):
    """POST opens who filed the case; it is recorded, and so is a refusal."""

    @extend_schema(
        operation_id="open_identity",
        tags=["staff"],
        summary=_("Open the applicant's identity"),
        description=_(
            "Returns who filed the case. The reason, the caller and the time go into the audit "
            "record, also when the right is missing."
        ),
        parameters=[parameters.CASE_ID],
        request=IdentityIn,
        responses={
            200: openapi.answer(IdentityOut, _("Who filed the case.")),
            **openapi.problems(400, 401, 403, 404, 413, 415, 422),
        },
        examples=[examples.REASON],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        reason = members_of(request, IdentityIn)["reason"]
        try:
            found = open_identity(case_id, by=staff_of(request), reason=reason, at=clock.now())
        except CaseNotFound:
            raise Missing from None
        return Response(answers.identity(found))
