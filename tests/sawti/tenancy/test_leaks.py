"""Nothing of a tenant stays on a connection, in a thread or in a generator for the next one."""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError, InternalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from sawti.accounts.models import Staff
from sawti.cases.models import Draft
from sawti.lib import clock
from sawti.lib.errors import NoTenant
from sawti.project.middleware import TransactionMiddleware
from sawti.tenancy.backend.base import DatabaseWrapper
from sawti.tenancy.context import TenantFacts, reading, tenant_context, tenant_or_none
from tests.architecture.sources import python, text
from tests.cast import Cast

SESSION = "SELECT current_setting('app.tenant', true), current_setting('transaction_read_only')"


def tenants_in_sight() -> set[Any]:
    """Return the tenants whose staff can be read, past the ORM's filter."""
    return set(Staff._base_manager.values_list("tenant_id", flat=True))


def kept_by_the_session() -> tuple[str, str]:
    """Return what the server still remembers of the last transaction of this connection."""
    with connection.cursor() as cursor:
        cursor.execute(SESSION)
        tenant, read_only = cursor.fetchone()
    return tenant or "", read_only


def read(cast: Cast) -> None:
    with tenant_context(cast.bahrain), reading():
        tenants_in_sight()


def write(cast: Cast) -> None:
    with tenant_context(cast.bahrain), transaction.atomic(durable=True):
        Draft.objects.create(token_hash=b"x", sealed=b"x", expires_at=clock.now())
        transaction.set_rollback(True)


def fail(cast: Cast) -> None:
    with pytest.raises(DatabaseError), tenant_context(cast.bahrain), transaction.atomic():
        connection.cursor().execute("SELECT 1 / 0")


def fail_in_python(cast: Cast) -> None:
    with pytest.raises(KeyError), tenant_context(cast.bahrain), transaction.atomic():
        raise KeyError


def nest(cast: Cast) -> None:
    with tenant_context(cast.bahrain), transaction.atomic():
        with transaction.atomic():
            tenants_in_sight()
        with pytest.raises(KeyError), transaction.atomic():
            raise KeyError


def fail_when_reading_only(cast: Cast) -> None:
    with pytest.raises(InternalError), tenant_context(cast.bahrain), reading():
        Draft.objects.create(token_hash=b"x", sealed=b"x", expires_at=clock.now())


def leave_rows_unread(cast: Cast) -> None:
    with tenant_context(cast.bahrain), reading():
        next(Staff.objects.iterator(chunk_size=1))


def fail_after_the_commit(cast: Cast) -> None:
    def afterwards() -> None:
        raise KeyError

    with pytest.raises(KeyError), tenant_context(cast.bahrain), transaction.atomic():
        transaction.on_commit(afterwards)


WORK = (
    read, write, fail, fail_in_python, nest, fail_when_reading_only, leave_rows_unread,
    fail_after_the_commit,
)  # fmt: skip


@pytest.mark.parametrize("work", WORK, ids=lambda work: work.__name__)
def test_no_setting_outlives_its_transaction(autocommit, cast, work: Callable[[Cast], None]):
    """So the next borrower of the connection, of a pool's or of a pooler's, finds nothing."""
    work(cast)

    assert kept_by_the_session() == ("", "off")
    with pytest.raises(NoTenant):
        tenants_in_sight()


def test_no_source_of_ours_names_a_tenant_for_longer_than_a_transaction():
    kept = re.compile(r"SET (SESSION )?app\.tenant|set_config\('app\.tenant', [^)]*false", re.I)

    assert [name for name in python("platform/", "cms/", "api/") if kept.search(text(name))] == []


@pytest.fixture
def shared(autocommit: None) -> Iterator[DatabaseWrapper]:
    """A second client that a pooler in transaction mode gives the same server connection."""
    connection.ensure_connection()
    other = DatabaseWrapper(connections.settings["default"], "default")
    other.connection = connection.connection
    other.settings_dict = connection.settings_dict
    yield other
    other.connection = None


