"""The case: its page, and what staff do with it from there."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
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

from sawti.cases.actions import handling, waiting
from sawti.cases.actions.identity import open_identity
from sawti.cases.actions.notes import add_note
from sawti.cases.errors import CaseChanged, CaseNotFound, SecondNeeded, TransitionNotAllowed
from sawti.cases.files import file_for_staff
from sawti.cases.filters import NOTHING_CHOSEN
from sawti.cases.lifecycle import Event
from sawti.cases.lists import case_after
from sawti.cases.queries import CaseForStaff, case_for_staff, holders_for, number_for_staff
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Colleague, Rights, colleagues, rights_of
from sawti.entities.queries import entity_tree
from sawti.escalation.actions import by_hand
from sawti.escalation.queries import EscalationFacts, escalations_of
from sawti.incidents.queries import memberships_of
from sawti.lib import clock
from sawti.lib.errors import DomainError, Invalid, Missing, NotPermitted
from sawti.quality.queries import ratings_of
from sawti.tenancy.context import reading
from sawti_desk.access import READING, SeeOther, StaffRequest, staff_required
from sawti_desk.case_screen import Around, Attempt, case_screen, identity_panel
from sawti_desk.escalating import DeescalateForm, EscalateForm
from sawti_desk.filters import list_of, tail_of
from sawti_desk.forms import (
    AnswerForm,
    AskForm,
    AssignForm,
    CaseForm,
    GoOnForm,
    IdentityForm,
    KeepForm,
    NoteForm,
    TakeForm,
    TransferForm,
    WaitForm,
)
from sawti_desk.frame import desk_page, notices_for
from sawti_desk.replies import with_template
from sawti_desk.words import confidential_notes
from sawti_ui.files import FIELD, keep_shown, kept_files, receive_files, show_kept
from sawti_ui.refusals import STATUS, sentence
from sawti_ui.served_files import file_response, wants_small

REFUSALS = (CaseNotFound, Missing, NotPermitted)
GONE = gettext_noop(
    "There is no such case among yours. It may have been transferred to another entity meanwhile."
)
QUESTION_OR_ANSWER: dict[str, type[CaseForm]] = {"question": AskForm, "answer": AnswerForm}
STEPS = ("template", "preview")
NO_VERSION = -1  # never that of a case
NOTHING_TRIED = Attempt()


@dataclass(frozen=True)
class Deed:
    """What staff can do with a case: the form, its action, and what is said when it is done.

    `moves`: it may take the case out of the person's sight.
    """

    form: type[CaseForm]
    action: Callable[..., Any]
    done: Promise
    needs_version: bool = True
    moves: bool = False


TAKE = Deed(TakeForm, handling.take_case, _("You have taken case %(number)s."))
ASK = Deed(AskForm, handling.ask_applicant, _("Your question on case %(number)s is on its way."))
ANSWER = Deed(AnswerForm, handling.answer_case, _("Your answer on case %(number)s is on its way."))
TRANSFER = Deed(
    TransferForm, handling.transfer_case, _("Case %(number)s has been transferred."), moves=True
)
ASSIGN = Deed(AssignForm, handling.assign_case, _("Case %(number)s has been given to a colleague."))
WAIT = Deed(
    WaitForm, waiting.wait_outside, _("Case %(number)s waits now, and its clock stands still.")
)
GO_ON = Deed(GoOnForm, waiting.go_on, _("Case %(number)s goes on, and its clock runs."))
NOTE = Deed(
    NoteForm, add_note, _("Your note on case %(number)s has been added."), needs_version=False
)
ESCALATE = Deed(EscalateForm, by_hand.escalate_case, _("Case %(number)s has been escalated."))
DEESCALATE = Deed(
    DeescalateForm, by_hand.deescalate_case, _("The escalation of case %(number)s is taken back.")
)
KEEP = Deed(KeepForm, handling.keep_files, _("The files are in case %(number)s now."))


@staff_required("GET", "HEAD")
def case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Show a case; one of another entity or tenant is missing like any other.

    `?template=<code>` begins an answer or a question with the words of a reply template.
    """
    template = catalogue().reply_templates.get(request.GET.get("template", ""))
    if template is None:
        return _case_page(request, case_id)
    form = QUESTION_OR_ANSWER[template.kind]()
    return _case_page(request, case_id, Attempt(form, template=template.code))


@staff_required("GET", "HEAD")
def next_case(request: StaffRequest, case_id: UUID) -> HttpResponse:
    """Lead to the case that follows in the list one comes from, or back to the list at its end."""
    chosen = list_of(request) or NOTHING_CHOSEN
    following = case_after(
        case_id, rights_of(request.user), chosen, me=request.user.id, at=clock.now()
    )
    if following is None:
        messages.info(request, gettext("That was the last case of this list."))
        return SeeOther(reverse("desk:queue") + tail_of(request))
    return SeeOther(reverse("desk:case", args=[following]) + tail_of(request))


@staff_required("GET", "HEAD", "POST")
def act(request: StaffRequest, case_id: UUID, deed: Deed) -> HttpResponse:
    """Do one thing with a case. A GET (after signing in, say) leads to the case."""
    if request.method in READING:
        return SeeOther(reverse("desk:case", args=[case_id]) + tail_of(request))
    form = deed.form(request.POST)
    try:
        if request.POST.get("step") in STEPS:
            return _step_page(request, case_id, form)
        return _done(request, case_id, deed, form)
    except REFUSALS as refusal:
        return _unsent_page(request, form, refusal)


