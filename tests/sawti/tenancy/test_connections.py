"""A connection serves many tenants after one another, and never two at once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections, transaction
from django.db.utils import DatabaseError

from sawti.accounts.models import Staff
from sawti.cases.models import Case
from sawti.entities.models import Entity
from sawti.lib.errors import NoTenant
from sawti.tenancy.backend.base import DatabaseWrapper
from sawti.tenancy.context import (
    TenantFacts,
    current_tenant,
    reading,
    tenant_context,
    tenant_or_none,
)
from tests import servers

ROUNDS = 200


def tenants_in_sight() -> set[Any]:
    """Return the tenants whose staff this transaction can read, past the ORM's filter."""
    return set(Staff._base_manager.values_list("tenant_id", flat=True))


def backend_process() -> int:
    """Return which connection of the server this is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def look(tenant: TenantFacts) -> tuple[int, set[Any]]:
    """Read in one transaction of the tenant: which connection, and whose rows."""
    with tenant_context(tenant), reading():
        return backend_process(), tenants_in_sight()


def test_one_connection_serves_two_tenants_in_turn(autocommit, cast):
    seen = [look(tenant) for tenant in (cast.bahrain, cast.jordan) * 20]

    assert len({process for process, _tenants in seen}) == 1
    assert [tenants for _process, tenants in seen] == [{cast.bahrain.id}, {cast.jordan.id}] * 20


def test_after_an_error_the_connection_serves_another_tenant(autocommit, cast):
    with pytest.raises(DatabaseError, match="division by zero"), cast.inside(cast.bahrain):
        connection.cursor().execute("SELECT 1 / 0")

    assert look(cast.jordan)[1] == {cast.jordan.id}


def test_after_a_rollback_the_connection_has_no_tenant(autocommit, cast):
    with pytest.raises(KeyError), cast.inside(cast.bahrain):
        raise KeyError

    with pytest.raises(NoTenant):
        tenants_in_sight()


def test_after_the_server_ended_the_connection_a_new_one_serves_the_tenant(
    autocommit, cast, admin_url
):
    jordan = cast.jordan
    first = look(cast.bahrain)[0]
    with servers.psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s, 5000)", [first])

    second, tenants = look(jordan)

    assert second != first
    assert tenants == {jordan.id}


def test_a_session_setting_of_another_program_does_not_outlive_the_next_begin(autocommit, cast):
    """Even if someone had set the tenant for the whole session, BEGIN names the right one."""
    connection.cursor().execute(f"SET app.tenant = '{cast.jordan.id}'")

    assert look(cast.bahrain)[1] == {cast.bahrain.id}


@pytest.fixture
def pooled(autocommit: None) -> Iterator[None]:
    """Django's own connection pool, with a single connection for everybody."""
    database = connections.settings["default"]
    kept = {"OPTIONS": database["OPTIONS"], "CONN_MAX_AGE": database["CONN_MAX_AGE"]}
    connections["default"].close()
    del connections["default"]
    database.update(OPTIONS={"pool": {"min_size": 1, "max_size": 1}}, CONN_MAX_AGE=0)
    yield
    connections.close_all()
    connections["default"].close_pool()
    del connections["default"]
    database.update(kept)


def released(work: Callable[[], Any]) -> Callable[[], Any]:
    """Return `work`, giving the connection back to the pool afterwards."""

    def run() -> Any:
        try:
            return work()
        finally:
            connection.close()

    return run


def test_a_pooled_connection_serves_threads_of_two_tenants_in_turn(pooled, cast):
    wanted = [cast.bahrain, cast.jordan] * 50
    connection.close()

    with ThreadPoolExecutor(4) as threads:
        seen = list(threads.map(lambda tenant: released(lambda: look(tenant))(), wanted))

    assert len({process for process, _tenants in seen}) == 1
    assert [tenants for _process, tenants in seen] == [{tenant.id} for tenant in wanted]


def test_a_connection_from_the_pool_has_no_tenant_of_its_last_borrower(pooled, cast):
    released(lambda: look(cast.bahrain))()

    with pytest.raises(NoTenant):
        tenants_in_sight()


