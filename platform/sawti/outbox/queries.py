"""What waits for delivery, across tenants: the one question that the `system` account asks."""

from uuid import UUID

from django.db import connections, transaction

from sawti.lib import clock


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
