"""Uploading a file before it is used, and reading the files of a case with its receipt."""

from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.attachments.actions import MEGABYTE, upload_file
from sawti.attachments.errors import FileRefused, FileTooLarge
from sawti.attachments.facts import LARGEST_BODY, Uploaded
from sawti.attachments.inspection.names import clean_name
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.files import file_for_applicant
from sawti.lib import clock
from sawti.lib.errors import InvalidInput
from sawti.tenancy.context import reading
from sawti_api import openapi
from sawti_api.parsing import REQUIRED, UNKNOWN, parameters_of
from sawti_api.problems import Fault, Faults, Problem
from sawti_api.resource import PublicResource, moment_writer
from sawti_api.v1.cases.views import receipt_of
from sawti_api.v1.files.serializers import UploadIn, UploadOut
from sawti_ui.senders import sender_of
from sawti_ui.served_files import file_response

FIELD = "file"
FILE_ID = OpenApiParameter(
    "file_id", UUID, OpenApiParameter.PATH, description=_("The id of the file.")
)
SIZE = OpenApiParameter(
    "size",
    {"type": "string", "enum": ["small"]},
    OpenApiParameter.QUERY,
    description=_("small: a picture of at most 320 pixels."),
)
# The bytes come from an address that works for a minute, often at a host of its own.
SENT_ON = {302: OpenApiResponse(description=_("The address of the bytes is in Location."))}
LOCATION = OpenApiParameter(
    "Location",
    {"type": "string", "format": "uri-reference"},
    OpenApiParameter.HEADER,
    response=[302],
    description=_("Works for a short time and needs nothing else; do not keep it."),
)


class Files(PublicResource):
    """POST takes a file in."""

    parser_classes = (MultiPartParser,)
    takes_files: ClassVar[bool] = True

    @extend_schema(
        operation_id="upload_file",
        tags=["files"],
        summary=_("Upload a file"),
        description=_(
            "Takes a picture or a PDF in, for a case or a message that is sent next with the "
            "file's token. A picture is drawn anew: where and with what it was taken is removed. "
            "A PDF loses everything that acts. The type is told by the content alone. A file that "
            "nobody uses within 24 hours is deleted."
        ),
        request={"multipart/form-data": UploadIn},
        responses={
            201: openapi.answer(UploadOut, _("The file waits to be used.")),
            **openapi.problems(400, 413, 415, 422, 429),
        },
    )
    def post(self, request: Request) -> Response:
        sent = _file_in(request)
        at = clock.now()
        sender = sender_of(request._request, at=at)
        try:
            uploaded = upload_file(sent.chunks(), name=sent.name or "", sender=sender, at=at)
        except FileRefused as refusal:
            raise _at_file(refusal) from None
        headers = {"Cache-Control": "no-store"}
        return Response(_answer(uploaded), status=201, headers=headers)


def _file_in(request: Request) -> UploadedFile[Any]:
    """Return the one file of a multipart body; raises the problem that the body has."""
    if not request.content_type.lower().startswith("multipart/form-data"):
        raise Problem("multipart_expected")
    if request.META.get("HTTP_TRANSFER_ENCODING") and not request.META.get("CONTENT_LENGTH"):
        raise Problem("length_required")  # WSGI shows such a body as an empty one
    try:
        names = list(request.data)
    except ParseError:
        raise Problem("bad_request") from None
    except RequestDataTooBig:
        raise Problem("body_too_large", most=LARGEST_BODY // 1024) from None
    large: list[str] = getattr(request._request, "large_files", [])
    if large:
        most = settings.SAWTI_FILES_MOST_BYTES // MEGABYTE
        raise _at_file(FileTooLarge(clean_name(large[0]), most=most))
    if unknown := [name for name in names if name != FIELD]:
        raise Faults(Fault(f"/{name[:60]}", "unknown_field", gettext(UNKNOWN)) for name in unknown)
    sent: list[UploadedFile[Any]] = request.FILES.getlist(FIELD)
    if len(sent) != 1:
        raise Faults([Fault(f"/{FIELD}", "required", gettext(REQUIRED))])
    return sent[0]


def _at_file(refusal: FileRefused) -> InvalidInput:
    refusal.field = FIELD
    return InvalidInput([refusal])


def _answer(uploaded: Uploaded) -> dict[str, Any]:
    facts = uploaded.facts
    return {
        "id": str(facts.id),
        "token": uploaded.token,
        "name": facts.name,
        "media_type": facts.media_type,
        "size": facts.size,
        "width": facts.width,
        "height": facts.height,
        "expires_at": moment_writer()(uploaded.expires_at),
    }


class FileOfCase(PublicResource):
    """GET leads to the bytes of a file. A wrong receipt is counted, as where a case is followed."""

    own_transactions: ClassVar[bool] = True

    @extend_schema(
        operation_id="read_file",
        tags=["files"],
        summary=_("Read a file of a case"),
        description=_("Leads to the bytes of a file that was sent in the case, either way."),
        parameters=[openapi.NUMBER, FILE_ID, SIZE, openapi.RECEIPT, LOCATION],
        responses={**SENT_ON, **openapi.problems(400, 404, 422, 429)},
    )
    def get(self, request: Request, number: str, file_id: UUID) -> HttpResponse:
        small = is_small(request)
        case_id = open_with_receipt(number, receipt_of(request), at=clock.now())
        with reading():
            found = file_for_applicant(file_id, [case_id])
            return file_response(request._request, found, small=small)


def is_small(request: Request) -> bool:
    """Tell whether the small picture is asked for; anything but `small` is a fault."""
    size = parameters_of(request, "size").get("size")
    if size not in (None, "small"):
        raise Faults([Fault("size", "invalid", gettext("Choose one of: small."))])
    return size is not None
