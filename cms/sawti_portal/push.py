"""Messages on a person's devices."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from sawti_portal.rendering import page_response
from sawti_portal.signing_in import PersonView
from sawti_ui.push import change_browsers, push_part


class Push(PersonView):
    """Where they are on; a POST switches them on in this browser, or off in one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._show(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        done, refusal = change_browsers(request, self.person)
        return done or self._show(request, refusal, HTTPStatus.UNPROCESSABLE_ENTITY)

    def _show(
        self, request: HttpRequest, refusal: str = "", status: HTTPStatus = HTTPStatus.OK
    ) -> HttpResponse:
        part = push_part(request, self.person, refusal=refusal)
        title = gettext("Messages on your devices")
        return page_response(request, "push", title, part, status=status)
