"""What an action calls on its way: add a row, and wake a worker once the row is committed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.outbox.models import Message
from sawti.outbox.waking import waker
from sawti.tenancy.context import current_tenant


def add(
    topic: str, payload: dict[str, str], *, at: datetime, due_at: datetime | None = None
) -> UUID:
    """Write one outbox row in the open transaction and return its id.

    `payload` holds ids and codes only: never a name, a story or a secret.
    """
    message = news(topic, payload, at=at, due_at=due_at)
    message.save(force_insert=True)
    return message.id


def news(
    topic: str, payload: dict[str, str], *, at: datetime, due_at: datetime | None = None
) -> Message:
    """Return an outbox row for the caller to insert together with the row that it tells of."""
    _wake_after_commit(current_tenant().id)
    return Message(topic=topic, payload=payload, created_at=at, due_at=due_at or at)


def add_many(topic: str, payloads: list[dict[str, str]], *, at: datetime) -> None:
    """Write one outbox row per payload, in one statement."""
    add_all([(topic, payload) for payload in payloads], at=at)


def add_all(messages: list[tuple[str, dict[str, str]]], *, at: datetime) -> None:
    """Write one outbox row per topic and payload, in one statement."""
    Message.objects.bulk_create(
        Message(topic=topic, payload=payload, created_at=at, due_at=at)
        for topic, payload in messages
    )
    _wake_after_commit(current_tenant().id)


def _wake_after_commit(tenant_id: UUID) -> None:
    """Ask a worker to look soon. If the queue is down, the sweep finds the row within a minute."""

    # Not a `partial`: Django logs the name of a robust hook that fails, and a partial has none.
    def wake() -> None:
        waker.wake(tenant_id)

    transaction.on_commit(wake, robust=True)
