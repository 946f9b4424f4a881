"""What PostgreSQL's own catalogue says about its roles, and the functions with another's rights."""

from django.conf import settings

from tests.sawti.tenancy.test_catalogue import (
    APP,
    BACKUP,
    OWNER,
    RETENTION,
    SYSTEM,
    TABLES,
)

SEARCH = f"{settings.SAWTI_ROLE_PREFIX}_search"
FUNCTIONS = """
SELECT p.oid, p.oid::regprocedure::text AS signature, p.*, pg_get_userbyid(proowner)::text AS owner
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname NOT IN ('pg_catalog', 'information_schema')
"""


def test_the_functions_with_their_owners_rights_are_these(rows):
    """Each has a fixed search path and belongs to a role that nobody signs in as."""
    assert rows(
        "SELECT signature, prosecdef, proconfig, provolatile::text, proleakproof, owner, "
        f"prorettype::regtype::text FROM ({FUNCTIONS}) f ORDER BY signature DESC"
    ) == [
        (
            "search_cases(text,integer,timestamp with time zone,uuid)",
            True,
            ["search_path=pg_catalog, pg_temp", "enable_seqscan=off", "jit=off"],
            "s",
            False,
            SEARCH,
            "uuid",
        ),
        (
            "retention_strip_history(uuid[],boolean)",
            True,
            ["search_path=pg_catalog, pg_temp"],
            "v",
            False,
            RETENTION,
            "bigint",
        ),
    ]


def test_only_the_serving_role_may_call_such_a_function(rows):
    roles = [APP, SYSTEM, BACKUP]
    assert rows(
        f"SELECT r FROM ({FUNCTIONS}) f, unnest(%s::text[]) r "
        "WHERE has_function_privilege(r, f.signature, 'EXECUTE')",
        roles,
    ) == [APP, APP]
    assert rows(f"SELECT signature FROM ({FUNCTIONS}) f WHERE proacl::text ~ '(^|[{{,])='") == []


def test_the_search_role_reads_six_columns_owns_no_table_and_makes_nothing(rows):
    assert rows(
        f"SELECT relname::text, attname::text FROM ({TABLES}) t JOIN pg_attribute a "
        "ON a.attrelid = t.oid AND attnum > 0 AND NOT attisdropped "
        "WHERE has_column_privilege(%s, t.oid, attnum, 'SELECT') ORDER BY 1, 2",
        SEARCH,
    ) == [
        ("cases_case", "received_at"),
        ("cases_case", "tenant_id"),
        ("cases_searchentry", "case_id"),
        ("cases_searchentry", "received_at"),
        ("cases_searchentry", "tenant_id"),
        ("cases_searchentry", "words"),
    ]
    assert (
        rows(
            f"SELECT relname FROM ({TABLES}) t "
            "WHERE has_any_column_privilege(%s, oid, 'INSERT, UPDATE') "
            "OR has_table_privilege(%s, oid, 'DELETE')",
            SEARCH,
            SEARCH,
        )
        == []
    )
    assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", SEARCH) == [False]


def test_the_retention_role_changes_reasons_of_history_and_reads_tombstones_only(rows):
    may = (
        f"SELECT relname::text, attname::text FROM ({TABLES}) t JOIN pg_attribute a "
        "ON a.attrelid = t.oid AND attnum > 0 AND NOT attisdropped "
        "WHERE has_column_privilege(%s, t.oid, attnum, %s) ORDER BY 1, 2"
    )

    assert rows(may, RETENTION, "UPDATE") == [("cases_historyrow", "reason")]
    assert rows(may, RETENTION, "INSERT") == []
    assert rows(may, RETENTION, "SELECT") == [
        ("cases_historyrow", "case_id"),
        ("cases_historyrow", "reason"),
        ("cases_historyrow", "tenant_id"),
        ("retention_tombstone", "subject_id"),
        ("retention_tombstone", "tenant_id"),
    ]
    assert rows("SELECT has_schema_privilege(%s, 'public', 'CREATE')", RETENTION) == [False]


def test_only_the_owner_is_a_member_of_the_search_role(rows):
    assert rows(
        "SELECT member::regrole::text FROM pg_auth_members WHERE roleid = %s::regrole "
        "AND NOT (SELECT rolsuper FROM pg_roles WHERE oid = member)",
        SEARCH,
    ) == [OWNER]


def test_the_owner_owns_every_table_and_the_serving_role_none(rows):
    assert rows(f"SELECT DISTINCT pg_get_userbyid(relowner)::text FROM ({TABLES}) t") == [OWNER]


