"""Asking to have one's data removed: of an account with its cases, or of a case by its receipt."""

from dataclasses import dataclass
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.acting.facts import Right
from sawti.lib import clock
from sawti.retention.actions.requests import Asker, ask_erasure, withdraw_erasure
from sawti.retention.models import ErasureRequest
from sawti.retention.queries import request_of
from sawti.tenancy.context import reading
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.signing_in import PersonView
from sawti_portal.tracking import opened_case, show_locked
from sawti_ui.forms import SawtiForm


class ErasureForm(SawtiForm):
    """Nobody asks by a slip."""

    agreed = forms.BooleanField(
        label=_("Yes, I want this data to be removed"),
        error_messages={"required": _("Tick the box if you want your data to be removed.")},
    )


@dataclass(frozen=True)
class ErasureContent:
    """The page. `number`: of the case, empty for an account; `request`: the newest one, or None."""

    form: ErasureForm
    request: ErasureRequest | None
    number: str
    back_url: str


def _answered(request: HttpRequest, asker: Asker, *, number: str, back_url: str) -> HttpResponse:
    """Show the page, or take or withdraw the request."""
    form = ErasureForm(request.POST if request.method == "POST" else None)
    status = HTTPStatus.OK
    if request.method == "POST":
        if request.POST.get("deed") == "withdraw":
            withdraw_erasure(asker, at=clock.now())
            return SeeOther(request.path)
        if form.is_valid():
            ask_erasure(asker, language=language(), at=clock.now())
            return SeeOther(request.path)
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    with reading():
        found = request_of(person_id=asker.person_id, case_id=asker.case_id)
        content = ErasureContent(form, found, number, back_url)
        title = gettext("Have your data removed")
        return page_response(request, "erasure", title, content, status=status)


class EraseAccount(PersonView):
    """For whoever is signed in: the account with all its cases."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        return self._answer(request)

    def _answer(self, request: HttpRequest) -> HttpResponse:
        asker = Asker(person_id=self.person.id)
        return _answered(request, asker, number="", back_url=reverse("portal:profile"))


class EraseCase(View):
    """For whoever opened a case: this case."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case_id = opened_case(request, number, Right.REPLY)
        if case_id is None:
            return show_locked(request, number)
        back_url = reverse("portal:case", args=[number])
        return _answered(request, Asker(case_id=case_id), number=number, back_url=back_url)

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        if opened_case(request, number, Right.REPLY) is None:
            return SeeOther(reverse("portal:case", args=[number]))
        return self.get(request, number)
