"""Giving open cases new due dates: begun with what changed, done batch by batch.

Each batch is one letter of the outbox: it moves clocks, notes the place and writes the letter of
the next, in one transaction. Whoever dies leaves the rest to the next worker, and nothing is moved
or told twice. A case that somebody acts on meanwhile is moved first (`settle`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q

from sawti.audit.steps import write_entry
from sawti.cases.due_dates import (
    Move,
    count_up_to,
    direction_of,
    movable_clocks,
    moves_of,
)
from sawti.cases.lifecycle import UNANSWERED, Event
from sawti.cases.models import Case, Cause, HistoryRow, Rescheduling
from sawti.cases.reschedulings import aim_of, cases_of, is_meant, reason_of, unsettled
from sawti.outbox import steps as outbox
from sawti.outbox.delivery import Letter, receive
from sawti.tenancy.actions import configuration_changed
from sawti.tenancy.context import current_tenant, tenant_context
from sawti.tenancy.locks import wait_for_turn
from sawti.tenancy.queries import tenant_anew

TOPIC = "cases.reschedule"
BATCH = 1000
# Whoever files or resumes by the calendar as it was has committed by then.
BEGINS_AFTER = timedelta(seconds=settings.SAWTI_TENANT_CACHE_SECONDS + 5)
EVENTS = {Cause.CALENDAR: Event.RESCHEDULE, Cause.BASELINE: Event.REBASELINE}

MOVE_CLOCKS = """
UPDATE cases_clock SET due_at = moved.due_at, policy_version = moved.version
FROM unnest(%(ids)s::uuid[], %(dues)s::timestamptz[], %(versions)s::int[])
  AS moved (id, due_at, version)
WHERE cases_clock.tenant_id = %(tenant)s AND cases_clock.id = moved.id
"""
MOVE_CASES = """
UPDATE cases_case SET due_at = moved.due_at, policy_version = moved.version
FROM unnest(%(ids)s::uuid[], %(dues)s::timestamptz[], %(versions)s::int[])
  AS moved (id, due_at, version)
WHERE cases_case.tenant_id = %(tenant)s AND cases_case.id = moved.id
"""


def register() -> None:
    """Move as letters come; called once, when the app is ready."""
    receive(TOPIC, _move_next)


def begin(run: Rescheduling, *, at: datetime) -> Rescheduling:
    """Begin a run in the transaction of what changed; the caller has checked who may.

    `run` is not saved yet.
    """
    run.total = count_up_to(cases_of(run))
    run.save(force_insert=True)
    write_entry(
        f"promises.{run.cause}_begun",
        at=at,
        actor_id=run.declared_by_id,
        object_type="rescheduling",
        object_id=run.id,
    )
    configuration_changed()  # so that every process knows of it: see `settle`
    outbox.add(TOPIC, {"run_id": str(run.id)}, at=at, due_at=at + BEGINS_AFTER)
    return run


def settle(case: Case, at: datetime) -> None:
    """Give a locked case the dates that a run under way has not given it yet."""
    for run in unsettled(at):
        if case.state in UNANSWERED and is_meant(run, case):
            move_cases([case], run, at=at)


def _move_next(letter: Letter, at: datetime) -> None:
    wait_for_turn("rescheduling")  # two runs at once would lock the same cases
    rows = Rescheduling.objects.select_for_update().filter(pk=letter.payload["run_id"])
    run = rows.filter(ended_at=None).first()
    if run:
        with tenant_context(tenant_anew()):  # this worker may have begun before the change
            move_batch(run, at=at)
        if run.ended_at is None:
            outbox.add(TOPIC, {"run_id": str(run.id)}, at=at, due_at=run.declared_at)


def move_batch(run: Rescheduling, *, at: datetime, limit: int = BATCH) -> None:
    """Move the next cases of a run that nobody else holds, and keep the place behind them."""
    cases = cases_of(run)
    if run.before_at:
        behind = Q(due_at__lt=run.before_at) | Q(due_at=run.before_at, pk__lt=run.before_id)
        cases = cases.filter(behind, due_at__lte=run.before_at)
    # The last due first: what moves later is behind us, and never met again.
    rows = cases.order_by("-due_at", "-pk").only("tenant", "state", "due_at", "policy_version")
    found = list(rows.select_for_update(of=("self",))[:limit])
    if found:
        run.before_at, run.before_id = found[-1].due_at, found[-1].pk
    directions = move_cases(found, run, at=at)
    run.seen += len(found)
    run.later += directions.count(1)
    run.earlier += directions.count(-1)
    if len(found) < limit:
        run.ended_at = at
        configuration_changed()
    run.save()


def move_cases(cases: Sequence[Case], run: Rescheduling, *, at: datetime) -> list[int]:
    """Move the clocks of locked cases; each that moves gets its row of history and its news.

    Returns a direction per moved case, see `direction_of`.
    """
    by_id = {case.pk: case for case in cases}
    clocks = list(movable_clocks(run.begins_at).filter(case_id__in=list(by_id)))
    by_case: dict[UUID, list[Move]] = defaultdict(list)
    for move in moves_of(clocks, aim_of(run), at=at):
        by_case[move.clock.case_id].append(move)
    if by_case:
        moves = [move for found in by_case.values() for move in found]
        _write(MOVE_CLOCKS, [(m.clock.pk, m.after, m.version) for m in moves])
        answers = [move for move in moves if move.is_of_answer]
        _write(MOVE_CASES, [(m.clock.case_id, m.after, m.version) for m in answers])
        for move in answers:
            case = by_id[move.clock.case_id]
            case.due_at, case.policy_version = move.after, move.version
        _record({by_id[case_id]: found for case_id, found in by_case.items()}, run, at)
    return [direction_of(found) for found in by_case.values()]


def _write(statement: str, rows: Sequence[tuple[UUID, datetime, int]]) -> None:
    ids, dues, versions = ([row[place] for row in rows] for place in range(3))
    params: dict[str, Any] = {
        "tenant": current_tenant().id,
        "ids": ids,
        "dues": dues,
        "versions": versions,
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


def _record(moved: Mapping[Case, Sequence[Move]], run: Rescheduling, at: datetime) -> None:
    """Add a row of history and one of news for each case."""
    event = EVENTS[Cause(run.cause)]
    rows = HistoryRow.objects.bulk_create(
        HistoryRow(
            case=case,
            event=event,
            from_state=case.state,
            to_state=case.state,
            at=at,
            by_id=run.declared_by_id,
            reason=reason_of(run),
            **_dates(moves),
        )
        for case, moves in moved.items()
    )
    payloads = [
        {"case_id": str(row.case_id), "history_id": str(row.id), "run_id": str(run.id)}
        for row in rows
    ]
    outbox.add_many(f"case.{event}", payloads, at=at)


def _dates(moves: Sequence[Move]) -> dict[str, datetime]:
    answer = next((move for move in moves if move.is_of_answer), None)
    return {"due_from": answer.before, "due_to": answer.after} if answer else {}
