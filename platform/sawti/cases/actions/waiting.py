"""Waiting for somebody outside: staff begin and end it; what lasts too long ends by itself."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.cases.lifecycle import Event
from sawti.cases.models import Case, EndedBy, Pause, ResumedBy, WaitsFor
from sawti.cases.steps import checked_words, lock_case, record, required_state
from sawti.cases.steps.clocks import (
    end_clocks,
    end_pause,
    pause_clocks,
    read_clocks,
    resume_clocks,
    waiting_of,
)
from sawti.entities.permissions import rights_of
from sawti.lib.errors import N_, Invalid
from sawti.sla.queries import next_reminder
from sawti.sla.terms import EVERY_KIND

LONGEST_REASON = 300
BATCH = 100
BEGIN = {
    WaitsFor.THIRD_PARTY: Event.WAIT_THIRD_PARTY,
    WaitsFor.COURT: Event.WAIT_COURT,
}


def wait_outside(
    case_id: UUID, *, by: Staff, version: int, waits_for: str, reason: str, at: datetime
) -> Case:
    """Let the clocks stand while the case waits for a third party or a court.

    Raises Invalid for anybody else and without a reason, and as all actions on a case.
    """
    words = checked_words("reason", reason, longest=LONGEST_REASON)
    if waits_for not in BEGIN:
        raise Invalid("waits_for", N_("There is no such choice here. Choose one from the list."))
    event = BEGIN[WaitsFor(waits_for)]
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        from_state, case.state = case.state, required_state(case, event)
        pause_clocks(case, waits_for, at, reason=words)
        _save(case)
        record(case, event, from_state=from_state, by=by, at=at, reason=words)
    return case


def go_on(case_id: UUID, *, by: Staff, version: int, at: datetime) -> Case:
    """End the wait: the clocks run on. A question that was asked can still be answered."""
    with transaction.atomic(durable=True):
        case = lock_case(case_id, rights=rights_of(by), version=version, at=at)
        from_state, case.state = case.state, required_state(case, Event.GO_ON)
        resume_clocks(case, at, by=ResumedBy.STAFF)
        _save(case)
        record(case, Event.GO_ON, from_state=from_state, by=by, at=at)
    return case


def end_waits(*, at: datetime) -> int:
    """End every wait that was over at `at` in the current tenant; return how many.

    Each ends when it was over, not when it was noticed, and once: the clocks run on, or the case is
    closed where its policy says so and every reminder was sent.
    """
    return _in_batches(_end_batch, at)


def remind_applicants(*, at: datetime) -> int:
    """Remind each applicant whose reminder is due at `at`; after a standstill once, not often."""
    return _in_batches(_remind_batch, at)


def _in_batches(batch: Callable[[datetime], int], at: datetime) -> int:
    total = 0
    while count := batch(at):
        total += count
    return total


def _end_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        pauses = _locked(Pause.objects.filter(ended_at=None, until_at__lt=at).order_by("until_at"))
        for pause in pauses:
            _end(pause)
    return len(pauses)


def _locked(rows: Any) -> list[Pause]:
    """Lock pauses with their cases; those that another worker holds are left to it."""
    rows = rows.select_related("case").select_for_update(skip_locked=True, of=("self", "case"))
    return list(rows[:BATCH])


def _end(pause: Pause) -> None:
    case, at = pause.case, pause.until_at
    assert at is not None, "a wait without a limit never ends by itself"
    read_clocks(case, at)
    event = Event.LAPSE if _closes(pause, case) else Event.WAIT_OVER
    from_state, case.state = case.state, required_state(case, event)
    if event == Event.LAPSE:
        end_pause(case, at, by=ResumedBy.CLOSED)
        end_clocks(case, EVERY_KIND, by=EndedBy.LAPSED, at=at)
        case.withdrawn_at = at
    else:
        resume_clocks(case, at, by=ResumedBy.EXPIRY)
    _save(case, "withdrawn_at")
    record(case, event, from_state=from_state, at=at)


def _closes(pause: Pause, case: Case) -> bool:
    waiting = waiting_of(case)
    is_silent = pause.reminders >= waiting.reminders
    return pause.waits_for == WaitsFor.APPLICANT and waiting.closes and is_silent


def _remind_batch(at: datetime) -> int:
    with transaction.atomic(durable=True):
        due = Pause.objects.filter(ended_at=None, remind_at__lte=at)
        pauses = _locked(due.order_by("remind_at"))
        for pause in pauses:
            pause.reminders += 1
            pause.remind_at = _next_reminder(pause, at)
            record(pause.case, Event.REMIND, from_state=pause.case.state, at=at)
        Pause.objects.bulk_update(pauses, ["reminders", "remind_at"])
    return len(pauses)


def _next_reminder(pause: Pause, at: datetime) -> datetime | None:
    """Return when the next one is due: as planned, or after a standstill counted from now."""
    assert pause.remind_at is not None, "its reminder was due"
    waiting = waiting_of(pause.case)
    for since in (pause.remind_at, at):
        found = next_reminder(waiting, sent=pause.reminders, at=since, until=pause.until_at)
        if found is None or found > at:
            return found
    return None


def _save(case: Case, *fields: str) -> None:
    case.version += 1
    case.save(update_fields=["state", "version", "breached_at", "due_at", "paused_at", *fields])
