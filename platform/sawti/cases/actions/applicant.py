"""What the applicant does with number and receipt."""

import hmac
from datetime import datetime, timedelta
from math import ceil
from uuid import UUID

from django.db import transaction
from django.db.models import F

from sawti.cases.errors import CaseNotFound, TooManyReceipts
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, MessageKind
from sawti.cases.seals import receipt_hash
from sawti.cases.steps import record, required_state, say
from sawti.lib.errors import N_, Invalid
from sawti.lib.ids import canonical_case_number, canonical_receipt
from sawti.lib.text import has_controls
from sawti.sla.queries import due_after_pause
from sawti.tenancy.context import reading

MOST_FAILURES = 10
LOCK_TIME = timedelta(minutes=15)
LONGEST_REPLY = 5000


def open_with_receipt(number: str, receipt: str, *, at: datetime) -> UUID:
    """Return the id of the case that number and receipt open, however they were typed.

    Raises CaseNotFound alike for an unknown number, another tenant's and a wrong receipt, and
    TooManyReceipts for 15 minutes after the tenth wrong one.
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
    return case.id


def _count_failure(case_id: UUID, at: datetime) -> None:
    with transaction.atomic(durable=True):
        rows = Case.objects.filter(pk=case_id)
        rows.update(receipt_failures=F("receipt_failures") + 1)
        rows.filter(receipt_failures__gte=MOST_FAILURES).update(
            receipt_failures=0, receipt_locked_until=at + LOCK_TIME
        )


def reply_to_question(case_id: UUID, *, reply: str, at: datetime) -> Case:
    """Add the applicant's reply; the clock runs on, moved by the open time we waited.

    The caller has opened the case with its receipt. Raises Invalid for an empty or too long reply
    and TransitionNotAllowed unless a question is open.
    """
    body = reply.strip()
    if not body or has_controls(body) or len(body) > LONGEST_REPLY:
        raise Invalid(
            "reply",
            N_("Write your reply in at most %(longest)s characters."),
            longest=LONGEST_REPLY,
        )
    with transaction.atomic(durable=True):
        case = Case.objects.select_for_update().get(pk=case_id)
        from_state, case.state = case.state, required_state(case, Event.APPLICANT_REPLIED)
        case.due_at = due_after_pause(due_at=case.due_at, paused_at=case.paused_at, resumed_at=at)
        case.paused_at = None
        case.version += 1
        case.save(update_fields=["state", "due_at", "paused_at", "version"])
        say(case, MessageKind.REPLY, body, at=at)
        record(case, Event.APPLICANT_REPLIED, from_state=from_state, at=at)
    return case  # type: ignore[no-any-return]
