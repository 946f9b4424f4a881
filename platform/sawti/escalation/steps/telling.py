"""Telling people of escalations: one message for all that waits, at most one in 15 minutes.

Who is told the ladder says; by which way, in which words and how urgently, `sawti.telling`.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.calendars.queries import business_calendar
from sawti.cases.digests import gather
from sawti.cases.lifecycle import UNANSWERED
from sawti.escalation.models import Notice
from sawti.escalation.recipients import Recipients
from sawti.lib.ids import new_id
from sawti.notifications.models import Channel
from sawti.notifications.queries import browsers_to_tell
from sawti.notifications.steps import queue, queue_push
from sawti.telling.choosing import next_digest
from sawti.telling.facts import ESCALATED, ESCALATIONS, PUSH_STAFF, Audience, Way, What
from sawti.telling.models import InboxEntry
from sawti.telling.queries import rules
from sawti.telling.steps import add_to_lists
from sawti.tenancy.locks import wait_for_turn

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
    """Write one e-mail about one case or about several, and a line in their list for each case.

    The tenant's rule says which of both, and whether the e-mail goes whatever the reader chose;
    else it waits for their working hours, or for the gathered one of the day, as they want it.
    Devices are told once, whatever the number of cases.
    """
    rule = rules()[What.ESCALATED]
    ways, is_must = rule.to(Audience.LADDER), Audience.LADDER in rule.must
    is_wanted = is_must or What.ESCALATED not in staff.muted
    is_mailed = Way.EMAIL in ways and is_wanted
    calendar = business_calendar(told[-1].entity_id)
    digest_at = next_digest(calendar, at) if staff.gathered and not is_must else None
    cases: set[UUID] = {notice.escalation.case_id for notice in told}
    waits = staff.only_at_work and not is_must
    not_before = calendar.next_opening(at) if waits else None
    if is_mailed and digest_at:
        gather(staff, digest_at, at)
    elif is_mailed:
        _queue(staff, cases, message_id, at=at, not_before=not_before)
    if Way.PUSH in ways and is_wanted:
        browsers = browsers_to_tell(staff_id__in=[staff.pk]).get(staff.pk, [])
        language, about = staff.language, told[0].escalation.case_id
        queue_push(browsers, PUSH_STAFF, language, about, at=at, not_before=not_before)
    if Way.IN_APP in ways:
        add_to_lists(_lines(staff, cases, at, digest_at if is_mailed else None))


def _queue(
    staff: Staff,
    cases: Collection[UUID],
    message_id: UUID,
    *,
    at: datetime,
    not_before: datetime | None,
) -> None:
    is_one = len(cases) == 1
    queue(
        channel=Channel.EMAIL,
        template=ESCALATED if is_one else ESCALATIONS,
        language=staff.language,
        address=staff.email,
        params={"message_id": str(message_id)},
        about_id=next(iter(cases)) if is_one else message_id,
        at=at,
        not_before=not_before,
    )


def _lines(
    staff: Staff, cases: Iterable[UUID], at: datetime, digest_at: datetime | None
) -> list[InboxEntry]:
    return [
        InboxEntry(staff=staff, template=ESCALATED, case_id=case_id, at=at, digest_at=digest_at)
        for case_id in cases
    ]
