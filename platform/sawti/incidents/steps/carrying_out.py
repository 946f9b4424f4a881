"""Carries a decision out, a batch of its cases in each delivery of the outbox.

A batch, what it leaves behind and the row that asks for the next one are one transaction: a worker
that dies in it leaves nothing of it, and the next one does it again.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.cases.errors import CaseAnonymised, CaseNotFound, TransitionNotAllowed
from sawti.cases.lifecycle import UNANSWERED, Event, State
from sawti.cases.models import Case
from sawti.cases.steps import lock_case, record
from sawti.cases.steps.answering import give_answer, save_change, take
from sawti.cases.steps.clocks import extend_promises
from sawti.entities.permissions import Rights, rights_of
from sawti.incidents.models import (
    Decision,
    DecisionCase,
    DecisionKind,
    Incident,
    Membership,
    Outcome,
    Why,
)
from sawti.lib.errors import NotPermitted
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive

TOPIC = "incident.carry_out"
BATCH = 25


class _Skipped(Exception):
    """This case is left as it is."""

    def __init__(self, why: Why, stood: str = "") -> None:
        self.why, self.stood = why, stood
        super().__init__(why)


def register() -> None:
    """Register the receiver; called once, when the app is ready."""
    receive(TOPIC, carry_out)


def go_on(decision: Decision, at: datetime) -> None:
    """Ask a worker for the next batch."""
    outbox.add(TOPIC, {"decision_id": str(decision.id)}, at=at)


def carry_out(letter: Letter, at: datetime) -> None:
    """Do the next batch of a decision, in the transaction of its outbox row."""
    found = Decision.objects.select_related("decided_by").filter(pk=letter.payload["decision_id"])
    decision = found.get()
    # Who takes a case out, or closes the incident, waits for the batch, and the batch for them.
    incident = Incident.objects.select_for_update().get(pk=decision.incident_id)
    todo = DecisionCase.objects.filter(decision=decision, outcome="").order_by("case_id")
    lines = list(todo[: BATCH + 1])
    batch = lines[:BATCH]
    members = _members(incident, [line.case_id for line in batch])
    rights = rights_of(decision.decided_by) if decision.decided_by.is_active else None
    for line in batch:
        _carry_out_one(decision, line, rights, at, is_member=line.case_id in members)
    DecisionCase.objects.bulk_update(batch, ["outcome", "why", "stood"])
    if len(lines) > BATCH:
        go_on(decision, at)
    else:
        decision.ended_at = at
        decision.save(update_fields=["ended_at"])


def _members(incident: Incident, case_ids: list[UUID]) -> set[UUID]:
    rows = Membership.objects.filter(incident=incident, case_id__in=case_ids, left_at__isnull=True)
    return set(rows.values_list("case_id", flat=True))


def _carry_out_one(
    decision: Decision,
    line: DecisionCase,
    rights: Rights | None,
    at: datetime,
    *,
    is_member: bool,
) -> None:
    """Do one case, or write down why not; what was begun of a skipped one is undone."""
    try:
        with transaction.atomic():
            if not is_member:
                raise _Skipped(Why.LEFT)
            case = _lock(line, rights, at)
            _DOING[DecisionKind(decision.kind)](decision, case, at)
    except _Skipped as skipped:
        line.outcome, line.why, line.stood = Outcome.SKIPPED, skipped.why, skipped.stood
    else:
        line.outcome = Outcome.DONE


def _lock(line: DecisionCase, rights: Rights | None, at: datetime) -> Case:
    """Lock a case that may still be changed, by the rights that its decider has now."""
    if rights is None:
        raise _Skipped(Why.UNSEEN)
    try:
        case = lock_case(line.case_id, rights=rights, version=None, at=at)
    except (CaseNotFound, NotPermitted):
        raise _Skipped(Why.UNSEEN) from None
    except CaseAnonymised:
        raise _Skipped(Why.ANONYMISED) from None
    if case.state not in UNANSWERED:
        raise _Skipped(Why.STATE, case.state)
    if case.entity_id != line.entity_id:
        raise _Skipped(Why.MOVED)
    return case


def _answer(decision: Decision, case: Case, at: datetime) -> None:
    """Answer a case in its language; one that nobody has begun with is taken first."""
    if case.language not in decision.texts:
        raise _Skipped(Why.LANGUAGE)
    try:
        if case.state == State.RECEIVED:
            take(case, by=decision.decided_by, at=at)
        give_answer(case, decision.texts[case.language], by=decision.decided_by, at=at)
    except TransitionNotAllowed:
        raise _Skipped(Why.STATE, case.state) from None


def _move_due_date(decision: Decision, case: Case, at: datetime) -> None:
    assert decision.days is not None
    due_from = case.due_at
    if not extend_promises(case, decision.days, since=decision.decided_at):
        raise _Skipped(Why.LATE if case.breached_at else Why.LATER)
    save_change(case, "due_at")
    record(
        case,
        Event.EXTEND,
        from_state=case.state,
        by=decision.decided_by,
        at=at,
        reason=decision.reason,
        due_from=due_from if case.due_at != due_from else None,
    )


_DOING: dict[DecisionKind, Callable[[Decision, Case, datetime], None]] = {
    DecisionKind.ANSWER: _answer,
    DecisionKind.DUE_DATE: _move_due_date,
}