act.takes_files = True  # type: ignore[attr-defined]  # see sawti.project.uploads


@staff_required("GET", "HEAD")
def file(request: StaffRequest, case_id: UUID, file_id: UUID) -> HttpResponse:
    """Show a file of a case, for whoever sees the case."""
    found = file_for_staff(case_id, file_id, rights_of(request.user))
    return file_response(request, found, small=wants_small(request))


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


def _step_page(request: StaffRequest, case_id: UUID, form: CaseForm) -> HttpResponse:
    """Show the form again, with a template or a preview: nothing is sent, nothing is lost."""
    is_valid = form.is_valid()
    _files(request, form)
    if request.POST["step"] == "template":
        attempt = Attempt(form, template=request.POST.get("template", ""))
        return _case_page(request, case_id, attempt)
    if not is_valid or form.errors:
        return _faulty_page(request, case_id, form)
    return _case_page(request, case_id, Attempt(form, is_preview=True))


def _done(request: StaffRequest, case_id: UUID, deed: Deed, form: CaseForm) -> HttpResponse:
    form.is_valid()
    files = _files(request, form)
    if form.errors:
        return _faulty_page(request, case_id, form)
    try:
        changed = deed.action(
            case_id,
            by=request.user,
            at=clock.now(),
            **({"version": seen_version(request)} if deed.needs_version else {}),
            **form.arguments(),
            **files,
        )
    except Invalid as fault:
        form.add_error(fault.field, sentence(fault))
        return _faulty_page(request, case_id, form)
    except (CaseChanged, TransitionNotAllowed) as conflict:
        attempt = Attempt(form, conflict=sentence(conflict))
        return _case_page(request, case_id, attempt, HTTPStatus.CONFLICT)
    messages.success(request, str(deed.done) % {"number": changed.number})
    if not deed.moves:
        return SeeOther(reverse("desk:case", args=[case_id]) + tail_of(request))
    return SeeOther(_after(request, case_id))


def _files(request: StaffRequest, form: CaseForm) -> dict[str, tuple[str, ...]]:
    """Take in what was sent along, if the form takes files; it shows them when it comes again."""
    if FIELD not in form.fields:
        return {}
    at = clock.now()
    files = receive_files(request, form, kept_files(request), at=at)
    show_kept(form, files, at=at)
    return {FIELD: files}


def _after(request: StaffRequest, case_id: UUID) -> str:
    """Return where to go on: the case, or the queue if it is now out of the person's sight."""
    with reading():
        is_seen = number_for_staff(case_id, rights_of(request.user)) is not None
    if not is_seen:
        return reverse("desk:queue") + tail_of(request)
    return reverse("desk:case", args=[case_id]) + tail_of(request)


def _identity_page(request: StaffRequest, case_id: UUID, form: IdentityForm) -> HttpResponse:
    if not form.is_valid():
        return _faulty_page(request, case_id, form)
    try:
        found = open_identity(case_id, by=request.user, at=clock.now(), **form.arguments())
    except (Invalid, SecondNeeded) as fault:
        form.add_error("reason", sentence(fault))
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
        rights = rights_of(request.user)
        found = case_for_staff(case_id, rights, language=language, at=at)
        if found is None:
            raise Missing
        if attempt.template and attempt.form:
            attempt = replace(attempt, form=_with_template(found, attempt, at))
        title = gettext("Case %(number)s") % {"number": found.row.number}
        facts = {
            "page": desk_page(request, title, error=status >= HTTPStatus.BAD_REQUEST),
            "screen": case_screen(
                found,
                attempt,
                (*confidential_notes(found), *notices_for(request)),
                ratings_of(case_id, found.history),
                Around(
                    _people(found, rights),
                    tail_of(request),
                    memberships_of(case_id, found.history, language=language),
                    rights.on("view_cases"),
                    _escalations(found, language),
                ),
                at=at,
            ),
        }
        return render(request, "sawti_desk/case.html", facts, status=status)


def _escalations(found: CaseForStaff, language: str) -> tuple[EscalationFacts, ...]:
    """Return how the case was escalated; nothing is looked up where it was not."""
    if all(row.event != Event.ESCALATE for row in found.history):
        return ()
    return escalations_of(found.row.id, language=language)


def _people(found: CaseForStaff, rights: Rights) -> tuple[Colleague, ...]:
    """Return whom the case can be given to; nobody is looked up where it can't be."""
    if Event.ASSIGN not in found.allowed:
        return ()
    here = frozenset({entity_tree().by_code[found.row.entity_code].id})
    if found.is_exceptional:
        able = holders_for(found.row.id, rights) or ()
        return tuple(Colleague(each.id, each.name, here) for each in able)
    return tuple(colleagues(here))


def _with_template(found: CaseForStaff, attempt: Attempt, at: datetime) -> CaseForm:
    """Return the form with the chosen template after what was typed."""
    form = attempt.form
    assert form is not None
    text = with_template(found, form.name, attempt.template, form.typed, at=at)
    begun = type(form)({form.words: text}) if text.strip() else type(form)()
    keep_shown(form, begun)
    return begun


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


def seen_version(request: StaffRequest) -> int:
    """Return the version that the person saw; anything but a number is no version."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else NO_VERSION
