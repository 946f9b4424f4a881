"""Builds the answers about documents, and the PDFs themselves."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse
from rest_framework.response import Response

from sawti.documents.queries import DocumentFacts, Progress
from sawti.lib.errors import Missing
from sawti_api import openapi
from sawti_api.resource import moment_writer
from sawti_api.v1.documents.serializers import DocumentOut
from sawti_ui.documents import LOOK_AGAIN, pdf_response

DOCUMENT_ID = OpenApiParameter(
    "document_id",
    OpenApiTypes.UUID,
    OpenApiParameter.PATH,
    description=_("The id of the document."),
)
ASKED: dict[Any, OpenApiResponse] = {
    202: openapi.answer(DocumentOut, _("The document is being made, or was made before.")),
    **openapi.problems(400, 404, 409, 413, 415, 422, 503),
}
FOUND: dict[Any, OpenApiResponse] = {
    200: openapi.answer(DocumentOut, _("How far the document is.")),
    **openapi.problems(404),
}
PDF: dict[Any, OpenApiResponse] = {
    (200, "application/pdf"): OpenApiResponse(
        OpenApiTypes.BINARY, description=_("The PDF, tagged for screen readers (PDF/UA-1).")
    ),
    **openapi.problems(404),
}
EXAMPLE = OpenApiExample(
    "the answer in Arabic", request_only=True, value={"kind": "answer", "language": "ar"}
)


def told(document: DocumentFacts | None, url: str, *, status: int = 200) -> Response:
    """Answer with a document; raises Missing where there is none for the caller."""
    if document is None:
        raise Missing
    is_ready = document.progress == Progress.READY
    headers = {"Cache-Control": "no-store"}
    if document.progress == Progress.PREPARING:
        headers["Retry-After"] = str(LOOK_AGAIN)
    return Response(
        {
            "id": str(document.id),
            "kind": document.kind,
            "language": document.language,
            "progress": document.progress.value,
            "expires_at": moment_writer()(document.expires_at),
            "url": url,
            "file_url": f"{url}/file" if is_ready else None,
        },
        status=status,
        headers=headers,
    )


def pdf(found: bytes | None, name: str) -> HttpResponse:
    """Answer with the PDF; raises Missing where there is none for the caller yet."""
    if found is None:
        raise Missing
    return pdf_response(found, name)
