"""Where a person is signed in: browsers and programs, each of which they can end."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from sawti.accounts.actions.persons import end_device
from sawti.accounts.queries import DeviceFacts, devices_of
from sawti.lib import clock
from sawti.tenancy.context import reading
from sawti_portal.rendering import SeeOther, page_response
from sawti_portal.signing_in import PersonView


@dataclass(frozen=True)
class DevicesContent:
    """The list. `was_ended`: one was ended just now."""

    devices: tuple[DeviceFacts, ...]
    was_ended: bool


class Devices(PersonView):
    """The list; a POST ends the one that it names."""

    def get(self, request: HttpRequest) -> HttpResponse:
        key = request.session.session_key or ""
        with reading():
            found = devices_of(self.person.id, current_key=key, at=clock.now())
        content = DevicesContent(tuple(found), "ended" in request.GET)
        return page_response(request, "devices", gettext("Where you are signed in"), content)

    def post(self, request: HttpRequest) -> HttpResponse:
        end_device(self.person.id, request.POST.get("device", ""), at=clock.now())
        return SeeOther(f"{reverse('portal:devices')}?ended=1")
