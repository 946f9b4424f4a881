"""Escalating a case by hand, and taking an escalation back."""

from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.models import Case
from sawti.escalation.actions import by_hand
from sawti.lib import clock
from sawti_api.v1.staff import examples, parameters
from sawti_api.v1.staff.serializers import DeescalateIn, EscalateIn
from sawti_api.v1.staff.views import CHANGING, Change


class Escalate(Change):
    """POST escalates a case."""

    shape = EscalateIn

    @extend_schema(
        operation_id="escalate_case",
        tags=["staff"],
        summary=_("Escalate a case"),
        description=_(
            "Escalates a case without an answer to the next level of its ladder, or to the one "
            "that is named: its people are told, or get the case. The promised date stays."
        ),
        parameters=[parameters.CASE_ID],
        request=EscalateIn,
        responses=CHANGING,
        examples=[examples.ESCALATE, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return by_hand.escalate_case(case_id, by=by, at=clock.now(), **body)


class Deescalate(Change):
    """POST takes an escalation back."""

    client_scopes: ClassVar[dict[str, str]] = {}
    shape = DeescalateIn

    @extend_schema(
        operation_id="deescalate_case",
        tags=["staff"],
        summary=_("Take an escalation back"),
        description=_(
            "Takes back the highest level that the case stands on: whom it let act on the case no "
            "longer does, and a case that it gave away goes back. It needs a right of its own."
        ),
        parameters=[parameters.CASE_ID],
        request=DeescalateIn,
        responses=CHANGING,
        examples=[examples.DEESCALATE, examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return by_hand.deescalate_case(case_id, by=by, at=clock.now(), **body)
