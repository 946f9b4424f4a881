"""What the applicant does with number and receipt."""

import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sawti.acting.facts import Right
from sawti.cases.errors import CaseNotFound, ReopeningOver, TooManyReceipts
from sawti.cases.lifecycle import Event, State
from sawti.cases.models import Case, EndedBy, MessageKind, ResumedBy
from sawti.cases.representing import require_right
from sawti.cases.seals import receipt_hash
from sawti.cases.steps import checked_words, has_open_question, record, refusal, required_state, say
from sawti.cases.steps.clocks import (
    end_clocks,
    end_pause,
    promise_again,
    read_clocks,
    resume_clocks,
)
from sawti.cases.steps.reorganising import reopen_at_heir
from sawti.lib.ids import canonical_case_number, canonical_receipt
from sawti.sla.queries import reopen_until
from sawti.sla.terms import EVERY_KIND
from sawti.tenancy.context import reading

MOST_FAILURES = 10
LOCK_TIME = timedelta(minutes=15)
LONGEST_REPLY = 5000


def open_with_receipt(
    number: str, receipt: str, *, right: Right = Right.FOLLOW, at: datetime
) -> UUID:
    """Return the id of the case that number and receipt open, however they were typed.

    The receipt of who represents the applicant opens it for what that allows (`right`): else
    ActingWaits or ActingOver. Raises CaseNotFound alike for an unknown number, another tenant's
    and a wrong receipt, and TooManyReceipts for 15 minutes after the tenth wrong one.
    """
    typed = canonical_case_number(number) or ""
    with reading():
        case: Case | None = Case.objects.filter(number=typed).first()
    expected = bytes(case.receipt_hash) if case else bytes(32)
    found = receipt_hash(canonical_receipt(receipt) or "", typed)
    if case and case.receipt_locked_until and case.receipt_locked_until > at:
        left = case.receipt_locked_until - at
        raise TooManyReceipts(minutes=ceil(left / timedelta(minutes=1)))
    if case is None:
        raise CaseNotFound
    if not hmac.compare_digest(expected, found):
        _count_failure(case.id, at)
        raise CaseNotFound
    with reading():
        require_right(case.id, right, at=at)
    return case.id


def _count_failure(case_id: UUID, at: datetime) -> None:
    with transaction.atomic(durable=True):
        rows = Case.objects.filter(pk=case_id)
        rows.update(receipt_failures=F("receipt_failures") + 1)
        rows.filter(receipt_failures__gte=MOST_FAILURES).update(
            receipt_failures=0, receipt_locked_until=at + LOCK_TIME
        )


def reply_to_question(
    case_id: UUID, *, reply: str, at: datetime, files: Sequence[str] = ()
) -> Case:
    """Add the applicant's reply; the clock runs on, moved by the open time we waited.

    The caller has opened the case with its receipt. `files` are tokens of uploads. Raises Invalid
    for an empty or too long reply and for a file that is gone or one too many, and
    TransitionNotAllowed unless a question is open; it is so after the wait for it, too.
    """
    body = checked_words("reply", reply, longest=LONGEST_REPLY)
    with transaction.atomic(durable=True):
        case = _locked(case_id, at)
        from_state, case.state = case.state, required_state(case, Event.APPLICANT_REPLIED)
        if from_state == State.WAITING:
            resume_clocks(case, at, by=ResumedBy.REPLY)
        elif not has_open_question(case.id):
            raise refusal(case, Event.APPLICANT_REPLIED)
        case.replied_at = at
        _save(case, "due_at", "paused_at", "replied_at")
        say(case, MessageKind.REPLY, body, at=at, files=files)
        record(case, Event.APPLICANT_REPLIED, from_state=from_state, at=at)
    return case


def withdraw_case(case_id: UUID, *, reason: str = "", at: datetime) -> Case:
    """Take the case back at the applicant's wish; nobody works on it any more.

    The caller has opened the case for the applicant. `reason` may be empty. Raises
    TransitionNotAllowed once the case is answered or withdrawn.
    """
    body = checked_words("reason", reason, longest=LONGEST_REPLY, is_required=False)
    with transaction.atomic(durable=True):
        case = _locked(case_id, at)
        from_state, case.state = case.state, required_state(case, Event.WITHDRAW)
        end_pause(case, at, by=ResumedBy.CLOSED)
        end_clocks(case, EVERY_KIND, by=EndedBy.WITHDRAWN, at=at)
        case.withdrawn_at, case.replied_at = at, None
        _save(case, "withdrawn_at", "paused_at", "replied_at")
        if body:
            say(case, MessageKind.WITHDRAWAL, body, at=at)
        record(case, Event.WITHDRAW, from_state=from_state, at=at)
    return case


def reopen_case(case_id: UUID, *, reason: str, at: datetime) -> Case:
    """Send an answered case back to the entity, with a promise of its own from now on.

    The caller has opened the case for the applicant. Raises Invalid without words,
    TransitionNotAllowed unless the case is answered or lapsed, and ReopeningOver after the window.
    """
    body = checked_words("reason", reason, longest=LONGEST_REPLY)
    with transaction.atomic(durable=True):
        case = _locked(case_id, at)
        from_state, case.state = case.state, required_state(case, Event.REOPEN)
        assert case.closed_at is not None, "an answered or lapsed case has its date"
        if at > (until := reopen_until(case.closed_at)):
            raise ReopeningOver(
                number=case.number, until=until, state_code=from_state, version=case.version
            )
        case.answered_at = case.withdrawn_at = None
        case.replied_at = at
        case.reopenings += 1
        from_entity_id, moved = case.entity_id, reopen_at_heir(case)
        promise_again(case, at)
        _save(
            case,
            "due_at",
            "answered_at",
            "withdrawn_at",
            "policy_code",
            "policy_version",
            "reopenings",
            "replied_at",
            *(("entity", "holder") if moved else ()),
        )
        say(case, MessageKind.REOPENING, body, at=at)
        record(
            case,
            Event.REOPEN,
            from_state=from_state,
            at=at,
            from_entity_id=from_entity_id if moved else None,
            to_entity_id=case.entity_id if moved else None,
        )
    return case


def _locked(case_id: UUID, at: datetime) -> Case:
    case: Case = Case.objects.select_for_update().get(pk=case_id)
    read_clocks(case, at)
    return case


def _save(case: Case, *fields: str) -> None:
    case.version += 1
    case.save(update_fields=["state", "version", "breached_at", *fields])
