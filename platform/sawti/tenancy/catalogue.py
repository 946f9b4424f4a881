"""The questions about the catalogue; `holes.py` asks them."""

from dataclasses import dataclass

POLICY = "(tenant_id = (current_setting(''app.tenant''::text))::uuid)"


@dataclass(frozen=True)
class Check:
    """A question: `query` returns one column with the offenders, `says` puts one into words."""

    code: str
    section: str
    says: str
    query: str
    at_start: bool = False


_RELATIONS = """
SELECT c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
  c.reloptions, NOT c.relname = ANY(%(global)s) AS is_of_tenants
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
"""
TABLES = f"SELECT * FROM ({_RELATIONS}) r WHERE relkind IN ('r', 'p')"
OF_TENANTS = f"SELECT * FROM ({TABLES}) t WHERE is_of_tenants"
_HAS_TENANT = """EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = t.oid
  AND attname = 'tenant_id' AND NOT attisdropped)"""
_PROTECTED = f"""(relrowsecurity AND relforcerowsecurity AND EXISTS (
  SELECT FROM pg_policies p WHERE p.tablename = t.relname AND permissive = 'RESTRICTIVE'
  AND roles = '{{public}}' AND cmd = 'ALL' AND qual = '{POLICY}' AND with_check = '{POLICY}'))"""
_FUNCTIONS = """
SELECT p.*, p.oid::regprocedure::text AS signature, pg_get_userbyid(proowner)::text AS owner
FROM pg_proc p JOIN pg_namespace n ON n.oid = pronamespace
WHERE nspname NOT IN ('pg_catalog', 'information_schema')
"""
_SERVING = """(SELECT oid AS role, rolname::text AS who FROM pg_roles
  WHERE rolname IN (%(app)s, %(system)s, %(backup)s)) AS serving"""

ROLES = (
    Check(
        "serving-account",
        "roles",
        "The database account {!r} is a superuser or bypasses row-level security. Give "
        "DATABASE_URL the account that `sawti create_database` made for serving.",
        "SELECT rolname FROM pg_roles WHERE rolname = %(account)s AND (rolsuper OR rolbypassrls)",
        at_start=True,
    ),
    Check(
        "serving-account-owns",
        "roles",
        "The serving account owns {}, so it could switch row-level security off. Serve as another "
        "account than the one that migrates.",
        f"SELECT relname FROM ({_RELATIONS}) r WHERE relkind IN ('r', 'p', 'v', 'm', 'f') "
        "AND relowner = (SELECT oid FROM pg_roles WHERE rolname = %(account)s)",
        at_start=True,
    ),
    Check(
        "serving-account-becomes",
        "roles",
        "The serving account may become {}. Revoke that membership.",
        "SELECT pg_get_userbyid(roleid) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
        "WHERE rolname = %(account)s",
        at_start=True,
    ),
    Check(
        "tenant-by-default",
        "roles",
        "A setting is kept for every connection: {}. Without a tenant PostgreSQL must refuse; "
        "take it back with ALTER ROLE … RESET or ALTER DATABASE … RESET.",
        "SELECT setting FROM pg_db_role_setting, unnest(setconfig) AS setting "
        "WHERE setting ~* '^(app\\.tenant|row_security|session_replication_role)='",
        at_start=True,
    ),
    Check(
        "role-attributes",
        "roles",
        "The role {} has other attributes than its work needs. Run `sawti create_database`.",
        "SELECT wanted.name FROM (VALUES (%(owner)s, true, false), (%(app)s, true, false), "
        "(%(system)s, true, true), (%(backup)s, true, true), (%(search)s, false, true), "
        "(%(retention)s, false, false)) "
        "AS wanted (name, logs_in, bypasses) LEFT JOIN pg_roles r ON r.rolname = wanted.name "
        "WHERE rolname IS NULL OR rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication "
        "OR rolcanlogin <> logs_in OR rolbypassrls <> bypasses",
    ),
    Check(
        "role-members",
        "roles",
        "A membership is not needed: {}. Revoke it.",
        "SELECT pg_get_userbyid(member) || ' in ' || pg_get_userbyid(roleid) "
        "FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member "
        "WHERE starts_with(pg_get_userbyid(roleid), %(prefix)s) AND NOT rolsuper "
        "AND starts_with(rolname, %(prefix)s) "
        "AND NOT (rolname = %(owner)s "
        "AND pg_get_userbyid(roleid) IN (%(search)s, %(retention)s))",
    ),
)

