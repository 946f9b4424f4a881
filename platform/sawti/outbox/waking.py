"""Wakes a worker soon after a commit, many commits with one task, outside the request.

A wake-up is no promise: if this process dies before it sends one, the sweep finds the row within a
minute.
"""

import atexit
import logging
import os
import threading
from uuid import UUID

log = logging.getLogger("sawti.outbox")

PAUSE_SECONDS = 0.1


class Waker:
    """One thread per process that turns "this tenant has news" into a task of the queue."""

    def __init__(self) -> None:
        self._tenants: set[UUID] = set()
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._process = 0

    def wake(self, tenant_id: UUID) -> None:
        """Note that a tenant has something to deliver; returns at once."""
        with self._lock:
            self._tenants.add(tenant_id)
            if self._process != os.getpid():  # first use, or we are a fork without the thread
                self._process = os.getpid()
                threading.Thread(target=self._run, name="sawti-waker", daemon=True).start()
                atexit.register(self.flush)
        self._news.set()

    def flush(self) -> None:
        """Send what was noted."""
        with self._lock:
            tenants, self._tenants = self._tenants, set()
        for tenant_id in tenants:
            _enqueue(tenant_id)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._news.wait()
            self._news.clear()
            self.flush()
            pause.wait(PAUSE_SECONDS)


def _enqueue(tenant_id: UUID) -> None:
    from sawti.outbox.tasks import deliver_of_tenant  # noqa: PLC0415 - tasks need the queue set up

    try:
        deliver_of_tenant(str(tenant_id))
    except Exception:  # noqa: BLE001 - whatever the queue's fault is, the sweep delivers
        log.warning("no worker could be woken", extra={"tenant_id": str(tenant_id)})


waker = Waker()
