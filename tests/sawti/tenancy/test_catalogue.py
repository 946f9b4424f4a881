"""What PostgreSQL's own catalogue says about every table. Each query returns the offenders."""

from django.apps import apps
from django.conf import settings

from sawti.tenancy.global_tables import GLOBAL_TABLES
from sawti.tenancy.models import TenantModel

OWNER, APP, SYSTEM, BACKUP = (
    f"{settings.SAWTI_ROLE_PREFIX}_{name}" for name in ("owner", "app", "system", "backup")
)
POLICY = "(tenant_id = (current_setting('app.tenant'::text))::uuid)"

TABLES = """
SELECT c.oid, c.relname, c.relrowsecurity, c.relforcerowsecurity, c.relkind, c.relowner
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
"""
TENANT_TABLES = f"SELECT * FROM ({TABLES}) t WHERE NOT relname = ANY(%s)"
GLOBAL = list(GLOBAL_TABLES)


def tenant_models() -> list[type[TenantModel]]:
    """Return every model that holds rows of a tenant."""
    return [model for model in apps.get_models() if issubclass(model, TenantModel)]


def keys_of_models() -> set[tuple[str, str, str]]:
    """Return (table, column, target) of every key from a tenant model to a tenant model."""
    return {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in tenant_models()
        for field in model._meta.local_concrete_fields
        if field.is_relation and issubclass(field.related_model, TenantModel)
    }


def test_every_table_holds_rows_of_a_tenant_or_is_listed_as_global_with_a_reason(rows):
    tables = set(rows(f"SELECT relname FROM ({TABLES}) t"))

    protected = {model._meta.db_table for model in tenant_models()}

    assert tables - protected == set(GLOBAL_TABLES)
    assert protected - tables == set()


def test_every_table_of_a_tenant_names_its_tenant_in_every_row(rows):
    assert (
        rows(
            f"SELECT relname FROM ({TENANT_TABLES}) t WHERE NOT EXISTS (SELECT FROM pg_attribute a "
            "WHERE a.attrelid = t.oid AND attname = 'tenant_id' AND attnotnull "
            "AND atttypid = 'uuid'::regtype)",
            GLOBAL,
        )
        == []
    )


def test_row_level_security_is_enabled_and_forced_on_every_table_of_a_tenant(rows):
    assert (
        rows(
            f"SELECT relname FROM ({TENANT_TABLES}) t "
            "WHERE NOT (relrowsecurity AND relforcerowsecurity)",
            GLOBAL,
        )
        == []
    )


def test_every_table_of_a_tenant_has_exactly_the_two_policies(rows):
    """A restrictive, loud one for everybody and a permissive base for two roles.

    A third one only where the role `retention` takes words out, and where it reads what it may.
    """
    found = rows(
        "SELECT DISTINCT policyname, permissive, roles::text[], cmd, qual, with_check "
        "FROM pg_policies WHERE NOT tablename = ANY(%s)",
        GLOBAL,
    )

    assert sorted(found) == [
        ("base", "PERMISSIVE", [APP, OWNER], "ALL", "true", "true"),
        ("retention", "PERMISSIVE", [RETENTION], "ALL", "true", None),
        ("retention", "PERMISSIVE", [RETENTION], "SELECT", "true", None),
        ("tenant", "RESTRICTIVE", ["public"], "ALL", POLICY, POLICY),
    ]
    assert rows(
        f"SELECT relname FROM ({TENANT_TABLES}) t "
        "WHERE (SELECT count(*) FROM pg_policy p WHERE p.polrelid = t.oid) <> 2 ORDER BY 1",
        GLOBAL,
    ) == ["cases_historyrow", "retention_tombstone"]


def test_everybody_may_read_tenants_and_hosts_but_change_only_the_own_ones(rows):
    own = "({} = (current_setting('app.tenant'::text))::uuid)"
    found = rows(
        "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies "
        "WHERE tablename = ANY(%s) ORDER BY 1, 2",
        GLOBAL,
    )

    assert found == [
        ("tenancy_tenant", "own_delete", "DELETE", own.format("id"), None),
        ("tenancy_tenant", "own_insert", "INSERT", None, own.format("id")),
        ("tenancy_tenant", "own_update", "UPDATE", own.format("id"), own.format("id")),
        ("tenancy_tenant", "read_all", "SELECT", "true", None),
        ("tenancy_tenanthost", "own_delete", "DELETE", own.format("tenant_id"), None),
        ("tenancy_tenanthost", "own_insert", "INSERT", None, own.format("tenant_id")),
        (
            "tenancy_tenanthost",
            "own_update",
            "UPDATE",
            own.format("tenant_id"),
            own.format("tenant_id"),
        ),
        ("tenancy_tenanthost", "read_all", "SELECT", "true", None),
    ]


