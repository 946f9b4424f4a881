"""Taking a case back, rating its answer, reopening it: with number and receipt, open to anyone."""

from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.acting.facts import Right
from sawti.cases.actions.applicant import open_with_receipt, reopen_case, withdraw_case
from sawti.lib import clock
from sawti.quality.actions import rate_answer
from sawti_api import openapi
from sawti_api.parsing import members_of
from sawti_api.resource import PublicResource
from sawti_api.v1.cases import examples
from sawti_api.v1.cases.serializers import CaseOut, RatingIn, ReopenIn, WithdrawIn
from sawti_api.v1.cases.views import opened, receipt_of

PARAMETERS = [openapi.NUMBER, openapi.RECEIPT]
RESPONSES: dict[Any, OpenApiResponse] = {
    200: openapi.answer(CaseOut, _("The case as it stands now.")),
    **openapi.problems(400, 404, 409, 413, 415, 422, 429),
}


class _Deed(PublicResource):
    """Opens the case with its receipt, does one thing, answers with the case."""

    shape: ClassVar[type[serializers.Serializer[Any]]]
    right: ClassVar[Right] = Right.REPLY

    def act(self, case_id: UUID, body: dict[str, Any], at: datetime) -> None:
        raise NotImplementedError

    def answer(self, request: Request, number: str) -> Response:
        at = clock.now()
        case_id = open_with_receipt(number, receipt_of(request), right=self.right, at=at)
        self.act(case_id, members_of(request, self.shape), at)
        return opened(case_id, at)


class Withdraw(_Deed):
    """POST takes a case back."""

    shape = WithdrawIn

    @extend_schema(
        operation_id="withdraw_case",
        tags=["cases"],
        summary=_("Take a case back"),
        description=_(
            "Takes back a case that has no answer yet; nobody works on it any more. This can't be "
            "undone. A case that is answered or withdrawn gives a conflict, "
            "transition_not_allowed."
        ),
        parameters=PARAMETERS,
        request=WithdrawIn,
        responses=RESPONSES,
        examples=[examples.WITHDRAWAL],
    )
    def post(self, request: Request, number: str) -> Response:
        return self.answer(request, number)

    def act(self, case_id: UUID, body: dict[str, Any], at: datetime) -> None:
        withdraw_case(case_id, at=at, **body)


class Rate(_Deed):
    """POST rates the present answer."""

    shape = RatingIn
    right = Right.RATE

    @extend_schema(
        operation_id="rate_answer",
        tags=["cases"],
        summary=_("Rate the answer"),
        description=_(
            "Keeps the applicant's rating of the present answer. Each answer is rated once: the "
            "second time gives a conflict, already_rated; without an answer it is "
            "transition_not_allowed."
        ),
        parameters=PARAMETERS,
        request=RatingIn,
        responses=RESPONSES,
        examples=[examples.RATING],
    )
    def post(self, request: Request, number: str) -> Response:
        return self.answer(request, number)

    def act(self, case_id: UUID, body: dict[str, Any], at: datetime) -> None:
        rate_answer(case_id, at=at, **body)


class Reopen(_Deed):
    """POST sends an answered case back to the entity."""

    shape = ReopenIn

    @extend_schema(
        operation_id="reopen_case",
        tags=["cases"],
        summary=_("Reopen a case"),
        description=_(
            "Sends an answered case back to the entity, with a new due date from now. Possible "
            "until reopen_until; later it gives a conflict, reopening_over, and without an answer "
            "transition_not_allowed."
        ),
        parameters=PARAMETERS,
        request=ReopenIn,
        responses=RESPONSES,
        examples=[examples.REOPENING],
    )
    def post(self, request: Request, number: str) -> Response:
        return self.answer(request, number)

    def act(self, case_id: UUID, body: dict[str, Any], at: datetime) -> None:
        reopen_case(case_id, at=at, **body)
