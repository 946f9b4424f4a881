"""What an action calls when somebody wants to know who filed a case."""

from datetime import datetime, timedelta
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.openings.models import Opening, Outcome

LAPSES = timedelta(hours=24)
DECIDED_WITHIN = timedelta(hours=1)


def keep_opening(
    case_id: UUID,
    number: str,
    *,
    by: Staff,
    reason: str,
    outcome: Outcome,
    at: datetime,
    subject_id: UUID | None = None,
) -> None:
    """Add one opening, or refusal, to the register, in the open transaction.

    `subject_id`: what else than the applicant's identity was opened: documents of a proof.
    """
    Opening.objects.create(
        case_id=case_id,
        number=number,
        staff=by,
        at=at,
        reason=reason,
        outcome=outcome,
        subject_id=subject_id,
    )


def opened_lately(subject_id: UUID, *, by: Staff, at: datetime) -> bool:
    """Tell whether `by` opened this within the last hour, on the register."""
    rows = Opening.objects.filter(subject_id=subject_id, staff=by, outcome=Outcome.OPENED)
    return bool(rows.filter(at__gt=at - DECIDED_WITHIN).exists())


def use_approval(case_id: UUID, *, by: Staff, at: datetime) -> bool:
    """Use up what a second person allowed `by` in the last 24 hours; tell whether there was any."""
    rows = Opening.objects.select_for_update().filter(
        case_id=case_id, staff=by, outcome=Outcome.APPROVED, approved_at__gt=at - LAPSES
    )
    row = rows.order_by("approved_at").first()
    if row:
        row.outcome, row.at = Outcome.OPENED, at
        row.save(update_fields=["outcome", "at"])
    return row is not None


def ask_for_approval(case_id: UUID, number: str, *, by: Staff, reason: str, at: datetime) -> None:
    """Let an opening wait for a second person; asked again, it waits on."""
    waiting = Opening.objects.filter(case_id=case_id, staff=by, outcome=Outcome.WAITING)
    if not waiting.exists():
        keep_opening(case_id, number, by=by, reason=reason, outcome=Outcome.WAITING, at=at)