def seen_by(wrapper: DatabaseWrapper) -> list[Any]:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT DISTINCT tenant_id FROM accounts_staff")
        return [tenant for (tenant,) in cursor.fetchall()]


def test_clients_of_a_pooler_that_share_a_connection_do_not_share_a_tenant(cast, shared):
    with tenant_context(cast.bahrain), transaction.atomic():
        assert seen_by(connection) == [cast.bahrain.id]

    with pytest.raises(NoTenant):
        seen_by(shared)
    with tenant_context(cast.jordan):
        shared._start_transaction_under_autocommit()
        assert seen_by(shared) == [cast.jordan.id]
        shared.connection.execute("COMMIT")
    with pytest.raises(NoTenant):
        seen_by(shared)


def through_the_middleware(view: Callable[..., HttpResponse]) -> Any:
    """Answer a GET as TransactionMiddleware does, with the response not read yet."""
    request = RequestFactory().get("/en/")
    return TransactionMiddleware(view).process_view(request, view, (), {})


def test_a_response_that_streams_after_its_transaction_fails_instead_of_telling_rows(
    autocommit, cast
):
    def view(request: Any) -> StreamingHttpResponse:
        staff = Staff._base_manager.order_by("email")
        return StreamingHttpResponse(f"{each.email}\n" for each in staff.iterator(chunk_size=1))

    with tenant_context(cast.bahrain):
        response = through_the_middleware(view)
        with pytest.raises(NoTenant):
            list(response.streaming_content)

    with tenant_context(cast.jordan), reading():
        assert tenants_in_sight() == {cast.jordan.id}


def test_a_response_that_began_to_stream_meets_no_rows_of_the_next_tenant(autocommit, cast):
    with tenant_context(cast.bahrain), reading():
        rows = Staff._base_manager.order_by("email").iterator(chunk_size=1)
        first = next(rows)

    with tenant_context(cast.jordan), reading(), pytest.raises(DatabaseError, match="cursor"):
        next(rows)

    assert first.tenant_id == cast.bahrain.id


def test_a_generator_that_was_left_inside_a_tenant_does_not_decide_for_the_next_request(
    autocommit, cast
):
    def codes() -> Iterator[str]:
        with tenant_context(cast.bahrain):
            yield "left open"

    left = codes()
    next(left)

    page = cast.client(tenant="jordan").get("/ar/").text
    left.close()

    assert "الأردن" in page
    assert "البحرين" not in page
    assert tenant_or_none() is None


def test_a_thread_that_takes_its_context_along_serves_the_same_tenant(autocommit, cast):
    def look() -> set[Any]:
        try:
            with reading():
                return tenants_in_sight()
        finally:
            connection.close()

    with tenant_context(cast.bahrain), ThreadPoolExecutor(1) as threads:
        context = copy_context()
        seen = threads.submit(context.run, look).result()
        unaware = threads.submit(tenant_or_none).result()

    assert (seen, unaware) == ({cast.bahrain.id}, None)


def test_interleaved_coroutines_of_two_tenants_see_their_own_rows(autocommit, cast):
    def look(tenant: TenantFacts) -> set[Any]:
        try:
            assert tenant_or_none() == tenant
            with reading():
                return tenants_in_sight()
        finally:
            connection.close()

    async def serve(tenant: TenantFacts) -> set[Any]:
        seen: set[Any] = set()
        with tenant_context(tenant):
            for _turn in range(20):
                await asyncio.sleep(0)
                seen |= await sync_to_async(look, thread_sensitive=False)(tenant)
        return seen

    async def serve_both() -> list[set[Any]]:
        return await asyncio.gather(serve(bahrain), serve(jordan))

    bahrain, jordan = cast.bahrain, cast.jordan

    assert asyncio.run(serve_both()) == [{bahrain.id}, {jordan.id}]
