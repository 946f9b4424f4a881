"""Sending what waits: each person in a transaction of their own."""

from datetime import datetime

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.escalation.models import Notice
from sawti.escalation.steps.telling import REST, tell_of_waiting
from sawti.tenancy.context import reading


def tell_all_waiting(*, at: datetime) -> int:
    """Tell everybody of the tenant for whom something waits by `at`; return how many people."""
    return sum(_tell(staff, at) for staff in those_waiting(at))


def those_waiting(at: datetime) -> list[Staff]:
    """Return for whom something waits, without those who were told just now."""
    waiting = Notice.objects.filter(settled_at__isnull=True, not_before__lte=at)
    resting = Notice.objects.filter(message_id__isnull=False, settled_at__gt=at - REST)
    with reading():
        people = Staff.objects.filter(pk__in=waiting.values("staff_id"))
        return list(people.exclude(pk__in=resting.values("staff_id")).order_by("id"))


def _tell(staff: Staff, at: datetime) -> bool:
    with transaction.atomic(durable=True):
        return tell_of_waiting(staff, at=at) > 0