PROTECTION = (
    Check(
        "unprotected",
        "tables",
        "Every tenant can read {}: row-level security is off, not forced, or without the "
        "restrictive policy. Add ProtectTenantTables to a migration.",
        f"SELECT relname FROM ({OF_TENANTS}) t "
        f"WHERE ({_HAS_TENANT} OR relname = ANY(%(models)s)) AND NOT {_PROTECTED}",
        at_start=True,
    ),
    Check(
        "undeclared",
        "tables",
        "Nobody said whether {} holds rows of a tenant: protect it, or give the reason in "
        "tenancy/global_tables.py.",
        f"SELECT relname FROM ({OF_TENANTS}) t "
        f"WHERE NOT ({_HAS_TENANT} OR relname = ANY(%(models)s) OR {_PROTECTED})",
    ),
    Check(
        "policies",
        "tables",
        "{} has another set of policies than the restrictive one of its tenant and the base.",
        f"SELECT relname FROM ({OF_TENANTS}) t WHERE {_PROTECTED} AND ARRAY(SELECT policyname "
        "FROM pg_policies p WHERE p.tablename = t.relname "
        "AND roles <> ARRAY[%(retention)s::name] ORDER BY 1) <> '{base,tenant}'",
    ),
    Check(
        "tenant-column",
        "tables",
        "A row of {} may have no tenant: its tenant_id is missing, nullable or no uuid.",
        f"SELECT relname FROM ({OF_TENANTS}) t WHERE NOT EXISTS (SELECT FROM pg_attribute a "
        "WHERE a.attrelid = t.oid AND attname = 'tenant_id' AND attnotnull "
        "AND atttypid = 'uuid'::regtype)",
    ),
    Check(
        "settings-of-tenants",
        "tables",
        "A tenant may change another one's row of {}.",
        f"SELECT relname FROM ({TABLES}) t WHERE relname IN ('tenancy_tenant', "
        "'tenancy_tenanthost') AND NOT (relrowsecurity AND relforcerowsecurity AND NOT EXISTS ("
        "SELECT FROM pg_policies p WHERE p.tablename = t.relname AND cmd <> 'SELECT' "
        "AND NOT (coalesce(qual, '') || coalesce(with_check, '') ~ 'current_setting' "
        "AND coalesce(qual, 'x') <> 'true' AND coalesce(with_check, 'x') <> 'true')))",
    ),
    Check(
        "relations",
        "tables",
        "{} is a view, a foreign table or a partition tree: the policies of its tables do not "
        "reach there. Remove it, or make the view WITH (security_invoker = true).",
        f"SELECT relname FROM ({_RELATIONS}) r WHERE relkind IN ('m', 'f', 'p') "
        "OR (relkind = 'v' AND NOT coalesce(reloptions, '{}') && "
        "'{security_invoker=true,security_invoker=on,security_invoker=1}')",
    ),
    Check(
        "large-objects",
        "tables",
        "There are {} large objects, which no policy protects. Files belong in the file storage.",
        "SELECT count(*) FROM pg_largeobject_metadata HAVING count(*) > 0",
    ),
)

