"""Wakes a worker soon after a commit, many commits with one task, outside the request.

A wake-up is no promise: if this process dies before it sends one, the sweep finds the row within a
minute.
"""

import logging
from uuid import UUID

from sawti.lib.waking import Waker

log = logging.getLogger("sawti.outbox")


def _enqueue(tenant_id: UUID) -> None:
    from sawti.outbox.tasks import deliver_of_tenant  # noqa: PLC0415 - tasks need the queue set up

    try:
        deliver_of_tenant(str(tenant_id))
    except Exception:  # noqa: BLE001 - whatever the queue's fault is, the sweep delivers
        log.warning("no worker could be woken", extra={"tenant_id": str(tenant_id)})


waker = Waker(_enqueue, pause_seconds=0.1)