COMPOSITE_KEYS = """
SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text
FROM pg_constraint k
JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[2]
JOIN pg_attribute t ON t.attrelid = conrelid AND t.attnum = conkey[1] AND t.attname = 'tenant_id'
JOIN pg_attribute x ON x.attrelid = confrelid AND x.attnum = confkey[1] AND x.attname = 'tenant_id'
JOIN pg_attribute y ON y.attrelid = confrelid AND y.attnum = confkey[2] AND y.attname = 'id'
WHERE contype = 'f' AND cardinality(conkey) = 2 AND convalidated
"""


def test_every_key_between_tables_of_a_tenant_carries_the_tenant(rows):
    # A session is read before anybody is known; still it names people of its own tenant only.
    session = {
        ("accounts_session", "staff_id", "accounts_staff"),
        ("accounts_session", "person_id", "accounts_person"),
    }

    assert set(rows(COMPOSITE_KEYS)) == keys_of_models() | session
    assert (
        rows(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' AND cardinality(conkey) = 1 "
            "AND NOT conrelid::regclass::text = ANY(%s) "
            "AND NOT confrelid::regclass::text = ANY(%s)",
            GLOBAL,
            GLOBAL,
        )
        == []
    )


def test_global_tables_point_at_no_table_of_a_tenant_but_those_of_people(rows):
    """Wagtail keeps the editor of a draft, a session who signed in; nothing else is named there."""
    assert rows(
        "SELECT DISTINCT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' "
        "AND conrelid::regclass::text = ANY(%s) AND NOT confrelid::regclass::text = ANY(%s) "
        "ORDER BY 1",
        GLOBAL,
        GLOBAL,
    ) == ["accounts_person", "accounts_staff"]


def test_the_database_deletes_or_changes_no_row_because_another_went(rows):
    """ON DELETE CASCADE ignores row-level security: it would reach into another tenant."""
    assert (
        rows(
            "SELECT conname FROM pg_constraint WHERE contype = 'f' "
            "AND (confdeltype <> 'a' OR confupdtype <> 'a')"
        )
        == []
    )


def test_every_unique_index_of_a_tenants_table_begins_with_the_tenant_except_the_primary_key(rows):
    """Otherwise a collision would tell one tenant what another one holds."""
    assert (
        rows(
            f"SELECT indexrelid::regclass::text FROM pg_index i JOIN ({TENANT_TABLES}) t "
            "ON t.oid = i.indrelid JOIN pg_attribute a ON a.attrelid = t.oid "
            "AND a.attnum = i.indkey[0] WHERE indisunique AND NOT indisprimary "
            "AND attname <> 'tenant_id'",
            GLOBAL,
        )
        == []
    )


def test_every_primary_key_of_a_tenants_table_is_a_uuid_that_nobody_can_guess(rows):
    assert rows(
        f"SELECT DISTINCT attname::text, atttypid::regtype::text FROM pg_index i "
        f"JOIN ({TENANT_TABLES}) t ON t.oid = i.indrelid "
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = ANY(i.indkey) "
        "WHERE indisprimary",
        GLOBAL,
    ) == [("id", "uuid")]


def test_exclusion_constraints_rules_and_triggers_are_unknown_here(rows):
    assert rows("SELECT conname FROM pg_constraint WHERE contype = 'x'") == []
    assert rows("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal") == []
    assert rows("SELECT rulename FROM pg_rules WHERE schemaname = 'public'") == []


def test_there_is_no_view_no_partition_and_no_foreign_table(rows):
    """Each of them would need a protection of its own: see security.md, D.3, 12 and 13."""
    assert rows(f"SELECT DISTINCT relkind::text FROM ({TABLES}) t") == ["r"]


RETENTION = f"{settings.SAWTI_ROLE_PREFIX}_retention"
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
