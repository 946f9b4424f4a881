"""A person's copy of their data: asked for, how far it is, fetched once."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from sawti.lib import clock
from sawti.lib.errors import Missing
from sawti.retention.actions.copies import ask_copy, fetch_copy
from sawti.retention.queries import CopyFacts, copy_of
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_ui.served_files import file_response

LOOK_AGAIN = "3"  # seconds


@dataclass(frozen=True)
class CopyContent:
    """The copy that was asked for last, if there is one."""

    copy: CopyFacts | None


class OwnCopy(PersonView):
    """Shows how far it is; the page looks again by itself until it is made."""

    def get(self, request: HttpRequest) -> HttpResponse:
        found = copy_of(self.person.id, at=clock.now())
        title = gettext("A copy of your data")
        response = page_response(request, "own_copy", title, CopyContent(found))
        if found and found.is_waiting:
            response.headers["Refresh"] = LOOK_AGAIN
        return response

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask for one."""
        ask_copy(self.person.id, language=language(), at=clock.now())
        return SeeOther(reverse("portal:own_copy"))


class FetchCopy(PersonView):
    """Sends the browser on to the file, once."""

    def post(self, request: HttpRequest, copy_id: UUID) -> HttpResponse:
        try:
            stored = fetch_copy(copy_id, person_id=self.person.id, at=clock.now())
        except Missing:
            return SeeOther(reverse("portal:own_copy"))
        return file_response(request, stored)
