"""Objecting to a limit on one's cases: the number and a code to one's address prove who it is."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.accounts.errors import CodeRefused, TooManyCodes
from sawti.accounts.models import Purpose
from sawti.cases.actions.contact_limits import LONGEST_APPEAL, appeal_limit, ask_appeal_code
from sawti.conduct.errors import LimitDecided
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti_portal.codes import address_of_code, keep_token, source_of, token_of
from sawti_portal.forms import WrittenField
from sawti_portal.person_forms import CodeForm, email_field
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.forms import CaseNumberField, SawtiForm
from sawti_ui.refusals import sentence


class AskForm(SawtiForm):
    """What belongs together: a limit and the address that was told of it."""

    number = CaseNumberField(
        label=_("Number of the limit"), help_text=_("It stands in our e-mail and begins with LM.")
    )
    email = email_field(_("E-mail"), help_text=_("The address that our e-mail came to."))


class WordsForm(CodeForm):
    """The code that came, and why the limit is wrong."""

    words = WrittenField(
        label=_("Why is the limit wrong?"),
        help_text=_("Somebody who had no part in the limit reads it and decides."),
        longest=LONGEST_APPEAL,
        rows=8,
        error_messages={"required": _("Write why the limit is wrong.")},
    )


@dataclass(frozen=True)
class AppealContent:
    """A step; `address`: where the code went, if number and address belong together."""

    form: SawtiForm
    address: str = ""


@dataclass(frozen=True)
class AppealedContent:
    """The objection has come in."""

    number: str


class Appeal(View):
    """Asks for number and address; the answer does not tell whether they belong together."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show(request, "appeal", AskForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AskForm(request.POST)
        if not form.is_valid():
            return show(request, "appeal", form)
        try:
            token = ask_appeal_code(
                form.cleaned_data["number"],
                address=form.cleaned_data["email"],
                language=language(),
                source=source_of(request),
                at=clock.now(),
            )
        except TooManyCodes as refusal:
            form.add_error(None, sentence(refusal))
            return show(request, "appeal", form, HTTPStatus.TOO_MANY_REQUESTS)
        response = SeeOther(reverse("portal:appeal_code"))
        keep_token(response, token)
        return response


class AppealCode(View):
    """Asks for the code and for the words; both together are the objection."""

    def get(self, request: HttpRequest) -> HttpResponse:
        if not address_of_code(request, Purpose.APPEAL):
            return SeeOther(reverse("portal:appeal"))
        return show(request, "appeal_code", WordsForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WordsForm(request.POST)
        if not form.is_valid():
            return show(request, "appeal_code", form)
        try:
            number = appeal_limit(
                token=token_of(request),
                code=form.cleaned_data["code"],
                words=form.cleaned_data["words"],
                at=clock.now(),
            )
        except (CodeRefused, LimitDecided, Invalid) as refusal:
            form.add_error("words" if isinstance(refusal, Invalid) else "code", sentence(refusal))
            return show(request, "appeal_code", form)
        title = gettext("We have your objection")
        response = page_response(
            request, "appealed", title, AppealedContent(number), is_shown_once=True
        )
        keep_token(response, "")
        return response


def show(
    request: HttpRequest, template: str, form: SawtiForm, status: HTTPStatus | None = None
) -> HttpResponse:
    """Render a step with what is wrong with it."""
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    content = AppealContent(form, address_of_code(request, Purpose.APPEAL))
    title = gettext("Object to a limit")
    return page_response(request, template, title, content, status=status or refused)
