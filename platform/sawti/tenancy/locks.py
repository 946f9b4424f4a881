"""Turns: what must not run twice at once in a tenant waits here, until the transaction ends."""

from django.db import connection

from sawti.tenancy.context import current_tenant

TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))"
SHARED_TURN = "SELECT pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"


def wait_for_turn(*names: str, is_shared: bool = False) -> None:
    """Wait until nobody else in the tenant holds any of these turns, and hold them to the end.

    Those who share a turn wait only for who holds it alone. Each statement afterwards sees what
    the one before us committed.
    """
    with connection.cursor() as cursor:
        for name in sorted(names):  # in one order, so that nobody waits in a circle
            cursor.execute(SHARED_TURN if is_shared else TURN, [f"{current_tenant().id} {name}"])
