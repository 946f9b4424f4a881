"""Messages on the devices of staff."""

from http import HTTPStatus

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from sawti.tenancy.context import reading
from sawti_desk.access import READING, StaffRequest, staff_required
from sawti_desk.frame import desk_page
from sawti_ui.push import change_browsers, push_part


@staff_required("GET", "HEAD", "POST")
def push(request: StaffRequest) -> HttpResponse:
    """Show where they are on; switch them on in this browser, or off in one."""
    refusal = ""
    if request.method not in READING:
        done, refusal = change_browsers(request, request.user)
        if done:
            return done
    with reading():
        part = push_part(request, request.user, refusal=refusal)
        page = desk_page(request, gettext("Messages on your devices"), error=bool(refusal))
        status = HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
        facts = {"page": page, "push": part}
        return render(request, "sawti_desk/own/push.html", facts, status=status)
