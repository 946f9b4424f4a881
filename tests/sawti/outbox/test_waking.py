"""Waking a worker: a help only; the promise is the row, found by the sweep across tenants."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import DatabaseError, connections
from huey.contrib.djhuey import HUEY
from psycopg.errors import InsufficientPrivilege

from sawti.outbox.queries import tenants_with_open_messages
from tests.cast import Cast
from tests.sawti.outbox.waiting import wait_until

pytestmark = pytest.mark.usefixtures("committed")


def test_the_sweep_finds_the_tenants_that_have_something_to_deliver(cast: Cast) -> None:
    nobody = tenants_with_open_messages()
    cast.file_case(tenant=cast.jordan)
    jordan = tenants_with_open_messages()
    cast.file_case()
    both = tenants_with_open_messages()

    assert (nobody, jordan) == ([], [cast.jordan.id])
    assert sorted(both) == sorted([cast.bahrain.id, cast.jordan.id])


def test_a_tenant_whose_rows_are_done_is_not_found_any_more(cast: Cast, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cast.file_case()

    cast.deliver()

    assert tenants_with_open_messages() == []


@pytest.mark.parametrize("column", ["payload", "topic", "id"])
def test_the_sweeps_account_cannot_read_what_a_row_is_about(cast: Cast, column: str) -> None:
    cast.file_case()

    with pytest.raises(DatabaseError) as refusal, connections["system"].cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM outbox_message")

    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)


@pytest.fixture
def queue() -> Iterator[Any]:
    """The queue with a connection to this test's database."""
    HUEY.storage.close()
    yield HUEY
    HUEY.storage.close()


def break_connection(queue: Any, admin_url: str) -> None:
    with psycopg.connect(admin_url) as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", [queue.storage.conn.info.backend_pid])


def test_filing_puts_a_wake_up_into_the_queue(cast: Cast, queue: Any) -> None:
    cast.file_case()

    wait_until(lambda: queue.pending_count() == 1, 20)


def test_a_case_is_filed_although_the_queue_is_down_and_the_sweep_finds_it(
    cast: Cast, queue: Any, admin_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    break_connection(queue, admin_url)

    filed = cast.file_case()

    wait_until(lambda: "no worker could be woken" in caplog.messages, 20)
    assert cast.case(filed.case_id).state == "received"
    assert tenants_with_open_messages() == [cast.bahrain.id]


def test_the_queue_is_used_again_once_it_is_back(
    cast: Cast, queue: Any, admin_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    break_connection(queue, admin_url)
    cast.file_case()
    wait_until(lambda: "no worker could be woken" in caplog.messages, 20)

    cast.file_case()

    wait_until(lambda: queue.pending_count() == 1, 20)
