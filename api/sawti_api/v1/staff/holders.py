"""Who works on a case: whom it may be given to, and giving it to one of them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.actions import handling
from sawti.cases.models import Case
from sawti.cases.queries import holders_for
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid, Missing
from sawti_api import openapi
from sawti_api.resource import StaffResource
from sawti_api.v1.staff import answers, examples, parameters
from sawti_api.v1.staff.serializers import AssignIn, HoldersOut
from sawti_api.v1.staff.views import CHANGING, Change, staff_of


class Holders(StaffResource):
    """GET lists whom a case may be assigned to."""

    @extend_schema(
        operation_id="list_holders",
        tags=["staff"],
        summary=_("List possible holders"),
        description=_("Returns who works on the cases of the entity that has this case."),
        parameters=[parameters.CASE_ID],
        responses={
            200: openapi.answer(HoldersOut, _("The possible holders, by name.")),
            **openapi.problems(401, 403, 404),
        },
        examples=[examples.HOLDERS],
    )
    def get(self, request: Request, case_id: UUID) -> Response:
        found = holders_for(case_id, rights_of(staff_of(request)))
        if found is None:
            raise Missing
        return Response({"results": [answers.holder(each) for each in found]})


class Assign(Change):
    """POST makes somebody the holder."""

    shape = AssignIn

    @extend_schema(
        operation_id="assign_case",
        tags=["staff"],
        summary=_("Assign a case"),
        description=_(
            "Makes somebody who works on the entity's cases the holder; a received case is then "
            "being handled. The new holder is told."
        ),
        parameters=[parameters.CASE_ID],
        request=AssignIn,
        responses=CHANGING,
        examples=[examples.ASSIGN, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        try:
            to = UUID(body["holder"])
        except ValueError as error:
            text = N_("This person does not work on the cases of the entity.")
            raise Invalid("holder", text) from error
        return handling.assign_case(case_id, by=by, version=body["version"], to=to, at=clock.now())
