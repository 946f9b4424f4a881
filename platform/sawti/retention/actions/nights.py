"""Beginning the nightly round: the worker then goes on batch by batch."""

from datetime import datetime, timedelta

from django.db import transaction

from sawti.outbox import steps as outbox
from sawti.retention.models import Cause, Run
from sawti.retention.steps.batches import NEXT_BATCH

LONGEST_RUN = timedelta(hours=20)


def begin_night(*, at: datetime) -> Run | None:
    """Open tonight's run and order its first batch; None while another still goes on."""
    with transaction.atomic(durable=True):
        runs = Run.objects.filter(cause=Cause.NIGHT, ended_at__isnull=True)
        if runs.filter(begun_at__gt=at - LONGEST_RUN).exists():
            return None
        run: Run = Run.objects.create(cause=Cause.NIGHT, begun_at=at)
        outbox.add(NEXT_BATCH, {"run_id": str(run.id)}, at=at)
    return run
