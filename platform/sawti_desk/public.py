"""What a plugin's pages for staff may use; the rest of this package may change at any time."""

from http import HTTPStatus

from django.contrib.messages import success
from django.http import HttpResponse
from django.shortcuts import render

from sawti.tenancy.context import reading
from sawti_desk.access import SeeOther, StaffRequest, staff_required
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

__all__ = (
    "SawtiForm",
    "SeeOther",
    "StaffRequest",
    "desk_response",
    "notices_for",
    "say_once",
    "sentence",
    "staff_required",
)


def desk_response(
    request: StaffRequest, template: str, title: str, screen: object, *, is_refused: bool = False
) -> HttpResponse:
    """Render a template of the plugin with `page` and `screen` in the desk's frame."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_refused else HTTPStatus.OK
    with reading():
        facts = {"page": desk_page(request, title, error=is_refused), "screen": screen}
        return render(request, template, facts, status=status)


def say_once(request: StaffRequest, text: str) -> None:
    """Have the next page say what was done; its screen shows `notices_for(request)`."""
    success(request, text)
