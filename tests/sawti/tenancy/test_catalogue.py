"""What PostgreSQL's own catalogue says about every table. Each query returns the offenders."""

from django.apps import apps
from django.conf import settings

from sawti.tenancy.global_tables import GLOBAL_TABLES
from sawti.tenancy.models import TenantModel

OWNER, APP, SYSTEM, BACKUP, RETENTION = (
    f"{settings.SAWTI_ROLE_PREFIX}_{name}"
    for name in ("owner", "app", "system", "backup", "retention")
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
