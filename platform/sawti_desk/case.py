"""The case: its page, and what staff do with it from there."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from sawti.cases.actions import handling
from sawti.cases.errors import CaseChanged, CaseNotFound, TransitionNotAllowed
from sawti.cases.queries import case_for_staff
from sawti.entities.permissions import rights_of
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Missing, NotPermitted
from sawti.quality.queries import ratings_of
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.case_screen import Attempt, case_screen, identity_panel
from sawti_desk.forms import AnswerForm, AskForm, CaseForm, IdentityForm, TakeForm, TransferForm
from sawti_desk.frame import desk_page, notices_for
from sawti_ui.refusals import STATUS, sentence

REFUSALS = (CaseNotFound, Missing, NotPermitted)
GONE = gettext_noop(
    "There is no such case among yours. It may have been transferred to another entity meanwhile."
)
NO_VERSION = -1  # never that of a case
NOTHING_TRIED = Attempt()


@dataclass(frozen=True)
class Deed:
    """What staff can do with a case: the form, its action, and what is said when it is done."""

    form: type[CaseForm]
    action: Callable[..., Any]
    done: Promise


TAKE = Deed(TakeForm, handling.take_case, _("You have taken case %(number)s."))
ASK = Deed(AskForm, handling.ask_applicant, _("Your question on case %(number)s is on its way."))
ANSWER = Deed(AnswerForm, handling.answer_case, _("Your answer on case %(number)s is on its way."))
TRANSFER = Deed(TransferForm, handling.transfer_case, _("Case %(number)s has been transferred."))


@staff_required("GET", "HEAD")
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case; one of another entity or tenant is missing like any other."""
    return _case_page(request, case_id)


@staff_required("GET", "HEAD", "POST")
def act(request: StaffRequest, case_id: UUID, deed: Deed) -> HttpResponse:
    """Do one thing with a case. A GET (after signing in, say) leads to the case."""
    if request.method in READING:
        return SeeOther(reverse("desk:case", args=[case_id]))
    form = deed.form(request.POST)
    try:
        return _done(request, case_id, deed, form)
    except REFUSALS as refusal:
        return _unsent_page(request, form, refusal)


@staff_required("GET", "HEAD", "POST")
def identity(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show the case with the applicant's identity: once, for a reason, on record.

    The identity comes as the answer to a POST, so it has no address and no cached copy.
    """
    if request.method in READING:
        return SeeOther(reverse("desk:case", args=[case_id]))
    form = IdentityForm(request.POST)
    try:
        return _identity_page(request, case_id, form)
    except REFUSALS as refusal:
        return _unsent_page(request, form, refusal)


def _done(request: StaffRequest, case_id: UUID, deed: Deed, form: CaseForm) -> HttpResponse:
    if not form.is_valid():
        return _faulty_page(request, case_id, form)
    try:
        changed = deed.action(
            case_id,
            by=request.user,
            version=_version(request),
            at=clock.now(),
            **form.arguments(),
        )
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _faulty_page(request, case_id, form)
    except (CaseChanged, TransitionNotAllowed) as conflict:
        attempt = Attempt(form, conflict=sentence(conflict))
        return _case_page(request, case_id, attempt, HTTPStatus.CONFLICT)
    messages.success(request, str(deed.done) % {"number": changed.number})
    return SeeOther(_after(request, changed.entity_id, case_id))


def _after(request: StaffRequest, entity_id: UUID, case_id: UUID) -> str:
    """Return where to go on: the case, or the queue if it is now out of the person's sight."""
    with reading():
        is_seen = rights_of(request.user).allow("view_cases", entity_id)
    return reverse("desk:case", args=[case_id]) if is_seen else reverse("desk:queue")


def _identity_page(request: StaffRequest, case_id: UUID, form: IdentityForm) -> HttpResponse:
    if not form.is_valid():
        return _faulty_page(request, case_id, form)
    try:
        found = handling.open_identity(case_id, by=request.user, at=clock.now(), **form.arguments())
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _faulty_page(request, case_id, form)
    return _case_page(request, case_id, Attempt(identity=identity_panel(found)))


def _faulty_page(request: StaffRequest, case_id: UUID, form: CaseForm) -> HttpResponse:
    return _case_page(request, case_id, Attempt(form), HTTPStatus.UNPROCESSABLE_ENTITY)


def _case_page(
    request: StaffRequest,
    case_id: UUID,
    attempt: Attempt = NOTHING_TRIED,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    with reading():
        at, language = clock.now(), get_language() or "en"
        found = case_for_staff(case_id, rights_of(request.user), language=language, at=at)
        if found is None:
            raise Missing
        title = gettext("Case %(number)s") % {"number": found.row.number}
        facts = {
            "page": desk_page(request, title, error=status >= HTTPStatus.BAD_REQUEST),
            "screen": case_screen(
                found,
                attempt,
                notices_for(request),
                ratings_of(case_id, found.history),
                at=at,
            ),
        }
        return render(request, "sawti_desk/case.html", facts, status=status)


def _unsent_page(request: StaffRequest, form: CaseForm, refusal: DomainError) -> HttpResponse:
    """Refuse without a case (it may just have been transferred), and give back what was typed."""
    with reading():
        if isinstance(refusal, NotPermitted):
            title, text = gettext("Not allowed"), sentence(refusal)
        else:
            title, text = gettext("Not found"), gettext(GONE)
        page = desk_page(request, title, error=True)
        facts = {"page": page, "text": text, "unsent": form.typed}
        return render(request, "sawti_desk/unsent.html", facts, status=STATUS[refusal.kind])


def _version(request: StaffRequest) -> int:
    """Return the version that the person saw; anything but a number is no version."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else NO_VERSION
