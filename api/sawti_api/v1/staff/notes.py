"""Internal notes: what staff write for each other about a case."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from sawti.accounts.models import Staff
from sawti.cases.actions.notes import add_note
from sawti.cases.models import Case
from sawti.lib import clock
from sawti_api.v1.staff import examples, parameters
from sawti_api.v1.staff.serializers import NoteIn
from sawti_api.v1.staff.views import CHANGING, Change


class AddNote(Change):
    """POST adds a note."""

    shape = NoteIn

    @extend_schema(
        operation_id="add_note",
        tags=["staff"],
        summary=_("Add a note"),
        description=_(
            "Adds an internal note: staff who see the case read it, the applicant never does. "
            "The state and the version of the case stay as they are."
        ),
        parameters=[parameters.CASE_ID],
        request=NoteIn,
        responses=CHANGING,
        examples=[examples.NOTE, examples.CHANGED],
    )
    def post(self, request: Request, case_id: UUID) -> Response:
        return self.answer(request, case_id)

    def change(self, case_id: UUID, by: Staff, body: dict[str, Any]) -> Case:
        return add_note(case_id, by=by, note=body["note"], at=clock.now())
