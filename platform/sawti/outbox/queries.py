"""What waits for delivery: in all tenants (through the `system` account), and in one."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connections, transaction
from django.db.models import Count, Min

from sawti.lib import clock
from sawti.outbox.models import Message


def tenants_with_open_messages() -> list[UUID]:
    """Return the tenants that have something to deliver now.

    Asked through the `system` account, which may read the ids and times of outbox rows of every
    tenant and nothing else.
    """
    with transaction.atomic(using="system"), connections["system"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tenant_id FROM outbox_message "
            "WHERE done_at IS NULL AND given_up_at IS NULL AND due_at <= %s",
            [clock.now()],
        )
        return [row[0] for row in cursor.fetchall()]


@dataclass(frozen=True)
class OutboxState:
    """What waits in the current tenant; `oldest_wait` is for how long the oldest has been due."""

    due: int
    oldest_wait: timedelta
    given_up: int


def outbox_state(*, at: datetime) -> OutboxState:
    """Return what is due and what was given up; both counts walk partial indexes."""
    waiting = Message.objects.filter(
        done_at__isnull=True, given_up_at__isnull=True, due_at__lte=at
    ).aggregate(due=Count("id"), oldest=Min("due_at"))
    oldest = waiting["oldest"] or at
    given_up = Message.objects.filter(given_up_at__isnull=False).count()
    return OutboxState(waiting["due"], at - oldest, given_up)
