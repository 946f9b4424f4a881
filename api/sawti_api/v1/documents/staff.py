"""The file and the answer of a case as PDF, for staff who see it; asking is audited."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.cases.queries import number_for_staff
from sawti.documents.queries import document_of, pdf_bytes
from sawti.entities.permissions import rights_of
from sawti.letters.actions import request_for_staff
from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.parsing import members_of
from sawti_api.resource import StaffResource
from sawti_api.v1.documents import answers
from sawti_api.v1.documents.serializers import StaffDocumentIn
from sawti_api.v1.staff import parameters
from sawti_api.v1.staff.views import staff_of

ADDRESSED = [parameters.CASE_ID, answers.DOCUMENT_ID]


def _address(case_id: UUID, document_id: UUID) -> str:
    kwargs = {"case_id": case_id, "document_id": document_id}
    return reverse("api:staff_document", kwargs=kwargs)


def _require_sight(request: Request, case_id: UUID) -> None:
    if number_for_staff(case_id, rights_of(staff_of(request))) is None:
        raise Missing


class StaffDocuments(StaffResource):
    """POST asks for a document."""

    @extend_schema(
        operation_id="ask_for_case_file",
        tags=["staff"],
        summary=_("Ask for a case as PDF"),
        description=_(
            "Has the file or the latest answer of a case made as PDF, without the applicant's "
            "identity. The caller and the time go into the audit record; only the caller can fetch "
            "it."
        ),
        parameters=[parameters.CASE_ID],
        request=StaffDocumentIn,
        responses={**answers.ASKED, **openapi.problems(401, 403)},
        examples=[answers.EXAMPLE],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        body, by, at = members_of(request, StaffDocumentIn), staff_of(request), clock.now()
        document_id = request_for_staff(
            case_id, kind=body["kind"], language=body["language"], by=by, at=at
        )
        with reading():
            found = document_of(document_id, about_id=case_id, requested_by=by, at=at)
        return answers.told(found, _address(case_id, document_id), status=202)


class StaffDocument(StaffResource):
    """GET tells how far a document is."""

    @extend_schema(
        operation_id="follow_case_file",
        tags=["staff"],
        summary=_("Ask how far a PDF is"),
        description=_("Tells whether the PDF is ready. Retry-After says when to ask again."),
        parameters=ADDRESSED,
        responses={**answers.FOUND, **openapi.problems(401)},
    )
    def get(self, request: Request, case_id: UUID, document_id: UUID) -> Response:
        _require_sight(request, case_id)
        by, at = staff_of(request), clock.now()
        found = document_of(document_id, about_id=case_id, requested_by=by, at=at)
        return answers.told(found, _address(case_id, document_id))


class StaffDocumentFile(StaffResource):
    """GET returns the PDF."""

    @extend_schema(
        operation_id="fetch_case_file",
        tags=["staff"],
        summary=_("Fetch a PDF"),
        description=_("Returns the PDF once it is ready, and until it expires."),
        parameters=ADDRESSED,
        responses={**answers.PDF, **openapi.problems(401)},
    )
    def get(self, request: Request, case_id: UUID, document_id: UUID) -> HttpResponse:
        _require_sight(request, case_id)
        by, at = staff_of(request), clock.now()
        found = pdf_bytes(document_id, about_id=case_id, requested_by=by, at=at)
        return answers.pdf(found, f"case-{document_id}")
