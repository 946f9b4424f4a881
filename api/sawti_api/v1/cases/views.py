"""Filing a case, following it with its receipt, replying to a question. Open to anyone."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.acting.facts import OnBehalf, Right
from sawti.cases.actions.applicant import open_with_receipt, reply_to_question
from sawti.cases.actions.filing import file_case
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Channel, Contact, Filed, Filing
from sawti.cases.representing import case_as_opened
from sawti.clients.queries import ClientAccess
from sawti.clients.scopes import Scope
from sawti.clients.steps import remember_filing
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid
from sawti.quality.queries import rating_of_answer
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.authentication import ClientToken
from sawti_api.idempotency import key_of
from sawti_api.parsing import members_of
from sawti_api.permissions import AnyoneOrClient
from sawti_api.problems import Problem
from sawti_api.resource import PublicResource
from sawti_api.v1.cases import answers, examples
from sawti_api.v1.cases.serializers import CaseIn, CaseOut, FiledOut, ReplyIn


class Cases(PublicResource):
    """POST files a case; a client's token makes it one of the client's channel."""

    authentication_classes = (ClientToken,)
    permission_classes = (AnyoneOrClient,)
    client_scopes: ClassVar[dict[str, str]] = {"POST": Scope.FILE}

    @extend_schema(
        operation_id="file_case",
        tags=["cases"],
        summary=_("File a case"),
        description=_(
            "Files a case for a person and returns its number, its receipt and the promised date. "
            "With an Idempotency-Key the same request may be sent again safely for 24 hours: it "
            "files nothing new and gets the first answer, receipt included."
        ),
        parameters=[openapi.IDEMPOTENCY_KEY],
        request=CaseIn,
        responses={
            201: openapi.answer(FiledOut, _("The case is filed.")),
            **openapi.problems(400, 401, 403, 409, 413, 415, 422),
        },
        examples=[examples.FILING, examples.FILED, examples.UNKNOWN_CATEGORY],
    )
    def post(self, request: Request) -> Response:
        filing, at = filing_in(members_of(request, CaseIn)), clock.now()
        client, also = request.auth, None
        if isinstance(client, ClientAccess):
            filing, also = replace(filing, channel=client.channel), remember_filing(client, at)
        case = file_case(filing, at=at, key=key_of(request), also=also)
        return filed_response(case, filing.language)


class OneCase(PublicResource):
    """GET follows a case. A wrong receipt is counted, so the view has transactions of its own."""

    own_transactions: ClassVar[bool] = True

    @extend_schema(
        operation_id="follow_case",
        tags=["cases"],
        summary=_("Follow a case"),
        description=_(
            "Returns the case that number and receipt open. An unknown number, a number of another "
            "government and a wrong receipt get the same answer; ten wrong receipts close the case "
            "to this address for 15 minutes."
        ),
        parameters=[openapi.NUMBER, openapi.RECEIPT],
        responses={
            200: openapi.answer(CaseOut, _("The case.")),
            **openapi.problems(400, 404, 409, 429),
        },
        examples=[examples.CASE],
    )
    def get(self, request: Request, number: str) -> Response:
        at = clock.now()
        case_id = open_with_receipt(number, receipt_of(request), at=at)
        return opened(case_id, at)


class Reply(PublicResource):
    """POST adds the applicant's reply."""

    @extend_schema(
        operation_id="reply_to_question",
        tags=["cases"],
        summary=_("Reply to a question"),
        description=_(
            "Adds the applicant's reply to the open question. The clock runs on; the promised date "
            "moves by the working time that the entity waited."
        ),
        parameters=[openapi.NUMBER, openapi.RECEIPT],
        request=ReplyIn,
        responses={
            200: openapi.answer(CaseOut, _("The case with the reply in it.")),
            **openapi.problems(400, 404, 409, 413, 415, 422, 429),
        },
        examples=[examples.REPLY],
    )
    def post(self, request: Request, number: str) -> Response:
        at = clock.now()
        case_id = open_with_receipt(number, receipt_of(request), right=Right.REPLY, at=at)
        body = members_of(request, ReplyIn)
        reply_to_question(case_id, reply=body["reply"], files=tuple(body.get("files", ())), at=at)
        return opened(case_id, at)


def opened(case_id: UUID, at: datetime) -> Response:
    """Answer with the case as its applicant sees it now."""
    with reading():
        case = case_as_opened(case_id, language=get_language() or "en", at=at)
        if case is None:
            raise CaseNotFound
        given = rating_of_answer(case_id, case.history, case.answered_at)
    body = answers.for_applicant(case, given)
    return Response(body, headers={"Cache-Control": "no-store"})


def filed_response(case: Filed, language: str) -> Response:
    """Answer with number and receipt: once, or once more to the same key."""
    place = reverse("api:case", kwargs={"number": case.number})
    headers = {"Location": place, "Cache-Control": "no-store"}
    if case.is_replay:
        headers["Idempotency-Replayed"] = "true"
    return Response(answers.filed(case, language=language), status=201, headers=headers)


def filing_in(body: dict[str, Any]) -> Filing:
    """Return the filing that a body of the shape CaseIn asks for; raises Invalid."""
    if body.get("answers"):
        raise Invalid("answers", N_("This category asks no questions. Leave the answers out."))
    return Filing(
        type=body["type"],
        story=body["story"],
        language=body["language"],
        channel=body.get("channel", Channel.API.value),
        category=body.get("category", ""),
        entity=body.get("entity", ""),
        place=body.get("place", ""),
        contact=Contact(**body.get("contact", {})),
        files=tuple(body.get("files", ())),
        is_confidential=body.get("is_confidential", False),
        about_employee=body.get("about_employee", ""),
        consents=tuple(body.get("consents", ())),
        on_behalf_of=_behalf_in(body.get("on_behalf_of")),
    )


def _behalf_in(body: dict[str, Any] | None) -> OnBehalf | None:
    if body is None:
        return None
    return OnBehalf(
        kind=body["kind"],
        name=body["name"].strip(),
        email=body.get("email", "").strip().lower(),
        valid_until=_day(body.get("valid_until", "")),
        proofs=tuple(body.get("proofs", ())),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Invalid("on_behalf_of.valid_until", N_("Write a day such as 2026-03-20.")) from None


def receipt_of(request: Request) -> str:
    """Return the receipt that the caller sent; raises Problem without one."""
    receipt: str = request.headers.get("Sawti-Receipt", "").strip()
    if not receipt:
        raise Problem("receipt_missing", place="Sawti-Receipt")
    return receipt
