"""Queue and cache on Redis, where this machine has one; all other tests do without."""

import os
import socket
from typing import Any

import pytest
from django.core.cache import cache

from sawti.project.queue import RedisQueue
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

URL = os.environ.get("SAWTI_TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def has_redis() -> bool:
    try:
        with socket.create_connection(("127.0.0.1", 6379), timeout=1):
            return True
    except OSError:
        return False


needs_redis = pytest.mark.skipif(not has_redis(), reason="no Redis on this machine")


@pytest.fixture
def queue(settings: Any, testrun_uid: str) -> Any:
    settings.SAWTI_REDIS_URL = URL
    queue = RedisQueue(f"sawti-test-{testrun_uid}", results=False, immediate=False)
    yield queue
    queue.flush()


@needs_redis
def test_a_wake_up_travels_through_redis_signed(queue: Any) -> None:
    done: list[str] = []
    wake = queue.task()(lambda tenant: done.append(tenant))

    wake("one")
    queue.execute(queue.dequeue())

    assert done == ["one"]


@needs_redis
def test_a_wake_up_that_somebody_else_wrote_into_redis_is_refused(queue: Any) -> None:
    queue.task()(len)("one")
    stored = queue.storage.conn.zpopmin(queue.storage.queue_key)[0][0]
    queue.storage.conn.zadd(queue.storage.queue_key, {stored.replace(b"one", b"two"): 0})

    with pytest.raises(ValueError, match="Signature"):
        queue.dequeue()


@needs_redis
def test_the_cache_in_redis_keeps_tenants_apart(
    cast: Cast, settings: Any, testrun_uid: str
) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    apart = {"BACKEND": backend, "LOCATION": URL, "KEY_PREFIX": testrun_uid}
    settings.CACHES = {"default": {**settings.CACHES["default"], **apart}}

    with tenant_context(cast.bahrain):
        cache.set("figures", "of Bahrain", 60)
        seen_at_home = cache.get("figures")
    with tenant_context(cast.jordan):
        seen_abroad = cache.get("figures")

    assert (seen_at_home, seen_abroad, cache.get("figures")) == ("of Bahrain", None, None)
