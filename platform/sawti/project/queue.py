"""The task queue: huey on our own PostgreSQL (or on Redis), with signed messages."""

from typing import Any

import psycopg
from django.conf import settings
from huey import PostgresHuey, PriorityRedisExpireHuey
from huey.serializer import SignedSerializer


class TaskQueue(PostgresHuey):  # type: ignore[misc]  # huey has no types
    """Tables come from a migration; connections are of its own, never Django's."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(
            name,
            connection=_connection,
            create_tables=False,
            serializer=SignedSerializer(secret=settings.SECRET_KEY, salt="sawti-queue"),
            **options,
        )


class RedisQueue(PriorityRedisExpireHuey):  # type: ignore[misc]  # huey has no types
    """The same on Redis, for volume: a lost wake-up costs a minute there too."""

    def __init__(self, name: str, **options: Any) -> None:
        super().__init__(
            name,
            url=settings.SAWTI_REDIS_URL,
            serializer=SignedSerializer(secret=settings.SECRET_KEY, salt="sawti-queue"),
            **options,
        )


def _connection() -> psycopg.Connection[Any]:
    database = settings.DATABASES["default"]
    return psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        connect_timeout=5,
        # A lost wake-up costs a minute (the sweep), so it need not wait for the disk.
        options="-c synchronous_commit=off",
    )
