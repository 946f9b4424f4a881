"""What the scheduler does: act on the levels that were reached, and mend what is not watched."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.cases.reschedulings import breaches_wait_from
from sawti.escalation.models import Watch
from sawti.escalation.steps.acting import act_on
from sawti.escalation.steps.rewatching import BEFORE_ALL, watch_after

BATCH = 500


def escalate_due(*, at: datetime, batch: int = BATCH) -> int:
    """Act on every level that a clock of the tenant reached by `at`; return how many clocks.

    The watches are found by index and locked with their cases; those that another worker or an
    officer holds are left to the next run. Each batch is a transaction of its own. What is not
    reached after all, because the due date moved meanwhile, is only watched anew. What was reached
    since a calendar changed waits until its run has moved the open cases, as breaches do.
    """
    total, until_at = 0, breaches_wait_from(at)
    while count := _escalate_batch(until_at, at, batch):
        total += count
    return total


def _escalate_batch(until_at: datetime, at: datetime, batch: int) -> int:
    with transaction.atomic(durable=True):
        found = list(
            Watch.objects.filter(next_at__lte=until_at)
            .select_related("clock__case__holder")
            .order_by("next_at", "id")
            .select_for_update(skip_locked=True, of=("self", "clock__case"))[:batch]
        )
        if found:
            act_on([each.clock for each in found], until_at=until_at, at=at)
    return len(found)


def mend_watches(*, at: datetime) -> None:
    """Watch every open clock of the tenant anew, page by page.

    News of cases and ladders keep the watches; this finds what a change in bulk left behind.
    """
    last: UUID | None = BEFORE_ALL
    while last:
        with transaction.atomic(durable=True):
            last = watch_after(last, at=at)
