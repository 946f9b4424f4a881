"""Carrying out the policies: batch by batch, each a transaction, so that a crash costs a batch."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sawti.audit.steps import write_entry
from sawti.retention.models import Cause, Run
from sawti.retention.steps.batches import apply_batch

log = logging.getLogger("sawti.retention")


def apply_policies(
    *,
    cause: str = Cause.COMMAND,
    at: datetime,
    most_rows: int | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> Run:
    """Remove what the policies of the current tenant end at `at`; return the run.

    `most_rows`: of all policies and tables together; a case counts as one. Safe beside another
    worker: rows that it holds are left to it. A case that can't be removed is noted and does not
    hold up the others.
    """
    with transaction.atomic(durable=True):
        run: Run = Run.objects.create(cause=cause, begun_at=at)
    left = most_rows
    while left is None or left > 0:
        count = _next_batch(run, at, left)
        if not count:
            break
        progress(count)
        left = None if left is None else left - count
    with transaction.atomic(durable=True):
        Run.objects.filter(pk=run.pk).update(ended_at=at)
        write_entry("retention.applied", at=at, object_type="retention_run", object_id=run.pk)
    return run


def _next_batch(run: Run, at: datetime, most_rows: int | None) -> int:
    try:
        with transaction.atomic(durable=True):
            return apply_batch(run, at=at, most_rows=most_rows)
    except Exception as error:  # noqa: BLE001 - it is tried again, case by case
        log.warning("a batch of run %s failed: %s", run.pk, type(error).__name__)
    with transaction.atomic(durable=True):
        return apply_batch(run, at=at, most_rows=most_rows, one_by_one=True)