KEYS = (
    Check(
        "key-without-tenant",
        "keys",
        "The key {} may point at another tenant's row. Use TenantForeignKey and PointWithinTenant.",
        f"SELECT conname FROM pg_constraint k JOIN ({OF_TENANTS}) t ON t.oid = conrelid "
        f"JOIN ({OF_TENANTS}) u ON u.oid = confrelid WHERE contype = 'f' AND NOT EXISTS ("
        "SELECT FROM pg_attribute a JOIN pg_attribute b ON b.attrelid = confrelid "
        "AND b.attnum = confkey[1] WHERE a.attrelid = conrelid AND a.attnum = conkey[1] "
        "AND a.attname = 'tenant_id' AND b.attname = 'tenant_id')",
    ),
    Check(
        "key-missing",
        "keys",
        "No constraint keeps {} within the tenant. Add PointWithinTenant to a migration.",
        "SELECT wanted FROM unnest(%(keys)s::text[]) AS wanted "
        "WHERE to_regclass(split_part(wanted, ' ', 1)) IS NOT NULL "
        "AND NOT EXISTS (SELECT FROM pg_constraint JOIN pg_attribute a "
        "ON a.attrelid = conrelid AND a.attnum = conkey[2] WHERE contype = 'f' AND convalidated "
        "AND wanted = conrelid::regclass || ' ' || attname || ' ' || confrelid::regclass)",
    ),
    Check(
        "cascade",
        "keys",
        "The key {} deletes or changes rows when another row goes; PostgreSQL ignores row-level "
        "security then.",
        f"SELECT conname FROM pg_constraint JOIN ({TABLES}) t ON t.oid = conrelid "
        "WHERE contype = 'f' AND (confdeltype <> 'a' OR confupdtype <> 'a')",
    ),
    Check(
        "unique",
        "keys",
        "The index {} is unique over all tenants: a collision tells what another one holds.",
        f"SELECT indexrelid::regclass FROM pg_index i JOIN ({OF_TENANTS}) t ON t.oid = indrelid "
        "LEFT JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = indkey[0] "
        "WHERE (indisunique OR indisexclusion) AND NOT indisprimary "
        "AND attname IS DISTINCT FROM 'tenant_id'",
    ),
    Check(
        "guessable",
        "keys",
        "The primary key of {} is no uuid: its numbers tell how many rows other tenants have.",
        f"SELECT relname FROM ({OF_TENANTS}) t WHERE NOT EXISTS (SELECT FROM pg_index i "
        "JOIN pg_attribute a ON a.attrelid = indrelid AND a.attnum = ANY(indkey) "
        "WHERE indrelid = t.oid AND indisprimary AND atttypid = 'uuid'::regtype)",
    ),
)

FUNCTIONS = (
    Check(
        "definer-function",
        "functions",
        "The function {} runs with its owner's rights, and that owner is not the search or the "
        "retention role, or its search path is open, or everybody may call it. Make it with "
        "SearchFunction or StripFunction.",
        f"SELECT signature FROM ({_FUNCTIONS}) f WHERE prosecdef "
        "AND (owner NOT IN (%(search)s, %(retention)s) "
        "OR NOT coalesce(proconfig, '{}') @> '{\"search_path=pg_catalog, pg_temp\"}' "
        "OR proacl IS NULL OR EXISTS (SELECT FROM aclexplode(proacl) WHERE grantee = 0))",
        at_start=True,
    ),
    Check(
        "leakproof-function",
        "functions",
        "The function {} is marked LEAKPROOF, so it sees rows before the policy does.",
        f"SELECT signature FROM ({_FUNCTIONS}) f WHERE proleakproof",
    ),
    Check(
        "function-callers",
        "functions",
        "Another account than the serving one may call {}.",
        f"SELECT signature || ' by ' || pg_get_userbyid(grantee) FROM ({_FUNCTIONS}) f, "
        "aclexplode(proacl) WHERE prosecdef AND grantee <> 0 "
        "AND pg_get_userbyid(grantee) NOT IN (%(app)s, %(search)s, %(retention)s)",
    ),
    Check(
        "triggers",
        "functions",
        "{} works by itself on rows of a table, in ways the code does not show.",
        "SELECT 'the trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal UNION ALL "
        "SELECT 'the rule ' || rulename FROM pg_rules WHERE schemaname <> 'pg_catalog' "
        "UNION ALL SELECT 'the event trigger ' || evtname FROM pg_event_trigger",
    ),
    Check(
        "extensions",
        "functions",
        "The extension {} reaches past this database's policies.",
        "SELECT extname FROM pg_extension WHERE extname IN ('dblink', 'postgres_fdw', 'file_fdw', "
        "'adminpack', 'pageinspect', 'plpython3u', 'plperlu', 'pltclu')",
    ),
)

