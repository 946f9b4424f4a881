"""Taking a case back, rating its answer, reopening it: a page each, and a POST that may come twice.

Whatever came too late keeps what was typed; what was sent twice shows what the first one did.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views import View

from sawti.acting.facts import Right
from sawti.cases.actions.applicant import reopen_case, withdraw_case
from sawti.cases.errors import ReopeningOver, TransitionNotAllowed
from sawti.cases.lifecycle import State
from sawti.cases.models import MessageKind
from sawti.cases.queries import CaseForApplicant
from sawti.cases.representing import case_as_opened
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid
from sawti.quality.actions import rate_answer
from sawti.quality.errors import AlreadyRated
from sawti.tenancy.context import reading
from sawti_portal.after_forms import RateForm, ReopenForm, WithdrawForm
from sawti_portal.after_page import AfterAnswer, after_answer, is_same_words
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_portal.tracking import opened_case, show_locked
from sawti_ui.forms import SawtiForm
from sawti_ui.refusals import sentence

CONFLICTS = (TransitionNotAllowed, ReopeningOver, AlreadyRated)


@dataclass(frozen=True)
class ActContent:
    """One thing to do with a case. `is_possible`: else the page says why not, and keeps the words.

    `template`: of what stands above the form.
    """

    title: str
    form: SawtiForm
    button: str
    number: str
    back_url: str
    is_possible: bool
    after: AfterAnswer


class ActView(View):
    """A page of one form on a case that this session has opened."""

    template: ClassVar[str]
    title: ClassVar[Promise]
    button: ClassVar[Promise]
    form_class: ClassVar[type[SawtiForm]]
    right = Right.REPLY

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        """Show the form, or the case where this can't be done now."""
        case_id = opened_case(request, number)
        case = _read(case_id) if case_id else None
        if case is None:
            return show_locked(request, number)
        if not self.is_possible(case):
            return SeeOther(reverse("portal:case", args=[case.number]))
        return self.show(request, case, self.form_class())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Do it, and lead to the case, which shows what has become of it."""
        case_id = opened_case(request, number, self.right)
        if case_id is None:
            return SeeOther(reverse("portal:case", args=[number]))
        form = self.form_class(request.POST)
        if not form.is_valid():
            return self.show_again(request, case_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        try:
            self.act(case_id, form, clock.now())
        except Invalid as refusal:
            form.add_error(
                refusal.field if refusal.field in form.fields else None, sentence(refusal)
            )
            return self.show_again(request, case_id, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        except CONFLICTS as refusal:
            return self.show_conflict(request, case_id, form, refusal)
        return SeeOther(reverse("portal:case", args=[number]))

    def show_conflict(
        self, request: HttpRequest, case_id: UUID, form: Any, refusal: DomainError
    ) -> HttpResponse:
        """Lead to the case if the same was done before, else say why not and keep the words."""
        with reading():
            case = _read(case_id)
        if case is not None and self.is_done(case, form):
            return SeeOther(reverse("portal:case", args=[case.number]))
        form.add_error(None, sentence(refusal))
        return self.show_again(request, case_id, form, HTTPStatus.CONFLICT)

    def show_again(
        self, request: HttpRequest, case_id: UUID, form: SawtiForm, status: HTTPStatus
    ) -> HttpResponse:
        """Render the form with what was typed and what is wrong with it."""
        with reading():
            case = _read(case_id)
            if case is None:
                return SeeOther(reverse("portal:track"))
            return self.show(request, case, form, status)

    def show(
        self,
        request: HttpRequest,
        case: CaseForApplicant,
        form: SawtiForm,
        status: HTTPStatus = HTTPStatus.OK,
    ) -> HttpResponse:
        """Render the page."""
        content = ActContent(
            title=str(self.title),
            form=form,
            button=str(self.button),
            number=case.number,
            back_url=reverse("portal:case", args=[case.number]),
            is_possible=self.is_possible(case),
            after=after_answer(case, None),
        )
        return page_response(request, self.template, content.title, content, status=status)

    def is_possible(self, case: CaseForApplicant) -> bool:
        """Tell whether this can be done now."""
        raise NotImplementedError

    def act(self, case_id: UUID, form: Any, at: datetime) -> None:
        """Do it."""
        raise NotImplementedError

    def is_done(self, case: CaseForApplicant, form: Any) -> bool:
        """Tell whether the same was done before: the form was sent twice."""
        raise NotImplementedError


class Withdraw(ActView):
    """Takes a case back; the page is the question whether the person is sure."""

    template = "case_withdraw"
    title = _("Take the case back")
    button = _("Take the case back")
    form_class = WithdrawForm

    def is_possible(self, case: CaseForApplicant) -> bool:
        return case.may_withdraw

    def act(self, case_id: UUID, form: Any, at: datetime) -> None:
        withdraw_case(case_id, reason=form.cleaned_data["reason"], at=at)

    def is_done(self, case: CaseForApplicant, form: Any) -> bool:
        return case.state == State.WITHDRAWN


class Rate(ActView):
    """Rates the present answer."""

    template = "case_rate"
    right = Right.RATE
    title = _("Rate the answer")
    button = _("Send the rating")
    form_class = RateForm

    def is_possible(self, case: CaseForApplicant) -> bool:
        return case.may_rate

    def act(self, case_id: UUID, form: Any, at: datetime) -> None:
        rate_answer(case_id, at=at, **form.arguments())

    def is_done(self, case: CaseForApplicant, form: Any) -> bool:
        return case.state == State.ANSWERED and not case.may_rate


class Reopen(ActView):
    """Sends an answered case back to the entity."""

    template = "case_reopen"
    title = _("Reopen the case")
    button = _("Reopen the case")
    form_class = ReopenForm

    def is_possible(self, case: CaseForApplicant) -> bool:
        return case.may_reopen

    def act(self, case_id: UUID, form: Any, at: datetime) -> None:
        reopen_case(case_id, reason=form.cleaned_data["reason"], at=at)

    def is_done(self, case: CaseForApplicant, form: Any) -> bool:
        return is_same_words(case, MessageKind.REOPENING, form.cleaned_data["reason"])


def _read(case_id: UUID) -> CaseForApplicant | None:
    return case_as_opened(case_id, language=language(), at=clock.now())
