"""Following a case: number and receipt open it for this browser's session."""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext, pgettext
from django.views import View

from sawti.accounts.sessions import person_of
from sawti.acting.errors import ActingOver, ActingWaits
from sawti.acting.facts import Right
from sawti.cases.actions.applicant import open_with_receipt, reply_to_question
from sawti.cases.errors import CaseNotFound, TooManyReceipts, TransitionNotAllowed
from sawti.cases.models import MessageKind
from sawti.cases.own_cases import own_case_id
from sawti.cases.queries import CaseForApplicant
from sawti.cases.representing import case_as_opened, may_act, receipt_mark
from sawti.incidents.queries import public_text_of
from sawti.lib import clock
from sawti.lib.errors import Invalid
from sawti.lib.ids import canonical_case_number
from sawti.lib.text import western_digits
from sawti.quality.queries import rating_of_answer
from sawti.retention.queries import removed_case
from sawti.tenancy.context import reading
from sawti_portal.after_page import is_same_words
from sawti_portal.case_page import case_content
from sawti_portal.forms import ReplyForm, TrackForm
from sawti_portal.rendering import SeeOther, language, page_response
from sawti_ui.files import TakesFiles, kept_files, receive_files, show_kept
from sawti_ui.refusals import sentence

OPENED = "opened_cases"
MOST_OPENED = 10


@dataclass(frozen=True)
class TrackContent:
    """The form that asks for number and receipt."""

    form: TrackForm


class OpenCase(View):
    """Asks for number and receipt."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return show_track(request, TrackForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the case for this session and go to it; a wrong receipt is told as such."""
        form = TrackForm(request.POST)
        if not form.is_valid():
            return show_track(request, form)
        number = form.cleaned_data["number"]
        try:
            case_id = open_with_receipt(number, form.cleaned_data["receipt"], at=clock.now())
        except CaseNotFound as refusal:
            form.add_error(None, _what_became_of(form) or sentence(refusal))
            return show_track(request, form)
        except TooManyReceipts as refusal:
            form.add_error(None, sentence(refusal))
            return show_track(request, form, HTTPStatus.TOO_MANY_REQUESTS)
        except (ActingWaits, ActingOver) as refusal:
            form.add_error(None, sentence(refusal))
            return show_track(request, form, HTTPStatus.CONFLICT)
        remember_opened(request, number, case_id)
        return SeeOther(reverse("portal:case", args=[number]))


def _what_became_of(form: TrackForm) -> str:
    """Tell whoever has number and receipt of a case that it was removed; "" to all others."""
    with reading():
        found = removed_case(form.cleaned_data["number"], form.cleaned_data["receipt"])
    if found is None:
        return ""
    text = gettext("This case was removed on %(day)s: its time was over, or you asked for it.")
    day = date_format(localtime(found.removed_at), pgettext("date format", "l j F Y"))
    return text % {"day": day}


class FollowCase(TakesFiles, View):
    """A case that this session opened; any other number leads to the form, with no hint."""

    def get(self, request: HttpRequest, number: str) -> HttpResponse:
        case_id = opened_case(request, number)
        case = case_as_opened(case_id, language=language(), at=clock.now()) if case_id else None
        if case_id is None or case is None:
            return show_locked(request, number)
        return show_case(request, case_id, case, ReplyForm())

    def post(self, request: HttpRequest, number: str) -> HttpResponse:
        """Add the applicant's reply to the open question."""
        case_id = opened_case(request, number, Right.REPLY)
        if case_id is None:
            return SeeOther(reverse("portal:case", args=[number]))
        form, at = ReplyForm(request.POST), clock.now()
        form.is_valid()
        files = receive_files(request, form, kept_files(request), at=at)
        show_kept(form, files, at=at)
        if form.errors:
            return show_reply_again(request, case_id, form)
        try:
            reply_to_question(case_id, reply=form.cleaned_data["reply"], files=files, at=at)
        except Invalid as refusal:
            form.add_error(refusal.field, sentence(refusal))
            return show_reply_again(request, case_id, form)
        except TransitionNotAllowed:
            return show_too_late(request, case_id, form)
        return SeeOther(request.path)


