"""Pages on which a number and a code to its address prove who somebody is."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views import View

from sawti.accounts.errors import TooManyCodes
from sawti.accounts.models import Purpose
from sawti.lib import clock
from sawti_portal.codes import address_of_code, keep_token, source_of
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence


@dataclass(frozen=True)
class ProofContent:
    """A step; `address`: where the code went, if number and address belong together."""

    form: SawtiForm
    address: str = ""


class ProofPage(View):
    """One of the pages about one purpose; each shows a step with what is wrong with it."""

    purpose: ClassVar[Purpose]
    title: ClassVar[Any]
    template: ClassVar[str]
    form: ClassVar[type[SawtiForm]]

    def show(
        self, request: HttpRequest, form: SawtiForm, status: HTTPStatus | None = None
    ) -> HttpResponse:
        """Render the step."""
        refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
        content = ProofContent(form, address_of_code(request, self.purpose))
        return page_response(
            request, self.template, str(self.title), content, status=status or refused
        )


class AskForCode(ProofPage):
    """Asks for number and address; the answer does not tell whether they belong together."""

    next_page: ClassVar[str]

    send_code: ClassVar[Callable[..., str]]  # set as a staticmethod: an action that returns a token

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            token = self.send_code(
                form.cleaned_data["number"],
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return self.show(request, form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse(self.next_page))
        keep_token(response, token)
        return response


class EnterCode(ProofPage):
    """Takes the code; whoever waits for none asks for one first."""

    first_page: ClassVar[str]

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, self.purpose):
            return SeeOther(reverse(self.first_page))
        return self.show(request, self.form())
