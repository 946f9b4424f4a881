"""Telling people of escalations: one message for all that waits, at most one in 15 minutes."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import UNANSWERED
from sawti.escalation.models import Notice
from sawti.escalation.recipients import Recipients
from sawti.lib.ids import new_id
from sawti.notifications.models import Channel
from sawti.notifications.steps import queue
from sawti.telling.models import InboxEntry
from sawti.telling.steps import add_to_lists
from sawti.tenancy.locks import wait_for_turn

ONE, MANY = "case_escalated", "escalation_digest"
REST = timedelta(minutes=15)


def tell_of_waiting(staff: Staff, *, at: datetime) -> int:
    """Tell one person of all that waits for them; return of how many escalations.

    Whoever was told within the last 15 minutes waits. What is over by now (the case is answered,
    the clock ended, the escalation was taken back) or is no longer theirs to see, is dropped. Two
    workers take turns, so nobody is told twice.
    """
    wait_for_turn(f"escalation of {staff.pk}")
    if was_told_since(staff, at - REST):
        return 0
    waiting = list(
        Notice.objects.filter(staff=staff, settled_at__isnull=True, not_before__lte=at)
        .select_related("escalation__case__holder", "escalation__clock", "entity")
        .order_by("escalation__position", "escalation__reached_at", "id")
    )
    told = _still_to_tell(staff, waiting, at)
    message_id = new_id()
    for notice in waiting:
        notice.settled_at = at
        notice.message_id = message_id if notice in told else None
    Notice.objects.bulk_update(waiting, ["settled_at", "message_id"])
    if told:
        _write_to(staff, told, message_id, at)
    return len(told)


def was_told_since(staff: Staff, since: datetime) -> bool:
    """Tell whether somebody was told of an escalation after `since`."""
    rows = Notice.objects.filter(staff=staff, message_id__isnull=False, settled_at__gt=since)
    return bool(rows.exists())


def _still_to_tell(staff: Staff, waiting: Sequence[Notice], at: datetime) -> list[Notice]:
    if not staff.is_active:
        return []
    recipients = Recipients([notice.escalation.case for notice in waiting], at)
    return [
        notice
        for notice in waiting
        if not is_over(notice) and recipients.sees(staff, notice.escalation.case)
    ]


def is_over(notice: Notice) -> bool:
    """Tell whether there is nothing left to hurry about: a late message must not chase it."""
    escalation = notice.escalation
    clock = escalation.clock
    is_done = clock is not None and clock.ended_at is not None
    return bool(is_done or escalation.taken_back_at or escalation.case.state not in UNANSWERED)


def _write_to(staff: Staff, told: Sequence[Notice], message_id: UUID, at: datetime) -> None:
    """Write one e-mail about one case or about several, and a line in their list for each case."""
    cases: set[UUID] = {notice.escalation.case_id for notice in told}
    queue(
        channel=Channel.EMAIL,
        template=ONE if len(cases) == 1 else MANY,
        language=staff.language,
        address=staff.email,
        params={"message_id": str(message_id)},
        about_id=next(iter(cases)) if len(cases) == 1 else message_id,
        at=at,
    )
    add_to_lists(_lines(staff, cases, at))


def _lines(staff: Staff, cases: Iterable[UUID], at: datetime) -> list[InboxEntry]:
    return [InboxEntry(staff=staff, template=ONE, case_id=case_id, at=at) for case_id in cases]
