"""What staff do with a case. Each action: lock, right, version, table, change, history, outbox."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.cases.content import move_words
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, EndedBy, MessageKind, WaitsFor
from sawti.cases.scope import HANDLE, scope_of
from sawti.cases.steps import add_files, checked_words, lock_case, record, required_state, say
from sawti.cases.steps.answering import give_answer, save_change, take
from sawti.cases.steps.clocks import end_clocks, pause_clocks, restart_hand, restart_stage
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid
from sawti.sla.terms import Kind

LONGEST_REASON = 300


def take_case(case_id: UUID, *, by: Staff, version: int, at: datetime) -> Case:
    """Take a received case into work; the taker becomes its holder.

    Raises CaseNotFound, NotPermitted, CaseChanged or TransitionNotAllowed, as all actions here.
    """
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        take(case, by=by, at=at)
    return case


def assign_case(case_id: UUID, *, by: Staff, version: int, to: UUID, at: datetime) -> Case:
    """Make the person `to` the holder of a case; a received one is then in work.

    Raises Invalid unless `to` is active staff who may handle the cases of the entity.
    """
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        from_state, case.state = case.state, required_state(case, Event.ASSIGN)
        holder = Staff.objects.filter(pk=to, is_active=True).first()
        if holder is None or not scope_of(rights_of(holder)).allows(HANDLE, case):
            raise Invalid("holder", N_("This person does not work on the cases of the entity."))
        is_another, case.holder = case.holder_id != holder.id, holder
        end_clocks(case, {Kind.ACKNOWLEDGE}, by=EndedBy.MET, at=at)
        if is_another:
            restart_hand(case, at)
        save_change(case, "holder")
        record(case, Event.ASSIGN, from_state=from_state, by=by, at=at, to_staff=holder)
    return case


def ask_applicant(
    case_id: UUID,
    *,
    by: Staff,
    version: int,
    question: str,
    at: datetime,
    files: Sequence[str] = (),
) -> Case:
    """Ask the applicant; the clock pauses until the reply. Raises Invalid for an empty question.

    `files` are tokens of uploads that the applicant then sees.
    """
    body = checked_words("question", question)
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        from_state, case.state = case.state, required_state(case, Event.ASK_APPLICANT)
        end_clocks(case, {Kind.FIRST_RESPONSE}, by=EndedBy.MET, at=at)
        pause_clocks(case, WaitsFor.APPLICANT, at)
        case.replied_at = None
        save_change(case, "paused_at", "replied_at")
        say(case, MessageKind.QUESTION, body, at=at, by=by, files=files)
        record(case, Event.ASK_APPLICANT, from_state=from_state, by=by, at=at)
    return case


def answer_case(
    case_id: UUID,
    *,
    by: Staff,
    version: int,
    answer: str,
    at: datetime,
    files: Sequence[str] = (),
) -> Case:
    """Send the entity's answer; the clock stops. Raises Invalid for an empty answer.

    `files` are tokens of uploads that the applicant then sees.
    """
    body = checked_words("answer", answer)
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        give_answer(case, body, by=by, at=at, files=files)
    return case


def keep_files(
    case_id: UUID, *, by: Staff, version: int, files: Sequence[str], at: datetime
) -> Case:
    """Add uploads to the case for staff only; the applicant never sees them. It is audited.

    Raises Invalid without files, TooManyFiles and FilesGone.
    """
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        if not files:
            raise Invalid("files", N_("Choose a file first."))
        add_files(case, files, at=at, by=by)
        save_change(case)
        write_entry("files.added", at=at, actor_id=by.id, object_type="case", object_id=case.id)
    return case


def transfer_case(
    case_id: UUID, *, by: Staff, version: int, entity_code: str, reason: str, at: datetime
) -> Case:
    """Hand the case to another entity of the tenant; the promise to the person stays as it is.

    Raises Invalid if the entity is unknown, inactive or the one that holds the case.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    target = entity_tree().by_code.get(entity_code)
    if target is None or not target.is_active:
        raise Invalid("entity", N_("There is no such entity. Choose one from the list."))
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        from_state, case.state = case.state, required_state(case, Event.TRANSFER)
        if target.id == case.entity_id:
            raise Invalid("entity", N_("This entity has the case already. Choose another one."))
        from_entity_id, case.entity_id, case.holder = case.entity_id, target.id, None
        clocks = restart_stage(case, at)
        save_change(case, "entity", "holder")
        move_words(case)
        record(
            case,
            Event.TRANSFER,
            from_state=from_state,
            by=by,
            at=at,
            from_entity_id=from_entity_id,
            to_entity_id=target.id,
            reason=words,
            clocks=clocks,
        )
    return case