GRANTS = (
    Check(
        "truncate",
        "grants",
        "A right that row-level security does not narrow: {}. Revoke it.",
        f"SELECT who || ' may ' || lower(p) || ' ' || relname FROM ({TABLES}) t, {_SERVING}, "
        "unnest(ARRAY['TRUNCATE', 'REFERENCES', 'TRIGGER']) AS p "
        "WHERE has_table_privilege(role, t.oid, p)",
    ),
    Check(
        "append-only",
        "grants",
        "The serving role may rewrite {}, which is to be added to and read only.",
        f"SELECT relname FROM ({TABLES}) t JOIN pg_roles r ON rolname = %(app)s "
        "WHERE relname = ANY(%(append_only)s) "
        "AND (has_any_column_privilege(r.oid, t.oid, 'UPDATE') "
        "OR has_table_privilege(r.oid, t.oid, 'DELETE'))",
    ),
    Check(
        "public-grants",
        "grants",
        "Every account of the server has rights on {}. Revoke them from PUBLIC.",
        f"SELECT t.relname FROM ({_RELATIONS}) t JOIN pg_class c USING (oid), "
        "aclexplode(c.relacl) WHERE t.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND grantee = 0",
    ),
    Check(
        "makes-objects",
        "grants",
        "The account {} may make tables, schemas or temporary tables. Revoke CREATE and TEMPORARY.",
        f"SELECT who FROM {_SERVING} WHERE has_schema_privilege(role, 'public', 'CREATE') "
        "OR has_database_privilege(role, current_database(), 'CREATE') "
        "OR has_database_privilege(role, current_database(), 'TEMPORARY')",
    ),
    Check(
        "backup",
        "grants",
        "The backup role may write to {}, or may not read it: a dump would be wrong.",
        f"SELECT relname FROM ({TABLES}) t JOIN pg_roles r ON rolname = %(backup)s "
        "WHERE NOT has_table_privilege(r.oid, t.oid, 'SELECT') "
        "OR has_any_column_privilege(r.oid, t.oid, 'INSERT, UPDATE') "
        "OR has_table_privilege(r.oid, t.oid, 'DELETE')",
    ),
    Check(
        "system",
        "grants",
        "The system role may write to {}, or read all of it; it needs ids and times.",
        f"SELECT relname FROM ({TABLES}) t JOIN pg_roles r ON rolname = %(system)s "
        "WHERE has_table_privilege(r.oid, t.oid, 'SELECT') "
        "OR has_any_column_privilege(r.oid, t.oid, 'INSERT, UPDATE') "
        "OR has_table_privilege(r.oid, t.oid, 'DELETE')",
    ),
)

CHECKS = (*ROLES, *PROTECTION, *KEYS, *FUNCTIONS, *GRANTS)

# What there is, for a person to read.
ROLE_STATE = """
SELECT rolname::text, concat_ws(', ', CASE WHEN rolcanlogin THEN 'signs in' ELSE 'nobody signs in'
  END, CASE WHEN rolsuper THEN 'superuser' WHEN rolbypassrls THEN 'bypasses row-level security'
  ELSE 'bound by row-level security' END)
FROM pg_roles WHERE rolname = ANY(%s) ORDER BY 1
"""
TABLE_STATE = f"""
SELECT relname::text, CASE WHEN relname = ANY(%s) THEN 'global'
  WHEN {_PROTECTED} THEN 'protected' ELSE 'unprotected' END
FROM (SELECT c.* FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_(toast|temp)'
  AND relkind IN ('r', 'p')) t
"""
KEY_STATE = """
SELECT CASE WHEN cardinality(conkey) = 2 THEN 'within a tenant' ELSE 'to or from global tables' END,
  count(*) FROM pg_constraint WHERE contype = 'f' GROUP BY 1 ORDER BY 1
"""
FUNCTION_STATE = f"""
SELECT signature, concat('with the rights of ', owner, ', for ', (SELECT string_agg(
  CASE WHEN grantee = 0 THEN 'everybody' ELSE pg_get_userbyid(grantee) END, ', ' ORDER BY grantee)
  FROM aclexplode(proacl)))
FROM ({_FUNCTIONS}) f WHERE prosecdef ORDER BY 1
"""
