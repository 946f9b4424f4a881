"""The operator's check and the refusal to serve find what is opened, and nothing that is not."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from sawti.tenancy.catalogue import CHECKS
from sawti.tenancy.holes import append_only_tables, findings, findings_at_start
from sawti.tenancy.schema import role
from tests import servers

APP, OWNER, SYSTEM, BACKUP, SEARCH = (
    role(name) for name in ("app", "owner", "system", "backup", "search")
)
DEFINER = "CREATE FUNCTION one() RETURNS int SECURITY DEFINER LANGUAGE sql {}AS 'SELECT 1'"
SAFE_PATH = "SET search_path = pg_catalog, pg_temp "

# (question, what it names, what opens the hole)
HOLES = (
    ("serving-account", APP, f"ALTER ROLE {APP} BYPASSRLS"),
    ("serving-account", APP, f"ALTER ROLE {APP} SUPERUSER"),
    ("serving-account-owns", "cases_case", f"ALTER TABLE cases_case OWNER TO {APP}"),
    ("serving-account-becomes", OWNER, f"GRANT {OWNER} TO {APP}"),
    ("tenant-by-default", "app.tenant=x", f"ALTER ROLE {APP} SET app.tenant = 'x'"),
    ("role-attributes", BACKUP, f"ALTER ROLE {BACKUP} NOBYPASSRLS"),
    ("role-attributes", SEARCH, f"ALTER ROLE {SEARCH} LOGIN"),
    ("role-members", f"{SYSTEM} in {BACKUP}", f"GRANT {BACKUP} TO {SYSTEM}"),
    ("unprotected", "cases_case", "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY"),
    ("unprotected", "cases_case", "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY"),
    ("unprotected", "cases_case", "DROP POLICY tenant ON cases_case"),
    ("unprotected", "cases_case", "ALTER POLICY tenant ON cases_case WITH CHECK (true)"),
    ("unprotected", "cases_case", f"ALTER POLICY tenant ON cases_case TO {OWNER}"),
    (
        "unprotected",
        "cases_case",
        "ALTER POLICY tenant ON cases_case "
        "USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)",
    ),
    ("unprotected", "a_plugins", "CREATE TABLE a_plugins (id uuid PRIMARY KEY, tenant_id uuid)"),
    ("undeclared", "forgotten", "CREATE TABLE forgotten (id uuid PRIMARY KEY)"),
    ("policies", "cases_case", "CREATE POLICY extra ON cases_case USING (true)"),
    ("policies", "cases_draft", "DROP POLICY base ON cases_draft"),
    ("tenant-column", "cases_draft", "ALTER TABLE cases_draft ALTER tenant_id DROP NOT NULL"),
    (
        "settings-of-tenants",
        "tenancy_tenant",
        "ALTER POLICY own_update ON tenancy_tenant USING (true)",
    ),
    ("relations", "every_case", "CREATE VIEW every_case AS SELECT * FROM cases_case"),
    ("relations", "every_one", "CREATE MATERIALIZED VIEW every_one AS SELECT 1 AS id"),
    ("relations", "parts", "CREATE TABLE parts (id uuid) PARTITION BY HASH (id)"),
    ("large-objects", "1", "SELECT lo_from_bytea(0, 'x')"),
    (
        "key-without-tenant",
        "cases_message_case_id_fkey",
        "ALTER TABLE cases_message ADD FOREIGN KEY (case_id) REFERENCES cases_case (id) NOT VALID",
    ),
    (
        "key-missing",
        "cases_message case_id cases_case",
        "ALTER TABLE cases_message DROP CONSTRAINT cases_message_case_id_in_tenant",
    ),
    (
        "cascade",
        "accounts_session_tenant_id_fkey",
        "ALTER TABLE accounts_session ADD FOREIGN KEY (tenant_id) "
        "REFERENCES tenancy_tenant ON DELETE CASCADE",
    ),
    (
        "unique",
        "cases_case_number_tenant_id_idx",
        "CREATE UNIQUE INDEX ON cases_case (number, tenant_id)",
    ),
    ("unique", "by_words", "CREATE UNIQUE INDEX by_words ON cases_case (lower(number), tenant_id)"),
    (
        "guessable",
        "numbered",
        "CREATE TABLE numbered (id bigserial PRIMARY KEY, tenant_id uuid NOT NULL)",
    ),
    ("definer-function", "one()", DEFINER.format(SAFE_PATH)),
    ("definer-function", "one()", f"{DEFINER.format('')}; ALTER FUNCTION one() OWNER TO {SEARCH}"),
    (
        "definer-function",
        "one()",
        f"{DEFINER.format(SAFE_PATH)}; ALTER FUNCTION one() OWNER TO {SEARCH}",
    ),
    (
        "leakproof-function",
        "one()",
        "CREATE FUNCTION one() RETURNS int LEAKPROOF LANGUAGE sql AS 'SELECT 1'",
    ),
    (
        "function-callers",
        f"one() by {BACKUP}",
        f"{DEFINER.format('')}; GRANT EXECUTE ON FUNCTION one() TO {BACKUP}",
    ),
    ("triggers", "the rule gone", "CREATE RULE gone AS ON DELETE TO cases_case DO INSTEAD NOTHING"),
    ("truncate", f"{APP} may truncate cases_case", f"GRANT TRUNCATE ON cases_case TO {APP}"),
    ("append-only", "audit_entry", f"GRANT UPDATE (event) ON audit_entry TO {APP}"),
    ("append-only", "cases_historyrow", f"GRANT DELETE ON cases_historyrow TO {APP}"),
    ("public-grants", "cases_case", "GRANT SELECT ON cases_case TO PUBLIC"),
    ("makes-objects", APP, f"GRANT CREATE ON SCHEMA public TO {APP}"),
    ("backup", "cases_draft", f"GRANT INSERT ON cases_draft TO {BACKUP}"),
    ("backup", "cases_draft", f"REVOKE SELECT ON cases_draft FROM {BACKUP}"),
    ("system", "cases_content", f"GRANT SELECT ON cases_content TO {SYSTEM}"),
)
AT_START = {check.code for check in CHECKS if check.at_start}
# An extension that reaches elsewhere is not installed on every machine that runs the suite.
UNTRIED = {"extensions"}


@pytest.fixture
def opened(
    django_db_setup: None, admin_url: str, database_name: str
) -> Iterator[psycopg.Connection[Any]]:
    """Give a superuser's connection to the database of the test; what it does is taken back."""
    with psycopg.connect(servers.with_database(admin_url, database_name)) as connection:
        yield connection
        connection.rollback()


