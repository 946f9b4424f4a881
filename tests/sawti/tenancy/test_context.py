"""Without a tenant nothing of a tenant can be touched; inside one, only its own."""

import asyncio
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.auth.models import Group
from django.db import connection, connections, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.utils import InternalError
from wagtail.models import Page

from sawti.accounts.models import Staff
from sawti.cases.models import Case, Draft
from sawti.entities.models import Entity
from sawti.lib import clock
from sawti.lib.errors import NoTenant, OtherTenant
from sawti.outbox.models import Message
from sawti.tenancy.context import TenantSwitch, current_tenant, reading, tenant_context
from sawti.tenancy.models import Tenant, TenantHost


def sql(statement: str, *params: object) -> list[tuple[object, ...]]:
    """Run one statement past the ORM and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return cursor.fetchall() if cursor.description else []


async def all_codes(rows: object) -> list[str]:
    """Iterate as asynchronous code does, and close the connection of its thread."""
    try:
        return [entity.code async for entity in rows]  # type: ignore[attr-defined]
    finally:
        await sync_to_async(connections.close_all)()


ORM = {
    "a list": lambda: list(Entity.objects.all()),
    "exclude": lambda: list(Entity.objects.exclude(code="x")),
    "get": lambda: Entity.objects.get(code="x"),
    "exists": lambda: Entity.objects.exists(),
    "count": lambda: Entity.objects.count(),
    "an aggregate": lambda: Entity.objects.aggregate(Count("id")),
    "values": lambda: list(Entity.objects.values_list("code")),
    "a server-side cursor": lambda: next(Entity.objects.iterator()),
    "explain": lambda: Entity.objects.all().explain(analyze=True),
    "in bulk": lambda: Entity.objects.in_bulk([uuid4()]),
    "an insert": lambda: Draft.objects.create(
        token_hash=b"x", sealed=b"x", expires_at=clock.now(), tenant_id=uuid4()
    ),
    "an insert without tenant": lambda: Draft.objects.create(
        token_hash=b"x", sealed=b"x", expires_at=clock.now()
    ),
    "many inserts": lambda: Draft.objects.bulk_create(
        [Draft(token_hash=b"x", sealed=b"x", expires_at=clock.now(), tenant_id=uuid4())]
    ),
    "an update": lambda: Entity.objects.update(position=1),
    "a deletion": lambda: Draft.objects.all().delete(),
    "a lock": lambda: list(Entity.objects.select_for_update()),
    "a sub-query": lambda: list(Tenant.objects.filter(pk__in=Entity.objects.values("tenant_id"))),
    "exists in a sub-query": lambda: list(
        Tenant.objects.filter(Exists(Entity.objects.filter(tenant_id=OuterRef("pk"))))
    ),
    "an annotation": lambda: list(
        Tenant.objects.annotate(
            first=Subquery(Entity.objects.filter(tenant_id=OuterRef("pk")).values("code")[:1])
        )
    ),
    "a union": lambda: list(Entity.objects.values("id").union(Staff.objects.values("id"))),
    "an empty table": lambda: list(Draft.objects.all()),
    "the base manager": lambda: list(Entity._base_manager.all()),
    "a join from a global model": lambda: list(Group.objects.filter(user__email="x")),
    "a count over a global model": lambda: list(Group.objects.annotate(n=Count("user"))),
    "a join from a page": lambda: list(Page.objects.filter(owner__email="x")),
    "refresh": lambda: Entity(pk=uuid4(), tenant_id=uuid4()).refresh_from_db(),
    "a save": lambda: Entity(pk=uuid4(), tenant_id=uuid4(), code="x").save(
        update_fields=["position"]
    ),
    "a new tenant": lambda: Tenant.objects.create(
        slug="x", names={}, governments={}, languages=[], number_prefix="XX"
    ),
    "a new host": lambda: TenantHost.objects.create(host="x", tenant_id=uuid4()),
    "asynchronous iteration": lambda: asyncio.run(all_codes(Entity.objects.all())),
    "asynchronous iteration past the manager": lambda: asyncio.run(
        all_codes(Entity._base_manager.all())
    ),
    "raw SQL": lambda: sql("SELECT code FROM entities_entity"),
    "raw SQL of one row": lambda: sql("SELECT FROM entities_entity WHERE id = %s", uuid4()),
    "a count past the ORM": lambda: sql("SELECT count(*) FROM entities_entity"),
    "raw SQL on an empty table": lambda: sql("SELECT * FROM cases_draft"),
    "a join past the ORM": lambda: sql(
        "SELECT s.id FROM tenancy_tenant t JOIN accounts_staff s ON s.tenant_id = t.id"
    ),
    "a deletion past the ORM": lambda: sql("DELETE FROM cases_draft"),
    "an update past the ORM": lambda: sql("UPDATE cases_draft SET sealed = ''"),
    "an insert past the ORM": lambda: sql(
        "INSERT INTO cases_draft (id, tenant_id, token_hash, sealed, expires_at) "
        "VALUES (gen_random_uuid(), gen_random_uuid(), '', '', now())"
    ),
}
# What fails in Python, before PostgreSQL is asked, proves nothing about PostgreSQL.
REACH_POSTGRES = [
    name
    for name in ORM
    if "past the" in name
    or "raw" in name
    or "page" in name
    or "a global model" in name
    or name in ("the base manager", "refresh", "a save", "an insert", "many inserts", "a new host")
]


@pytest.mark.parametrize("access", ORM.values(), ids=ORM.keys())
def test_outside_of_any_tenant_every_access_fails_loudly(autocommit, access):
    with pytest.raises(NoTenant):
        access()


@pytest.mark.parametrize("access", ORM.values(), ids=ORM.keys())
def test_in_a_transaction_of_no_tenant_every_access_fails_loudly(autocommit, access):
    with pytest.raises(NoTenant), transaction.atomic():
        access()


# Django begins a transaction of its own for the first two, which then has the tenant; and it
# refuses a lock outside of one itself.
FINE_IN_A_CONTEXT = ("many inserts", "a deletion", "a lock")
IN_AUTOCOMMIT = {name: call for name, call in ORM.items() if name not in FINE_IN_A_CONTEXT}


@pytest.mark.parametrize("access", IN_AUTOCOMMIT.values(), ids=IN_AUTOCOMMIT.keys())
def test_in_a_tenant_but_outside_of_a_transaction_every_access_fails_loudly(
    autocommit, cast, access
):
    with tenant_context(cast.bahrain), pytest.raises(NoTenant):
        access()


@pytest.mark.parametrize("name", REACH_POSTGRES)
def test_after_a_tenants_transaction_the_connection_has_no_tenant_again(autocommit, cast, name):
    with cast.inside(cast.bahrain):
        assert Entity.objects.exists()

    with pytest.raises(NoTenant):
        ORM[name]()


def test_a_transaction_that_django_did_not_begin_has_no_tenant(autocommit, cast):
    with tenant_context(cast.bahrain):
        transaction.set_autocommit(False)

        with pytest.raises(NoTenant):
            Entity.objects.exists()

        transaction.rollback()
        transaction.set_autocommit(True)


def test_a_tenants_context_ends_with_its_block(cast):
    with tenant_context(cast.bahrain) as tenant:
        assert current_tenant() is tenant

    with pytest.raises(NoTenant):
        current_tenant()


def test_each_tenant_reads_its_own_rows_only(cast):
    with cast.inside(cast.bahrain):
        bahraini = set(Staff._base_manager.values_list("email", flat=True))
    with cast.inside(cast.jordan):
        jordanian = set(Staff._base_manager.values_list("email", flat=True))

    assert "fatima@bahrain.example" in bahraini
    assert jordanian == {f"{name}@jordan.example" for name in ("omar", "rania", "zaid")}
    assert bahraini & jordanian == set()


def test_another_tenants_row_is_not_there_even_with_its_id(cast):
    case_id = cast.file_case().case_id

    with cast.inside(cast.jordan):
        assert not Case.objects.filter(pk=case_id).exists()
        assert not Case._base_manager.filter(pk=case_id).exists()
        assert sql("SELECT number FROM cases_case WHERE id = %s", case_id) == []


def test_another_tenants_row_can_be_neither_changed_nor_deleted(cast):
    case_id = cast.file_case().case_id

    with tenant_context(cast.jordan), transaction.atomic():
        assert Case._base_manager.filter(pk=case_id).update(place="x") == 0
        assert sql("DELETE FROM cases_case WHERE id = %s RETURNING id", case_id) == []

    assert cast.case(case_id).place == ""


def test_a_row_cannot_be_written_for_another_tenant(cast):
    with tenant_context(cast.jordan), pytest.raises(OtherTenant), transaction.atomic():
        Draft.objects.create(
            token_hash=b"x", sealed=b"x", expires_at=clock.now(), tenant_id=cast.bahrain.id
        )

    with cast.inside(cast.bahrain):
        assert Draft.objects.count() == 0


def test_a_row_cannot_be_given_to_another_tenant(cast):
    case_id = cast.file_case().case_id

    with tenant_context(cast.bahrain), pytest.raises(OtherTenant), transaction.atomic():
        Case.objects.filter(pk=case_id).update(tenant_id=cast.jordan.id)

    assert cast.case(case_id).tenant_id == cast.bahrain.id


def test_a_tenant_changes_no_other_tenants_settings(cast):
    with tenant_context(cast.jordan), transaction.atomic():
        assert Tenant.objects.filter(slug="bahrain").update(mail_from="x@jordan.example") == 0
        hosts = TenantHost.objects.filter(host="bahrain.localhost")
        assert hosts.update(tenant=cast.jordan.id) == 0

    assert Tenant.objects.get(slug="bahrain").mail_from == cast.bahrain.mail_from
    assert TenantHost.objects.get(host="bahrain.localhost").tenant_id == cast.bahrain.id


def test_a_tenant_takes_no_host_for_another_one(cast):
    with tenant_context(cast.jordan), pytest.raises(OtherTenant), transaction.atomic():
        TenantHost.objects.create(host="new.localhost", tenant_id=cast.bahrain.id)

    assert not TenantHost.objects.filter(host="new.localhost").exists()


def test_entering_another_tenant_inside_a_transaction_is_refused(autocommit, cast):
    with cast.inside(cast.bahrain):
        with pytest.raises(TenantSwitch), tenant_context(cast.jordan):
            pass

        assert current_tenant() == cast.bahrain
        assert sql("SELECT current_setting('app.tenant')") == [(str(cast.bahrain.id),)]


def test_entering_a_tenant_inside_a_transaction_of_none_is_refused(autocommit, cast):
    with transaction.atomic(), pytest.raises(TenantSwitch), tenant_context(cast.bahrain):
        pass


def test_entering_the_same_tenant_again_changes_nothing(autocommit, cast):
    with cast.inside(cast.bahrain), tenant_context(cast.bahrain), reading():
        assert Entity.objects.exists()


def test_a_tenant_may_be_left_and_another_entered_between_transactions(autocommit, cast):
    with tenant_context(cast.bahrain):
        with tenant_context(cast.jordan), reading():
            assert {e.tenant_id for e in Entity._base_manager.all()} == {cast.jordan.id}
        with reading():
            assert {e.tenant_id for e in Entity._base_manager.all()} == {cast.bahrain.id}


def test_a_savepoint_keeps_the_tenant_whether_it_is_released_or_rolled_back(autocommit, cast):
    with cast.inside(cast.bahrain):
        with transaction.atomic():
            assert Staff.objects.exists()
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            raise ZeroDivisionError

        assert {s.tenant_id for s in Staff._base_manager.all()} == {cast.bahrain.id}


def test_a_failed_statement_in_a_savepoint_leaves_the_tenant_in_place(autocommit, cast):
    with cast.inside(cast.bahrain):
        with pytest.raises(Exception, match="division by zero"), transaction.atomic():
            sql("SELECT 1 / 0")

        assert {s.tenant_id for s in Staff._base_manager.all()} == {cast.bahrain.id}


def test_a_read_only_transaction_refuses_to_write(autocommit, cast):
    with pytest.raises(InternalError, match="read-only transaction"), cast.inside(cast.bahrain):
        Draft.objects.create(token_hash=b"x", sealed=b"x", expires_at=clock.now())

    with cast.inside(cast.bahrain):
        assert Draft.objects.count() == 0


def test_a_writing_transaction_follows_a_reading_one(cast):
    with tenant_context(cast.bahrain):
        with reading():
            assert Draft.objects.count() == 0
        with transaction.atomic():
            Draft.objects.create(token_hash=b"x", sealed=b"x", expires_at=clock.now())
        with reading():
            assert Draft.objects.count() == 1


def test_an_action_inside_an_open_transaction_is_refused(committed, cast, clock):
    with cast.inside(cast.bahrain), pytest.raises(RuntimeError, match="durable"):
        cast.file_case()

    with cast.inside(cast.bahrain):
        assert Case.objects.count() == 0
        assert Message.objects.count() == 0