def remember_opened(request: HttpRequest, number: str, case_id: UUID) -> None:
    """Let this session read the case; its key changes, so that a key planted before is worthless.

    The session holds numbers, ids and marks of receipts, the latest ten.
    """
    with reading():
        mark = receipt_mark(case_id)
    opened = {**request.session.get(OPENED, {}), number: f"{case_id} {mark}"}
    request.session.cycle_key()
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
    if person_of(request) is None:  # who signed in has said how long
        request.session.set_expiry(0)  # with the browser: the next at a shared one sees nothing


def opened_case(request: HttpRequest, number: str, right: Right = Right.FOLLOW) -> UUID | None:
    """Return the id of the case if this session opened it, or if it is the signed-in person's.

    The one place that decides whether a visitor of the portal is the applicant of a case, or acts
    for them with `right`. What a receipt opened closes with that receipt.
    """
    typed, person, at = _well_formed(number), person_of(request), clock.now()
    found = request.session.get(OPENED, {}).get(typed, "")
    with reading():
        if found and (case_id := _still_open(found, right, at)):
            return case_id
        return own_case_id(person.id, typed, right=right, at=at) if person and typed else None


def _still_open(found: str, right: Right, at: datetime) -> UUID | None:
    text, _, mark = found.partition(" ")
    case_id = UUID(text)
    is_open = receipt_mark(case_id) == mark and may_act(case_id, right, at=at)
    return case_id if is_open else None


def _well_formed(number: str) -> str:
    return canonical_case_number(western_digits(number)) or ""


def show_track(
    request: HttpRequest, form: TrackForm, status: HTTPStatus | None = None
) -> HttpResponse:
    """Render the form that asks for number and receipt."""
    refused = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    content = TrackContent(form)
    return page_response(
        request, "track", gettext("Track a case"), content, status=status or refused
    )


def show_locked(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the receipt of a case that this session has not opened, if there is one at all."""
    return show_track(request, TrackForm(initial={"number": _well_formed(number)}))


def show_case(
    request: HttpRequest,
    case_id: UUID,
    case: CaseForApplicant,
    form: ReplyForm,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """Render a case; `status` other than 200 shows the reply form with its errors."""
    is_refused = status != HTTPStatus.OK
    rating = rating_of_answer(case_id, case.history, case.answered_at)
    problem = public_text_of(case_id, case.history, language=language())
    content = case_content(case, form if case.may_reply or is_refused else None, rating, problem)
    return page_response(request, "case", case_title(case.number), content, status=status)


def case_title(number: str) -> str:
    """Return the title of a case's page; a title has no markup to keep the number in order."""
    return gettext("Case %(number)s") % {"number": f"\u2066{number}\u2069"}


def show_reply_again(
    request: HttpRequest,
    case_id: UUID,
    form: ReplyForm,
    status: HTTPStatus = HTTPStatus.UNPROCESSABLE_ENTITY,
) -> HttpResponse:
    """Render the case with what is wrong with the reply."""
    with reading():
        case = case_as_opened(case_id, language=language(), at=clock.now())
        if case is None:
            return SeeOther(reverse("portal:track"))
        return show_case(request, case_id, case, form, status)


def show_too_late(request: HttpRequest, case_id: UUID, form: ReplyForm) -> HttpResponse:
    """Answer a reply to no open question: sent twice it is there already, else keep the words."""
    with reading():
        case = case_as_opened(case_id, language=language(), at=clock.now())
    reply = form.cleaned_data["reply"]
    if case is not None and is_same_words(case, MessageKind.REPLY, reply):
        return SeeOther(request.path)
    form.add_error("reply", gettext("Nobody waits for a reply now; this text was not sent."))
    return show_reply_again(request, case_id, form, HTTPStatus.CONFLICT)