def test_nothing_is_found_in_a_database_that_was_just_migrated(connect_as):
    assert findings(connect_as("app")) == []
    assert findings_at_start(connect_as("app"), account=APP) == []


@pytest.mark.parametrize(("code", "subject", "hole"), HOLES)
def test_a_hole_is_found_and_named(opened, code, subject, hole):
    opened.execute(hole)

    found = {(each.code, each.subject) for each in findings(opened)}

    assert (code, subject) in found


@pytest.mark.parametrize(
    ("code", "subject", "hole"), [hole for hole in HOLES if hole[0] in AT_START]
)
def test_a_hole_that_opens_rows_forbids_to_serve(opened, code, subject, hole):
    opened.execute(hole)

    found = {(each.code, each.subject) for each in findings_at_start(opened, account=APP)}

    assert (code, subject) in found


def test_every_question_has_been_shown_to_find_something():
    assert {hole[0] for hole in HOLES} | UNTRIED == {check.code for check in CHECKS}


def test_a_view_that_reads_as_its_caller_is_no_hole(opened):
    opened.execute(
        "CREATE VIEW fine WITH (security_invoker = true) AS SELECT id FROM cases_case;"
        f"ALTER VIEW fine OWNER TO {OWNER}; GRANT SELECT ON fine TO {BACKUP}"
    )

    assert findings(opened) == []


def test_what_is_append_only_is_read_from_the_migrations():
    assert {"audit_entry", "cases_historyrow", "catalogue_edit"} <= set(append_only_tables())


def test_the_statistics_of_protected_tables_show_no_value_to_the_serving_role(opened, connect_as):
    """Without row-level security pg_stats lists frequent values, such as names and numbers."""
    opened.execute("ANALYZE")
    opened.commit()

    seen = connect_as("app").execute(
        "SELECT count(*) FILTER (WHERE tablename = 'entities_entity'), "
        "count(*) FILTER (WHERE tablename = 'django_content_type') > 0 FROM pg_stats"
    )

    assert seen.fetchone() == (0, True)
