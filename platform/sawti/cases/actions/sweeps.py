"""What the scheduler does: date breaches, forget expired drafts and keys."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from sawti.accounts.steps import forget_codes
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, Draft, FilingKey, HistoryRow
from sawti.outbox import steps as outbox
from sawti.signin.steps import forget_tries

BATCH = 500


def date_breaches(*, at: datetime) -> int:
    """Date every breach up to `at` in the current tenant; return how many.

    A breach is dated when it fell due, not when it was noticed, and exactly once: the rows are
    locked, and rows that another worker holds are left to it.
    """
    total = 0
    while count := _date_batch(at):
        total += count
    return total


def _date_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        cases = list(
            Case.objects.running_past_due(at)
            .order_by("due_at")
            .select_for_update(skip_locked=True)[:BATCH]
        )
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(breached_at=F("due_at"))
        rows = HistoryRow.objects.bulk_create(
            [
                HistoryRow(
                    case=case,
                    event=Event.BREACH,
                    from_state=case.state,
                    to_state=case.state,
                    at=case.due_at,
                )
                for case in cases
            ]
        )
        if rows:
            outbox.add_many(
                f"case.{Event.BREACH}",
                [{"case_id": str(r.case_id), "history_id": str(r.id)} for r in rows],
                at=at,
            )
    return len(cases)


def forget_expired(*, at: datetime) -> int:
    """Delete drafts, keys, codes and counted tries whose time is over; return how many."""
    with transaction.atomic(durable=True):
        drafts, _ = Draft.objects.filter(expires_at__lte=at).delete()
        keys, _ = FilingKey.objects.filter(expires_at__lte=at).delete()
        codes = forget_codes(at=at)
        tries = forget_tries(at=at)
    return int(drafts + keys + codes + tries)
