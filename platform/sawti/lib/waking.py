"""Turns many commits into few tasks, outside the request that committed."""

import atexit
import os
import threading
from collections.abc import Callable
from uuid import UUID


class Waker:
    """One thread per process that turns "this tenant has news" into one call of `enqueue`.

    `enqueue` is called for each tenant with news, then not again for `pause_seconds`. A wake-up is
    no promise: if the process dies before it is sent, a sweep has to find the news.
    """

    def __init__(self, enqueue: Callable[[UUID], None], *, pause_seconds: float) -> None:
        self._enqueue, self._pause_seconds = enqueue, pause_seconds
        self._tenants: set[UUID] = set()
        self._lock = threading.Lock()
        self._news = threading.Event()
        self._process = 0

    def wake(self, tenant_id: UUID) -> None:
        """Note that a tenant has news; returns at once."""
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
            self._enqueue(tenant_id)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self._news.wait()
            self._news.clear()
            self.flush()
            pause.wait(self._pause_seconds)
