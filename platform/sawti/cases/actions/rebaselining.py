"""Applying the present version of a policy to open cases, from the command line."""

from datetime import datetime

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.cases.models import Rescheduling
from sawti.cases.steps.rebaselining import Baseline, begin_baseline


def rebaseline(wanted: Baseline, *, by: Staff, at: datetime) -> Rescheduling:
    """Begin to apply a policy to open cases, in a transaction; a worker moves them.

    Raises as `sawti.cases.steps.rebaselining.begin_baseline` does.
    """
    with transaction.atomic(durable=True):
        return begin_baseline(wanted, by=by, at=at)