def in_a_thread(work: Callable[[], Any]) -> Any:
    """Run `work` in a new thread and return what it returned."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(released(work)).result()


def test_a_new_thread_has_no_tenant(autocommit, cast):
    with tenant_context(cast.bahrain):
        assert in_a_thread(tenant_or_none) is None
        with pytest.raises(NoTenant):
            in_a_thread(tenants_in_sight)


def test_two_tenants_at_the_same_time_see_only_their_own_rows(autocommit, cast):
    """Both threads are inside their transaction whenever one of them reads."""
    step = threading.Barrier(2, timeout=60)

    def look_again_and_again(tenant: TenantFacts) -> list[set[Any]]:
        seen = []
        for _round in range(ROUNDS):
            with tenant_context(tenant), reading():
                step.wait()
                seen.append(tenants_in_sight())
                step.wait()
        return seen

    with ThreadPoolExecutor(2) as threads:
        bahrain, jordan = threads.map(
            lambda tenant: released(lambda: look_again_and_again(tenant))(),
            (cast.bahrain, cast.jordan),
        )

    assert bahrain == [{cast.bahrain.id}] * ROUNDS
    assert jordan == [{cast.jordan.id}] * ROUNDS


def test_two_tenants_writing_at_the_same_time_keep_their_cases_apart(committed, cast, clock):
    def file_ten(tenant: TenantFacts) -> set[str]:
        category = {"bahrain": "street-lighting"}.get(tenant.slug)
        return {cast.file_case(tenant=tenant, category=category).number for _case in range(10)}

    with ThreadPoolExecutor(2) as threads:
        bahrain, jordan = threads.map(
            lambda tenant: released(lambda: file_ten(tenant))(), (cast.bahrain, cast.jordan)
        )

    with cast.inside(cast.bahrain):
        assert set(Case._base_manager.values_list("number", flat=True)) == bahrain
    with cast.inside(cast.jordan):
        assert set(Case._base_manager.values_list("number", flat=True)) == jordan


def test_work_after_the_commit_has_left_the_transaction_but_not_the_tenant(committed, cast):
    seen: list[Any] = []

    def afterwards() -> None:
        with pytest.raises(NoTenant):
            tenants_in_sight()
        with reading():
            seen.append((current_tenant(), tenants_in_sight()))

    with tenant_context(cast.bahrain), transaction.atomic(durable=True):
        transaction.on_commit(afterwards)

    assert seen == [(cast.bahrain, {cast.bahrain.id})]


def test_a_queryset_that_leaves_the_block_unread_fails_loudly(autocommit, cast):
    with cast.inside(cast.bahrain):
        entities = Entity.objects.order_by("code")

    with pytest.raises(NoTenant):
        list(entities)


def test_a_queryset_that_was_made_in_one_tenant_reads_the_rows_of_the_other(autocommit, cast):
    with cast.inside(cast.bahrain):
        staff = Staff.objects.values_list("tenant_id", flat=True).distinct()

    with cast.inside(cast.jordan):
        assert list(staff) == [cast.jordan.id]


def test_rows_that_are_still_streaming_end_with_the_transaction(autocommit, cast):
    """A response that streams after its transaction fails instead of going on without a tenant."""
    with cast.inside(cast.bahrain):
        entities = Entity.objects.iterator(chunk_size=2)
        next(entities)
        next(entities)

    with pytest.raises(DatabaseError, match=r"cursor .* does not exist"):
        next(entities)


def test_a_stream_inside_its_transaction_reads_every_row(autocommit, cast):
    with cast.inside(cast.bahrain):
        assert len(list(Entity.objects.iterator(chunk_size=2))) == Entity.objects.count()


def as_account(user: str, password: str) -> DatabaseWrapper:
    """Return a wrapper that would serve as another account."""
    settings = {**connections.settings["default"], "USER": user, "PASSWORD": password}
    return DatabaseWrapper(settings, "default")


@pytest.fixture
def superuser(admin_url: str) -> tuple[str, str]:
    parts = servers.urlsplit(admin_url)
    return parts.username or "", parts.password or ""


def test_a_superuser_is_refused_as_serving_account_each_time(autocommit, superuser):
    wrapper = as_account(*superuser)

    with pytest.raises(ImproperlyConfigured, match="is a superuser or bypasses row-level security"):
        wrapper.ensure_connection()
    with pytest.raises(ImproperlyConfigured, match="is a superuser or bypasses row-level security"):
        wrapper.cursor()

    assert wrapper.connection is None


def test_an_account_that_bypasses_row_level_security_is_refused(autocommit):
    wrapper = as_account(f"{servers.PREFIX}_backup", servers.PASSWORDS["backup"])

    with pytest.raises(ImproperlyConfigured, match=r"'sawti_test_backup'.*Give DATABASE_URL"):
        wrapper.ensure_connection()

    assert wrapper.connection is None


def test_the_suite_itself_runs_as_the_serving_account(autocommit):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")

        assert cursor.fetchone() == ("sawti_test_app", "sawti_test_app")
