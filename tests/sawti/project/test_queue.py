"""The queue on Redis, where this machine has one; PostgreSQL's is used by every other test."""

import os
import socket
from typing import Any

import pytest

from sawti.project.queue import RedisQueue

URL = os.environ.get("SAWTI_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def has_redis() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=1):
            return True
    except OSError:
        return False


@pytest.fixture
def queue(settings: Any, testrun_uid: str) -> Any:
    settings.SAWTI_REDIS_URL = URL
    queue = RedisQueue(f"sawti-test-{testrun_uid}", results=False, immediate=False)
    yield queue
    queue.flush()


@pytest.mark.skipif(not has_redis(), reason="no Redis on this machine")
def test_a_wake_up_travels_through_redis_signed(queue: Any) -> None:
    done: list[str] = []
    wake = queue.task()(lambda tenant: done.append(tenant))

    wake("one")
    queue.execute(queue.dequeue())

    assert done == ["one"]


@pytest.mark.skipif(not has_redis(), reason="no Redis on this machine")
def test_a_wake_up_that_somebody_else_wrote_into_redis_is_refused(queue: Any) -> None:
    queue.task()(len)("one")
    stored = queue.storage.conn.zpopmin(queue.storage.queue_key)[0][0]
    queue.storage.conn.zadd(queue.storage.queue_key, {stored.replace(b"one", b"two"): 0})

    with pytest.raises(ValueError, match="Signature"):
        queue.dequeue()
