"""Which news of a case goes to whom: inward receivers that queue e-mails, exactly once."""

from datetime import datetime

from sawti.accounts.models import Staff, ToldBy
from sawti.cases.lifecycle import UNANSWERED, Event
from sawti.cases.models import Applicant, Case, HistoryRow
from sawti.cases.representing import hears_news
from sawti.cases.scope import HANDLE, scope_of, those_to_tell
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.notifications.models import Channel
from sawti.notifications.queries import sms_is_on
from sawti.notifications.steps import queue
from sawti.outbox.delivery import Letter, receive


def register() -> None:
    """Register the receivers; called once, when the app is ready."""
    receive(f"case.{Event.FILE}", _case_filed)
    receive(f"case.{Event.TAKE}", _nobody)
    receive(f"case.{Event.ASK_APPLICANT}", _question_asked)
    receive(f"case.{Event.APPLICANT_REPLIED}", _applicant_replied)
    receive(f"case.{Event.TRANSFER}", _case_transferred)
    receive(f"case.{Event.ANSWER}", _case_answered)
    receive(f"case.{Event.ASSIGN}", _case_assigned)
    receive(f"case.{Event.WITHDRAW}", _case_withdrawn)
    receive(f"case.{Event.REOPEN}", _case_reopened)
    receive(f"case.{Event.BREACH}", _case_overdue)
    receive(f"case.{Event.CLASSIFY}", _case_moved_on)
    receive(f"case.{Event.REROUTE}", _case_moved_on)


def _case_filed(letter: Letter, at: datetime) -> None:
    case = _case_then(letter)
    _tell_applicant(case, "case_received", at)
    _tell_focal_points(case, "case_arrived", at)


def _question_asked(letter: Letter, at: datetime) -> None:
    _tell_applicant(case_of(letter), "question_asked", at)


def _applicant_replied(letter: Letter, at: datetime) -> None:
    tell_handlers(case_of(letter), "applicant_replied", at)


def _case_assigned(letter: Letter, at: datetime) -> None:
    row = HistoryRow.objects.select_related("to_staff").get(pk=letter.payload["history_id"])
    case, to = case_of(letter), row.to_staff
    if to and to.id != row.by_id and to.is_active and _may_handle(to, case):
        _tell_staff(case, to, "case_assigned", at)


def _case_withdrawn(letter: Letter, at: datetime) -> None:
    tell_handlers(case_of(letter), "case_withdrawn", at)


def _case_reopened(letter: Letter, at: datetime) -> None:
    case = case_of(letter)
    _tell_applicant(case, "reopening_received", at)
    tell_handlers(case, "case_reopened", at)


def _case_transferred(letter: Letter, at: datetime) -> None:
    case = _case_then(letter)
    _tell_applicant(case, "case_transferred", at)
    _tell_focal_points(case, "case_arrived", at)


def _case_moved_on(letter: Letter, at: datetime) -> None:
    row = HistoryRow.objects.get(pk=letter.payload["history_id"])
    case = _case_then(letter)
    if row.to_entity_id:
        _tell_applicant(case, "case_transferred", at)
    if row.to_entity_id or (case.holder_id is None and case.state in UNANSWERED):
        _tell_focal_points(case, "case_arrived", at)


def _case_answered(letter: Letter, at: datetime) -> None:
    _tell_applicant(case_of(letter), "case_answered", at)


def _case_overdue(letter: Letter, at: datetime) -> None:
    case = case_of(letter)
    if case.state in UNANSWERED:  # a late delivery must not chase what is done
        _tell_focal_points(case, "case_overdue", at)


def _nobody(letter: Letter, at: datetime) -> None:
    """This is news for nobody yet."""


def case_of(letter: Letter) -> Case:
    """Return the case of an outbox row about a case, with its holder."""
    case: Case = Case.objects.select_related("holder").get(pk=letter.payload["case_id"])
    return case


def _case_then(letter: Letter) -> Case:
    """Return the case with the entity that the event gave it to; by now another may have it."""
    case = case_of(letter)
    row = HistoryRow.objects.get(pk=letter.payload["history_id"])
    case.entity_id = row.to_entity_id or case.entity_id
    return case


def _tell_applicant(case: Case, template: str, at: datetime) -> None:
    """Write to the applicant; to a person who wants it so, an SMS that says nothing of the case."""
    rows = Applicant.objects.select_related("person", "representation").filter(case=case)
    applicant = rows.first()
    if applicant is None or not hears_news(applicant, at=at):
        return
    person = applicant.person
    if person and person.told_by == ToldBy.SMS and person.phone_verified_at and sms_is_on():
        queue(
            channel=Channel.SMS,
            template="news",
            language=case.language,
            address=person.phone,
            params={},
            about_id=case.id,
            at=at,
        )
    elif applicant.email:
        _queue(case, template, case.language, applicant.email, at)


def tell_handlers(case: Case, template: str, at: datetime) -> None:
    """Write to the holder, or to the focal points where nobody holds the case."""
    if case.holder and case.holder.is_active and _may_handle(case.holder, case):
        _tell_staff(case, case.holder, template, at)
    else:
        _tell_focal_points(case, template, at)


def _tell_focal_points(case: Case, template: str, at: datetime) -> None:
    for staff in those_to_tell(case):
        _tell_staff(case, staff, template, at)


def _may_handle(staff: Staff, case: Case) -> bool:
    return scope_of(rights_of(staff)).allows(HANDLE, case)


def _tell_staff(case: Case, staff: Staff, template: str, at: datetime) -> None:
    _queue(case, template, staff.language, staff.email, at)


def _queue(case: Case, template: str, language: str, address: str, at: datetime) -> None:
    queue(
        channel=Channel.EMAIL,
        template=template,
        language=language,
        address=address,
        params={
            "number": case.number,
            "case_id": str(case.id),
            "due_at": case.due_at.isoformat(),
            "entity": entity_tree().by_id[case.entity_id].name(language),
        },
        about_id=case.id,
        at=at,
    )
