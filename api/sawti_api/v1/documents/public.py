"""Receipt and answer as PDF, with number and receipt. Open to anyone."""

from typing import ClassVar
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.cases.actions.applicant import open_with_receipt
from sawti.documents.queries import document_of, pdf_bytes
from sawti.letters.actions import request_answer, request_receipt
from sawti.letters.kinds import Kind
from sawti.lib import clock
from sawti.lib.errors import N_, Invalid
from sawti.lib.ids import canonical_receipt
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.parsing import members_of
from sawti_api.resource import PublicResource
from sawti_api.v1.cases.views import receipt_of
from sawti_api.v1.documents import answers
from sawti_api.v1.documents.serializers import DocumentIn

HOLDER = [openapi.NUMBER, openapi.RECEIPT]


def _address(number: str, document_id: UUID) -> str:
    return reverse("api:case_document", kwargs={"number": number, "document_id": document_id})


class Documents(PublicResource):
    """POST asks for a document."""

    @extend_schema(
        operation_id="ask_for_document",
        tags=["cases"],
        summary=_("Ask for a PDF"),
        description=_(
            "Has the receipt or the latest answer made as PDF. Ask at url until progress is ready; "
            "asking again for the same gives the same document. It can be fetched for a day."
        ),
        parameters=HOLDER,
        request=DocumentIn,
        responses={**answers.ASKED, **openapi.problems(429)},
        examples=[answers.EXAMPLE],
    )
    def post(self, request: Request, number: str) -> Response:
        at, receipt = clock.now(), receipt_of(request)
        case_id = open_with_receipt(number, receipt, at=at)
        body = members_of(request, DocumentIn)
        kind, language = body["kind"], body["language"]
        if kind == Kind.RECEIPT:
            secret = canonical_receipt(receipt) or ""
            document_id = request_receipt(case_id, receipt=secret, language=language, at=at)
        elif kind == Kind.ANSWER:
            document_id = request_answer(case_id, language=language, at=at)
        else:
            allowed = f"{Kind.RECEIPT}, {Kind.ANSWER}"
            raise Invalid("kind", N_("Choose one of: %(allowed)s."), allowed=allowed)
        with reading():
            found = document_of(document_id, about_id=case_id, requested_by=None, at=at)
        return answers.told(found, _address(number, document_id), status=202)


class OneDocument(PublicResource):
    """GET tells how far a document is."""

    own_transactions: ClassVar[bool] = True

    @extend_schema(
        operation_id="follow_document",
        tags=["cases"],
        summary=_("Ask how far a PDF is"),
        description=_("Tells whether the PDF is ready. Retry-After says when to ask again."),
        parameters=[*HOLDER, answers.DOCUMENT_ID],
        responses={**answers.FOUND, **openapi.problems(400, 429)},
    )
    def get(self, request: Request, number: str, document_id: UUID) -> Response:
        at = clock.now()
        case_id = open_with_receipt(number, receipt_of(request), at=at)
        with reading():
            found = document_of(document_id, about_id=case_id, requested_by=None, at=at)
        return answers.told(found, _address(number, document_id))


class DocumentFile(PublicResource):
    """GET returns the PDF."""

    own_transactions: ClassVar[bool] = True

    @extend_schema(
        operation_id="fetch_document",
        tags=["cases"],
        summary=_("Fetch a PDF"),
        description=_("Returns the PDF once it is ready, and until it expires."),
        parameters=[*HOLDER, answers.DOCUMENT_ID],
        responses={**answers.PDF, **openapi.problems(400, 429)},
    )
    def get(self, request: Request, number: str, document_id: UUID) -> HttpResponse:
        at = clock.now()
        case_id = open_with_receipt(number, receipt_of(request), at=at)
        with reading():
            found = pdf_bytes(document_id, about_id=case_id, requested_by=None, at=at)
        return answers.pdf(found, f"case-{document_id}")