def test_the_roles_have_exactly_the_attributes_of_their_work(rows):
    found = rows(
        "SELECT rolname::text, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, "
        "rolreplication FROM pg_roles WHERE rolname ~ %s ORDER BY 1",
        f"^{settings.SAWTI_ROLE_PREFIX}_",
    )

    assert found == [
        (APP, True, False, False, False, False, False),
        (BACKUP, True, False, True, False, False, False),
        (OWNER, True, False, False, False, False, False),
        (RETENTION, False, False, False, False, False, False),
        (f"{settings.SAWTI_ROLE_PREFIX}_search", False, False, True, False, False, False),
        (SYSTEM, True, False, True, False, False, False),
    ]


def test_the_serving_role_is_a_member_of_no_other_role(rows):
    assert (
        rows(
            "SELECT roleid::regrole::text FROM pg_auth_members WHERE member = ANY(%s::regrole[])",
            [APP, SYSTEM, BACKUP],
        )
        == []
    )


def test_nobody_but_the_owner_may_truncate_alter_or_create_tables(rows):
    """TRUNCATE ignores row-level security."""
    assert (
        rows(
            f"SELECT relname, r FROM ({TABLES}) t, unnest(%s::name[]) r, "
            "unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) p "
            "WHERE has_table_privilege(r, t.oid, p)",
            [APP, SYSTEM, BACKUP],
        )
        == []
    )
    assert (
        rows(
            "SELECT r FROM unnest(%s::name[]) r WHERE has_schema_privilege(r, 'public', 'CREATE') "
            "OR has_database_privilege(r, current_database(), 'CREATE') "
            "OR has_database_privilege(r, current_database(), 'TEMPORARY')",
            [APP, SYSTEM, BACKUP],
        )
        == []
    )


def test_audit_and_history_can_be_added_to_and_read_only(rows):
    assert rows(
        f"SELECT relname::text FROM ({TABLES}) t WHERE has_table_privilege(%s, oid, 'SELECT') "
        "AND NOT has_table_privilege(%s, oid, 'UPDATE') "
        "AND NOT has_table_privilege(%s, oid, 'DELETE') ORDER BY 1",
        APP,
        APP,
        APP,
    ) == [
        "audit_anchor",
        "audit_entry",
        "audit_link",
        "audit_seal",
        "audit_verification",
        "cases_historyrow",
        "catalogue_edit",
        "consents_consentversion",
        "entities_entitychange",
        "retention_remainder",
        "retention_tombstone",
        "sla_policyversion",
    ]


def test_guardians_tables_without_tenant_are_closed_to_the_serving_role(rows):
    assert rows(
        f"SELECT relname::text FROM ({TABLES}) t "
        "WHERE NOT has_table_privilege(%s, oid, 'SELECT, INSERT, UPDATE, DELETE') ORDER BY 1",
        APP,
    ) == ["guardian_groupobjectpermission", "guardian_userobjectpermission"]


def test_the_backup_role_may_read_everything_and_write_nothing(rows):
    assert (
        rows(
            f"SELECT relname FROM ({TABLES}) t WHERE NOT has_table_privilege(%s, oid, 'SELECT') "
            "OR has_any_column_privilege(%s, oid, 'INSERT, UPDATE') "
            "OR has_table_privilege(%s, oid, 'DELETE')",
            BACKUP,
            BACKUP,
            BACKUP,
        )
        == []
    )


def test_the_system_role_may_read_four_columns_of_the_outbox_and_nothing_else(rows):
    readable = rows(
        f"SELECT relname::text, attname::text FROM ({TABLES}) t JOIN pg_attribute a "
        "ON a.attrelid = t.oid AND attnum > 0 AND NOT attisdropped "
        "WHERE has_column_privilege(%s, t.oid, attnum, 'SELECT') ORDER BY 1, 2",
        SYSTEM,
    )

    assert readable == [
        ("outbox_message", "done_at"),
        ("outbox_message", "due_at"),
        ("outbox_message", "given_up_at"),
        ("outbox_message", "tenant_id"),
    ]
    assert (
        rows(
            f"SELECT relname FROM ({TABLES}) t "
            "WHERE has_any_column_privilege(%s, oid, 'INSERT, UPDATE') "
            "OR has_table_privilege(%s, oid, 'DELETE')",
            SYSTEM,
            SYSTEM,
        )
        == []
    )
