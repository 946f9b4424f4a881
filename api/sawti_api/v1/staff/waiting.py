"""Waiting for a third party or a court."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.actions import waiting
from sawti.cases.models import Case
from sawti.lib import clock
from sawti_api.v1.staff import examples, parameters
from sawti_api.v1.staff.serializers import GoOnIn, WaitIn
from sawti_api.v1.staff.views import CHANGING, Change


class Wait(Change):
    """POST lets the case wait."""

    shape = WaitIn

    @extend_schema(
        operation_id="wait_outside",
        tags=["staff"],
        summary=_("Wait for a third party or a court"),
        description=_(
            "The clocks stand until somebody goes on, or until the longest wait of the policy is "
            "over. The applicant sees for whom the case waits and until when, not the reason."
        ),
        parameters=[parameters.CASE_ID],
        request=WaitIn,
        responses=CHANGING,
        examples=[examples.WAIT, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return waiting.wait_outside(case_id, by=by, at=clock.now(), **body)


class GoOn(Change):
    """POST ends the wait."""

    shape = GoOnIn

    @extend_schema(
        operation_id="go_on",
        tags=["staff"],
        summary=_("Go on with a case that waits"),
        description=_(
            "The clocks run on, moved by the working time that passed. A question that was asked "
            "can still be answered."
        ),
        parameters=[parameters.CASE_ID],
        request=GoOnIn,
        responses=CHANGING,
        examples=[examples.GO_ON, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return waiting.go_on(case_id, by=by, at=clock.now(), **body)
