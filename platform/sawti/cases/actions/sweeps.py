"""What the scheduler does: date breaches, forget expired drafts and keys."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from sawti.accounts.steps import forget_codes
from sawti.businesses.steps import forget_invitations
from sawti.cases.lifecycle import FELL_DUE
from sawti.cases.models import Case, Clock, Draft, FilingKey, HistoryRow
from sawti.cases.reschedulings import breaches_wait_from
from sawti.outbox import steps as outbox
from sawti.signin.steps import forget_tries
from sawti.sla.terms import Kind

BATCH = 500


def date_breaches(*, at: datetime) -> int:
    """Date every breach up to `at` in the current tenant; return how many.

    A breach of each clock is dated when it fell due, not when it was noticed, and exactly once: the
    rows and their cases are locked, and those that another worker holds are left to it. What fell
    due since a calendar changed waits until its run has moved the open cases.
    """
    total, until_at = 0, breaches_wait_from(at)
    while count := _date_batch(until_at, at):
        total += count
    return total


def _date_batch(until_at: datetime, at: datetime) -> int:
    with transaction.atomic(durable=True):
        clocks = list(
            Clock.objects.running_past_due(until_at)
            .select_related("case")
            .order_by("due_at")
            .select_for_update(skip_locked=True, of=("self", "case"))[:BATCH]
        )
        if not clocks:
            return 0
        Clock.objects.filter(pk__in=[each.pk for each in clocks]).update(breached_at=F("due_at"))
        answers = [each.case_id for each in clocks if each.kind == Kind.RESOLUTION]
        Case.objects.filter(pk__in=answers).update(breached_at=F("due_at"))
        rows = HistoryRow.objects.bulk_create(
            [
                HistoryRow(
                    case=clock.case,
                    event=FELL_DUE[Kind(clock.kind)],
                    from_state=clock.case.state,
                    to_state=clock.case.state,
                    at=clock.due_at,
                )
                for clock in clocks
            ]
        )
        outbox.add_all(
            [
                (f"case.{r.event}", {"case_id": str(r.case_id), "history_id": str(r.id)})
                for r in rows
            ],
            at=at,
        )
    return len(clocks)


def forget_expired(*, at: datetime) -> int:
    """Delete drafts, keys, codes, tries and invitations whose time is over; return how many."""
    with transaction.atomic(durable=True):
        drafts, _ = Draft.objects.filter(expires_at__lte=at).delete()
        keys, _ = FilingKey.objects.filter(expires_at__lte=at).delete()
        codes = forget_codes(at=at)
        tries = forget_tries(at=at)
        invitations = forget_invitations(at=at)
    return int(drafts + keys + codes + tries + invitations)
