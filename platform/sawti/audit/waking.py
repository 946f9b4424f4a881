"""Wakes a sealer after a commit, at most once a second; the sweep finds what is missed."""

import logging
from uuid import UUID

from django.db import transaction

from sawti.lib.waking import Waker
from sawti.tenancy.context import current_tenant

log = logging.getLogger("sawti.audit")


def wake_after_commit() -> None:
    """Ask for a seal over what this transaction writes, once it is committed."""
    tenant_id = current_tenant().id

    # Not a `partial`: Django logs the name of a robust hook that fails, and a partial has none.
    def wake() -> None:
        waker.wake(tenant_id)

    transaction.on_commit(wake, robust=True)


def _enqueue(tenant_id: UUID) -> None:
    from sawti.audit.tasks import seal_of_tenant  # noqa: PLC0415 - tasks need the queue set up

    try:
        seal_of_tenant(str(tenant_id))
    except Exception:  # noqa: BLE001 - whatever the queue's fault is, the sweep seals
        log.warning("no sealer could be woken", extra={"tenant_id": str(tenant_id)})


waker = Waker(_enqueue, pause_seconds=1.0)
