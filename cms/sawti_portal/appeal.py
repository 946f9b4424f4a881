"""Objecting to a limit on one's cases: the number and a code to one's address prove who it is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sawti.accounts.errors import CodeRefused
from sawti.accounts.models import Purpose
from sawti.cases.actions.contact_limits import LONGEST_APPEAL, appeal_limit, ask_appeal_code
from sawti.conduct.errors import LimitDecided
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti_portal.codes import keep_token, token_of
from sawti_portal.forms import WrittenField
from sawti_portal.person_forms import CodeForm, email_field
from sawti_portal.proving import AskForCode, EnterCode
from sawti_portal.rendering import page_response
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
class AppealedContent:
    """The objection has come in."""

    number: str


class Appeal(AskForCode):
    """Asks for the number of the limit and the address that was told of it."""

    purpose, title = Purpose.APPEAL, _("Object to a limit")
    template, form, next_page = "appeal", AskForm, "portal:appeal_code"
    send_code = staticmethod(ask_appeal_code)


class AppealCode(EnterCode):
    """Asks for the code and for the words; both together are the objection."""

    purpose, title = Purpose.APPEAL, _("Object to a limit")
    template, form, first_page = "appeal_code", WordsForm, "portal:appeal"

    def post(self, request: HttpRequest) -> HttpResponse:
        form = WordsForm(request.POST)
        if not form.is_valid():
            return self.show(request, form)
        try:
            number = appeal_limit(
                token=token_of(request),
                code=form.cleaned_data["code"],
                words=form.cleaned_data["words"],
                at=clock.now(),
            )
        except (CodeRefused, LimitDecided, Invalid) as refusal:
            form.add_error("words" if isinstance(refusal, Invalid) else "code", sentence(refusal))
            return self.show(request, form)
        title = gettext("We have your objection")
        response = page_response(
            request, "appealed", title, AppealedContent(number), is_shown_once=True
        )
        keep_token(response, "")
        return response
