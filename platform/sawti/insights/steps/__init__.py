"""What news of cases does to the roll-ups: it marks them out of date as it is delivered.

Filing a case touches no roll-up, so creates never wait for each other here. A mark is written once
however often and however late its news comes, and counting anew from the raw rows makes replays,
transfers and reopenings harmless.
"""

from datetime import datetime

from django.db import connection

from sawti.cases.lifecycle import Event
from sawti.outbox.delivery import Letter, receive
from sawti.tenancy.context import current_tenant


def register() -> None:
    """Hear all news of cases; called once, when the app is ready."""
    for event in Event:
        receive(f"case.{event}", mark_stale)


def mark_stale(letter: Letter, at: datetime) -> None:
    """Mark the case's month at the entity that holds it, and at both ends of a transfer."""
    tenant = current_tenant()
    with connection.cursor() as cursor:
        # In one order everywhere, so that two deliveries never wait for each other.
        cursor.execute(
            """
            INSERT INTO insights_stalemonth (id, tenant_id, entity_id, month, marked_at)
            SELECT gen_random_uuid(), c.tenant_id, e.id,
                   date_trunc('month', c.received_at AT TIME ZONE %(zone)s)::date, %(at)s
            FROM cases_case c
            LEFT JOIN cases_historyrow h ON h.tenant_id = c.tenant_id AND h.id = %(history)s
            CROSS JOIN LATERAL unnest(ARRAY[c.entity_id, h.from_entity_id, h.to_entity_id]) e (id)
            WHERE c.tenant_id = %(tenant)s AND c.id = %(case)s AND e.id IS NOT NULL
            ORDER BY e.id
            ON CONFLICT DO NOTHING
            """,
            {
                "tenant": tenant.id,
                "zone": tenant.time_zone,
                "case": letter.payload["case_id"],
                "history": letter.payload["history_id"],
                "at": at,
            },
        )
