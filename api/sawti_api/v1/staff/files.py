"""Staff read the files of a case, and keep files in it for each other."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.actions import handling
from sawti.cases.files import file_for_staff
from sawti.cases.models import Case
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti_api import openapi
from sawti_api.resource import StaffResource
from sawti_api.v1.files.views import FILE_ID, LOCATION, SENT_ON, SIZE, is_small
from sawti_api.v1.staff import examples, parameters
from sawti_api.v1.staff.serializers import FilesIn
from sawti_api.v1.staff.views import CHANGING, Change, staff_of
from sawti_ui.served_files import file_response


class KeepFiles(Change):
    """POST adds files that only staff see."""

    shape = FilesIn

    @extend_schema(
        operation_id="keep_files",
        tags=["staff"],
        summary=_("Add files for staff"),
        description=_("Adds uploads to the case. The applicant never sees them."),
        parameters=[parameters.CASE_ID],
        request=FilesIn,
        responses=CHANGING,
        examples=[examples.CHANGED, examples.CONFLICT],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return handling.keep_files(case_id, by=by, at=clock.now(), **body)


class StaffFile(StaffResource):
    """GET leads to the bytes of a file."""

    @extend_schema(
        operation_id="read_staff_file",
        tags=["staff"],
        summary=_("Read a file as staff"),
        description=_("Leads to the bytes of a file of a case that the caller may see."),
        parameters=[parameters.CASE_ID, FILE_ID, SIZE, LOCATION],
        responses={**SENT_ON, **openapi.problems(401, 404, 422)},
    )
    def get(self, request: Request, case_id: UUID, file_id: UUID) -> HttpResponse:
        small = is_small(request)
        found = file_for_staff(case_id, file_id, rights_of(staff_of(request)))
        return file_response(request._request, found, small=small)
