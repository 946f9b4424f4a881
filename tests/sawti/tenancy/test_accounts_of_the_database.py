"""What each account of PostgreSQL can do, tried with a connection of its own."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from sawti.cases.lexemes import tenant_mark
from sawti.outbox.queries import tenants_with_open_messages

GRANTED = "SELECT tenant_id, due_at, done_at, given_up_at FROM outbox_message"


def test_the_system_account_reads_ids_and_times_of_every_tenants_outbox(
    committed, cast, clock, connect_as
):
    cast.file_case()
    cast.file_case(tenant=cast.jordan, category=None)

    found = connect_as("system").execute(GRANTED).fetchall()

    assert {tenant for tenant, _due, _done, _up in found} == {cast.bahrain.id, cast.jordan.id}
    assert set(tenants_with_open_messages()) == {cast.bahrain.id, cast.jordan.id}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT payload FROM outbox_message",
        "SELECT topic FROM outbox_message",
        "SELECT * FROM outbox_message",
        "SELECT body FROM cases_content",
        "SELECT id FROM cases_case",
        "SELECT email FROM accounts_staff",
        "SELECT email FROM cases_applicant",
        "SELECT session_data FROM accounts_session",
        "SELECT slug FROM tenancy_tenant",
        "SELECT data FROM huey_task",
        "UPDATE outbox_message SET done_at = now()",
        "DELETE FROM outbox_message",
        "INSERT INTO outbox_message (id) VALUES (gen_random_uuid())",
        "CREATE TABLE taken (id int)",
        "SET ROLE sawti_test_owner",
    ],
)
def test_the_system_account_can_do_nothing_else(connect_as, statement):
    with pytest.raises(errors.InsufficientPrivilege):
        connect_as("system").execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE cases_draft",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY tenant ON cases_case",
        "CREATE POLICY open ON cases_case USING (true)",
        "CREATE VIEW all_cases AS SELECT * FROM cases_case",
        "CREATE TEMPORARY TABLE kept AS SELECT 1",
        "SET ROLE sawti_test_owner",
        "SET ROLE sawti_test_backup",
        "SET SESSION AUTHORIZATION sawti_test_system",
        "UPDATE audit_entry SET event = 'x'",
        "DELETE FROM audit_entry",
        "UPDATE cases_historyrow SET reason = 'x'",
        "DELETE FROM cases_historyrow",
        "SELECT * FROM guardian_userobjectpermission",
        "INSERT INTO guardian_groupobjectpermission DEFAULT VALUES",
    ],
)
def test_the_serving_account_cannot_open_what_row_level_security_closes(
    connect_as, cast, statement
):
    connection = connect_as("app")
    connection.execute(f"SET app.tenant = '{cast.bahrain.id}'")

    with pytest.raises(errors.InsufficientPrivilege):
        connection.execute(statement)


def test_row_security_cannot_be_switched_off_to_read_past_it(connect_as, cast):
    connection = connect_as("app")
    connection.execute("SET row_security = off")

    with pytest.raises(errors.InsufficientPrivilege, match="row-level security"):
        connection.execute("SELECT id FROM accounts_staff")


def test_copying_into_a_tenants_table_is_refused(connect_as, cast):
    connection = connect_as("app")
    connection.execute(f"SET app.tenant = '{cast.bahrain.id}'")

    with pytest.raises(errors.FeatureNotSupported, match="COPY FROM not supported"):
        connection.execute("COPY cases_draft FROM STDIN")


@pytest.mark.parametrize("role", ["app", "owner"])
def test_a_bare_connection_without_tenant_fails_loudly_even_on_an_empty_table(connect_as, role):
    connection = connect_as(role)

    with pytest.raises(errors.UndefinedObject, match=r'"app\.tenant"'):
        connection.execute("SELECT * FROM cases_draft")


def test_a_bare_connection_of_the_owner_sees_only_the_tenant_that_it_names(connect_as, cast):
    with connect_as("owner").transaction() as block:
        block.connection.execute(f"SET LOCAL app.tenant = '{cast.jordan.id}'")

        found = block.connection.execute("SELECT DISTINCT tenant_id FROM accounts_staff").fetchall()

    assert found == [(cast.jordan.id,)]


def test_a_tenant_that_does_not_exist_sees_nothing(connect_as):
    connection = connect_as("app")

    with connection.transaction():
        connection.execute(f"SET LOCAL app.tenant = '{uuid4()}'")

        assert connection.execute("SELECT id FROM accounts_staff").fetchall() == []


def test_the_backup_account_reads_every_tenant_and_writes_nothing(connect_as, cast):
    connection = connect_as("backup")

    found = connection.execute("SELECT DISTINCT tenant_id FROM accounts_staff").fetchall()

    assert {tenant for (tenant,) in found} == {cast.bahrain.id, cast.jordan.id}
    with pytest.raises(errors.InsufficientPrivilege):
        connection.execute("DELETE FROM cases_draft")


@pytest.mark.parametrize("role", ["app", "system", "backup"])
def test_the_accounts_reach_no_other_database_of_ours(connect_as, admin_url, role):
    """CONNECT is granted per database, not to everybody."""
    found = connect_as(role).execute(
        "SELECT has_database_privilege(current_user, current_database(), 'CONNECT'), "
        "(SELECT datacl::text LIKE '{=%' OR datacl::text LIKE '%,=%' FROM pg_database "
        "WHERE datname = current_database())"
    )

    assert found.fetchone() == (True, False)


def test_a_dump_without_tenant_fails_instead_of_being_empty(connect_as):
    """pg_dump reads with COPY … TO; as the owner it meets FORCE and the loud policy."""
    connection: psycopg.Connection[object] = connect_as("owner")

    with (
        pytest.raises(errors.UndefinedObject),
        connection.cursor().copy("COPY (SELECT * FROM cases_draft) TO STDOUT") as copy,
    ):
        copy.read()


def test_a_search_without_a_tenant_is_a_loud_error_and_finds_nothing(connect_as):
    with pytest.raises(errors.Error, match=r"app\.tenant|uuid"):
        connect_as("app").execute("SELECT search_cases('a', 10, NULL, NULL)")


def test_a_search_stays_in_the_tenant_of_its_transaction_whatever_is_asked(
    committed, cast, clock, connect_as
):
    here = cast.file_case(story="marker4711")
    there = cast.file_case(tenant=cast.jordan, story="marker4711", category="")
    connection = connect_as("app")
    connection.execute(f"SET app.tenant = '{cast.bahrain.id}'")

    ours, theirs = (
        connection.execute("SELECT search_cases(%s, 10, NULL, NULL)", [f"'{mark}~:marker4711'"])
        for mark in (tenant_mark(cast.bahrain.id), tenant_mark(cast.jordan.id))
    )

    assert ours.fetchall() == [(here.case_id,)]
    assert theirs.fetchall() == []
    assert there.case_id != here.case_id


def test_a_search_word_cannot_break_out_of_its_statement(committed, cast, clock, connect_as):
    cast.file_case()
    connection = connect_as("app")
    connection.execute(f"SET app.tenant = '{cast.bahrain.id}'")

    with pytest.raises(errors.SyntaxError, match="tsquery"):
        connection.execute("SELECT search_cases(%s, 10, NULL, NULL)", ["' OR true --"])
