"""One batch of what the policies end, in the open transaction."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.audit.steps import write_entry
from sawti.outbox import steps as outbox
from sawti.retention.models import Policy, Run, RunFailure
from sawti.retention.registry import Declared, spans_of
from sawti.retention.selecting import (
    Rule,
    cases_due,
    policies_in_force,
    rows_ended,
    rules_for_cases,
)
from sawti.retention.steps.removing import Done, add_lines, remove_cases
from sawti.tenancy.keeping import Span, values_at
from sawti.tenancy.locks import wait_for_turn

NEXT_BATCH = "retention.next_batch"
BATCH = 500
ROWS = 5000  # of a table whose rows end by themselves


def apply_batch(
    run: Run, *, at: datetime, most_rows: int | None = None, one_by_one: bool = False
) -> int:
    """Remove the next cases or rows that a policy ends at `at`; return how many, 0 at the end.

    At most `most_rows`, else as many as a batch has; a case counts as one. `one_by_one`: a case
    that fails is noted and left to the next run, and the others are removed nevertheless; slower,
    so only after a batch has failed.
    """
    share_with_holds()
    policies = policies_in_force(at)
    for rule in rules_for_cases(policies):
        if count := _remove_some(rule, run, at, _most(BATCH, most_rows), one_by_one):
            return count
    for policy in policies:
        for declared, span in spans_of(policy.kind) if policy.number is not None else ():
            if count := _end_rows(policy, declared, span, run, at, _most(ROWS, most_rows)):
                return count
    return 0


def go_on(run_id: str, *, at: datetime, one_by_one: bool) -> None:
    """Remove the next batch of a night and order the one after it, or close the run.

    What is due is reckoned from the beginning of the run, so that it ends.
    """
    run: Run = Run.objects.select_for_update().get(pk=run_id)
    if apply_batch(run, at=run.begun_at, one_by_one=one_by_one):
        outbox.add(NEXT_BATCH, {"run_id": run_id}, at=at)
        return
    run.ended_at = at
    run.save(update_fields=["ended_at"])
    write_entry("retention.applied", at=at, object_type="retention_run", object_id=run.pk)


def share_with_holds() -> None:
    """Wait for a legal hold that is being placed; one that comes later waits for us."""
    wait_for_turn("retention", is_shared=True)


def wait_for_batches() -> None:
    """Let batches that run now end before a legal hold is placed, so that it counts at once."""
    wait_for_turn("retention")


def _remove_some(rule: Rule, run: Run, at: datetime, most: int, one_by_one: bool) -> int:
    failed = RunFailure.objects.filter(run=run).values("case_id")
    rows = cases_due(rule, at).exclude(pk__in=failed)
    locked = rows.select_for_update(skip_locked=True, of=("self",))
    ids = list(locked.values_list("pk", flat=True)[:most])
    if not one_by_one:
        if ids:
            remove_cases(ids, how=rule.policy.how, run=run, at=at, policy=rule.policy)
        return len(ids)
    for case_id in ids:
        _try_one(case_id, rule, run, at)
    return len(ids)


def _try_one(case_id: UUID, rule: Rule, run: Run, at: datetime) -> None:
    try:
        with transaction.atomic():
            remove_cases([case_id], how=rule.policy.how, run=run, at=at, policy=rule.policy)
    except Exception as error:  # noqa: BLE001 - whatever it is, the others are removed
        RunFailure.objects.create(run=run, case_id=case_id, fault=type(error).__name__)


def _most(batch: int, most_rows: int | None) -> int:
    return batch if most_rows is None else min(batch, most_rows)


def _end_rows(
    policy: Policy, declared: Declared, span: Span, run: Run, at: datetime, most: int
) -> int:
    found = rows_ended(declared, span, policy, at).order_by(span.since)
    ids = list(found.values_list("pk", flat=True)[:most])
    rows, done = declared.rows(pk__in=ids), Done()
    if span.changes is None:
        done["deleted", declared.table] = rows._raw_delete(rows.db)
    else:
        done["changed", declared.table] = rows.update(**values_at(span.changes, at))
    add_lines(run, policy, done)
    return len(ids)
