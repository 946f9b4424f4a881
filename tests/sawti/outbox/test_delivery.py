"""Delivery: leases, retries, exactly once inward, and workers that share the rows."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from sawti.audit.models import Entry
from sawti.audit.steps import write_entry
from sawti.outbox import delivery, steps
from sawti.outbox.delivery import Letter, deliver_due
from sawti.outbox.models import Message
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import Cast

LEASE = timedelta(seconds=settings.SAWTI_OUTBOX_LEASE_SECONDS)
SECOND = timedelta(seconds=1)


class WorkerDied(BaseException):
    """Stands for the end of a worker: nothing after it runs, as after a signal."""


@pytest.fixture
def receive() -> Iterator[Callable[..., None]]:
    """Register receivers for one test."""
    topics: list[str] = []

    def register(topic: str, receiver: Any, *, outward: bool = False) -> None:
        delivery.receive(topic, receiver, outward=outward)
        topics.append(topic)

    yield register
    for topic in topics:
        delivery._inward.pop(topic, None)
        delivery._outward.pop(topic, None)


def post(
    cast: Cast, topic: str, at: datetime, times: int = 1, tenant: TenantFacts | None = None
) -> None:
    with tenant_context(tenant or cast.bahrain), transaction.atomic():
        steps.add_many(topic, [{"n": str(n)} for n in range(times)], at=at)


def deliver(cast: Cast, at: datetime) -> int:
    with tenant_context(cast.bahrain):
        return deliver_due(lambda: at)


def rows(cast: Cast) -> list[Message]:
    with cast.inside(cast.bahrain):
        return list(Message.objects.order_by("id"))


def marks(cast: Cast) -> int:
    """How often the receivers below left their mark."""
    with cast.inside(cast.bahrain):
        return Entry.objects.filter(event="test.mark").count()


def mark(letter: Letter, at: datetime) -> None:
    write_entry("test.mark", at=at, object_id=letter.id)


def mark_and_die(letter: Letter, at: datetime) -> None:
    mark(letter, at)
    raise WorkerDied


def mark_and_fail(letter: Letter, at: datetime) -> None:
    mark(letter, at)
    raise ZeroDivisionError


def dying(cast: Cast, at: datetime) -> None:
    with pytest.raises(WorkerDied):
        deliver(cast, at)


def test_a_row_is_delivered_once_and_done(cast: Cast, at: datetime, receive: Any) -> None:
    receive("test.in", mark)
    post(cast, "test.in", at)

    tried = [deliver(cast, at), deliver(cast, at + LEASE * 2)]

    (row,) = rows(cast)
    assert tried == [1, 0]
    assert marks(cast) == 1
    assert (row.done_at, row.attempts, row.lease_until) == (at, 1, None)


def test_a_row_waits_for_its_time(cast: Cast, at: datetime, receive: Any) -> None:
    receive("test.in", mark)
    with tenant_context(cast.bahrain), transaction.atomic():
        steps.add("test.in", {}, at=at, due_at=at + timedelta(hours=1))

    assert deliver(cast, at + timedelta(minutes=59)) == 0
    assert deliver(cast, at + timedelta(hours=1)) == 1


def test_the_row_of_a_dead_worker_is_kept_by_its_lease_and_taken_over_after_it(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    receive("test.deadly", mark_and_die)
    post(cast, "test.deadly", at)
    dying(cast, at)
    delivery._inward["test.deadly"] = [mark]

    before = [deliver(cast, at + LEASE - SECOND), deliver(cast, at + LEASE)]
    after = deliver(cast, at + LEASE + SECOND)

    (row,) = rows(cast)
    assert (before, after) == ([0, 0], 1)
    assert (row.attempts, row.done_at) == (2, at + LEASE + SECOND)


def test_a_worker_that_dies_within_an_inward_receiver_leaves_nothing_half_done(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.deadly", mark_and_die)
    post(cast, "test.deadly", at)

    dying(cast, at)

    assert marks(cast) == 0
    delivery._inward["test.deadly"] = [mark]
    deliver(cast, at + LEASE + SECOND)
    assert marks(cast) == 1


def test_a_failing_receiver_leaves_nothing_and_is_called_again_later(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark_and_fail)
    post(cast, "test.in", at)

    deliver(cast, at)

    (row,) = rows(cast)
    assert marks(cast) == 0
    assert (row.last_error, row.due_at, row.lease_until, row.done_at) == (
        "ZeroDivisionError",
        at + timedelta(seconds=10),
        None,
        None,
    )


def test_waits_double_up_to_an_hour_until_the_row_is_given_up(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark_and_fail)
    post(cast, "test.in", at)
    waits, now = [], at

    for _ in range(20):
        deliver(cast, now)
        waits.append(int((rows(cast)[0].due_at - now).total_seconds()))
        now = rows(cast)[0].due_at

    (row,) = rows(cast)
    assert waits == [10, 20, 40, 80, 160, 320, 640, 1280, 2560, *[3600] * 11]
    assert (row.attempts, row.given_up_at, row.done_at) == (20, now - timedelta(hours=1), None)
    assert deliver(cast, now + timedelta(days=365)) == 0


def test_a_row_that_kills_its_worker_every_time_is_given_up_too(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    post(cast, "test.in", at)
    with cast.writing(cast.bahrain):
        Message.objects.update(attempts=20, lease_until=at - timedelta(seconds=1))

    assert deliver(cast, at) == 0

    (row,) = rows(cast)
    assert (row.given_up_at, row.last_error, row.done_at) == (at, "WorkerDied", None)
    assert marks(cast) == 0


def test_one_bad_row_does_not_stop_the_others(cast: Cast, at: datetime, receive: Any) -> None:
    receive("test.bad", mark_and_fail)
    receive("test.in", mark)
    post(cast, "test.bad", at)
    post(cast, "test.in", at, times=3)

    deliver(cast, at)

    assert marks(cast) == 3


def test_a_row_that_nobody_receives_is_kept_with_its_error(cast: Cast, at: datetime) -> None:
    post(cast, "test.nobody", at)

    deliver(cast, at)

    assert [(row.last_error, row.done_at) for row in rows(cast)] == [("KeyError", None)]


def test_an_outward_topic_has_one_receiver(receive: Any) -> None:
    receive("test.out", mark, outward=True)
    receive("test.in", mark)

    with pytest.raises(ValueError, match=r"'test.out' already has its receiver"):
        receive("test.out", mark)
    with pytest.raises(ValueError, match=r"'test.in' already has its receiver"):
        receive("test.in", mark, outward=True)


def test_all_receivers_of_an_inward_topic_succeed_together_or_not_at_all(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    receive("test.in", mark)
    receive("test.half", mark)
    receive("test.half", mark_and_fail)
    post(cast, "test.in", at)
    post(cast, "test.half", at)

    deliver(cast, at)

    assert marks(cast) == 2
    assert {row.topic: row.done_at is None for row in rows(cast)} == {
        "test.in": False,
        "test.half": True,
    }


def test_the_rows_of_another_tenant_are_not_delivered(
    cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    post(cast, "test.in", at, tenant=cast.jordan)

    assert deliver(cast, at) == 0


def test_a_worker_too_slow_for_its_lease_does_not_repeat_what_another_has_done(
    cast: Cast, at: datetime, receive: Any
) -> None:
    """Both rows are claimed under one lease; while the first is sent, it runs out."""
    sent: list[int] = []

    def slow(letter: Letter, now: datetime) -> None:
        sent.append(letter.attempts)
        if letter.attempts == 1:
            deliver(cast, at + LEASE + SECOND)  # the other worker

    receive("test.slow", slow, outward=True)
    receive("test.in", mark)
    post(cast, "test.slow", at)
    post(cast, "test.in", at + timedelta(microseconds=1))

    deliver(cast, at + SECOND / 2)

    assert marks(cast) == 1
    assert sent == [1, 2]
    assert [(row.attempts, row.done_at) for row in rows(cast)] == [
        (2, at + LEASE + SECOND),
        (2, at + LEASE + SECOND),
    ]


def test_each_row_of_a_batch_has_its_lease_renewed_when_its_turn_comes(
    cast: Cast, at: datetime, receive: Any
) -> None:
    seen: list[datetime | None] = []
    instants = iter(at + n * timedelta(minutes=1) for n in range(100))

    def look(letter: Letter, now: datetime) -> None:
        seen.extend(row.lease_until for row in rows(cast) if row.id == letter.id)

    receive("test.out", look, outward=True)
    post(cast, "test.out", at, times=2)
    with tenant_context(cast.bahrain):
        deliver_due(lambda: next(instants))

    assert [lease - at for lease in seen if lease] == [
        LEASE + timedelta(minutes=1),
        LEASE + timedelta(minutes=4),
    ]


def test_a_worker_passes_over_the_rows_that_another_is_claiming(
    committed: None, cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    post(cast, "test.in", at, times=30)

    def other_worker() -> int:
        try:
            return deliver(cast, at)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        with tenant_context(cast.bahrain), transaction.atomic():
            held = list(Message.objects.select_for_update().order_by("id")[:12])
            meanwhile = thread.submit(other_worker).result(30)  # it would wait without SKIP LOCKED
        afterwards = thread.submit(other_worker).result()

    assert (len(held), meanwhile, afterwards) == (12, 18, 12)
    assert marks(cast) == 30


def test_four_workers_at_once_deliver_every_row_once(
    committed: None, cast: Cast, at: datetime, receive: Any
) -> None:
    receive("test.in", mark)
    post(cast, "test.in", at, times=100)

    def worker(_: int) -> int:
        try:
            return deliver(cast, at)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        tried = list(threads.map(worker, range(4)))

    assert sum(tried) == 100
    assert marks(cast) == 100
    assert {row.attempts for row in rows(cast)} == {1}
