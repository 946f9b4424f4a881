"""Which tables an archive has, and how the rows of a tenant name what is global."""

from dataclasses import dataclass

import psycopg

# Sessions end with a move; whoever was signed in signs in again.
LEFT_OUT = ("accounts_session",)
TENANT = "tenancy_tenant"

# Global rows have another number in each database: an archive names them by what they are.
NAMES_OF_GLOBAL_ROWS = {
    "auth_permission": "(SELECT c.app_label || '.' || c.model || '.' || p.codename "
    "FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id "
    "WHERE p.id = t.{column})",
    "auth_group": "(SELECT name FROM auth_group g WHERE g.id = t.{column})",
}

_COLUMNS = """
SELECT c.relname::text, a.attname::text, (
    SELECT confrelid::regclass::text FROM pg_constraint k WHERE contype = 'f'
    AND conrelid = c.oid AND conkey = ARRAY[a.attnum] AND confrelid <> 'tenancy_tenant'::regclass)
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
  AND NOT attisdropped AND attgenerated = '' AND NOT relname = ANY(%s)
  AND (relname = 'tenancy_tenant' OR EXISTS (SELECT FROM pg_attribute x
    WHERE x.attrelid = c.oid AND x.attname = 'tenant_id' AND NOT x.attisdropped))
ORDER BY c.relname <> 'tenancy_tenant', c.relname, attnum
"""
_MIGRATIONS = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"


@dataclass(frozen=True)
class Table:
    """A table with rows of tenants. `named`: column → the global table that it points at."""

    name: str
    columns: tuple[str, ...]
    named: dict[str, str]

    @property
    def tenant_column(self) -> str:
        """The column that says whose row it is."""
        return "id" if self.name == TENANT else "tenant_id"


def tables_of_tenants(connection: psycopg.Connection[tuple[str, str, str]]) -> list[Table]:
    """Return every table with rows of tenants, the tenant's own first; plugins' ones too."""
    columns: dict[str, list[str]] = {}
    named: dict[str, dict[str, str]] = {}
    for table, column, target in connection.execute(_COLUMNS, [list(LEFT_OUT)]).fetchall():
        columns.setdefault(table, []).append(column)
        if target in NAMES_OF_GLOBAL_ROWS:
            named.setdefault(table, {})[column] = target
    return [Table(name, tuple(all_), named.get(name, {})) for name, all_ in columns.items()]


def migrations_of(connection: psycopg.Connection[tuple[str, str, str]]) -> list[str]:
    """Return the migrations that made this schema."""
    return [row[0] for row in connection.execute(_MIGRATIONS).fetchall()]
