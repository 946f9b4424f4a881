"""The catalogue tests fail when somebody opens a hole: each hole is made once and found."""

import pytest

from tests.sawti.tenancy import test_catalogue as catalogue
from tests.sawti.tenancy import test_database_roles as roles

HOLES = {
    "a table that nobody declared": (
        "CREATE TABLE forgotten (id uuid PRIMARY KEY)",
        catalogue.test_every_table_holds_rows_of_a_tenant_or_is_listed_as_global_with_a_reason,
    ),
    "a table without its tenant": (
        "ALTER TABLE cases_draft RENAME tenant_id TO other_id",
        catalogue.test_every_table_of_a_tenant_names_its_tenant_in_every_row,
    ),
    "a tenant that may be missing": (
        "ALTER TABLE cases_draft ALTER tenant_id DROP NOT NULL",
        catalogue.test_every_table_of_a_tenant_names_its_tenant_in_every_row,
    ),
    "row-level security switched off": (
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        catalogue.test_row_level_security_is_enabled_and_forced_on_every_table_of_a_tenant,
    ),
    "row-level security that does not bind the owner": (
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        catalogue.test_row_level_security_is_enabled_and_forced_on_every_table_of_a_tenant,
    ),
    "a second permissive policy": (
        "CREATE POLICY extra ON cases_case USING (true)",
        catalogue.test_every_table_of_a_tenant_has_exactly_the_two_policies,
    ),
    "a policy that is silent without tenant": (
        "ALTER POLICY tenant ON cases_case "
        "USING (tenant_id = nullif(current_setting('app.tenant', true), '')::uuid)",
        catalogue.test_every_table_of_a_tenant_has_exactly_the_two_policies,
    ),
    "a policy that lets write what it does not let read": (
        "ALTER POLICY tenant ON cases_case WITH CHECK (true)",
        catalogue.test_every_table_of_a_tenant_has_exactly_the_two_policies,
    ),
    "a missing policy": (
        "DROP POLICY base ON cases_draft",
        catalogue.test_every_table_of_a_tenant_has_exactly_the_two_policies,
    ),
    "an open door to other tenants' settings": (
        "ALTER POLICY own_update ON tenancy_tenant USING (true)",
        catalogue.test_everybody_may_read_tenants_and_hosts_but_change_only_the_own_ones,
    ),
    "a key without the tenant": (
        "ALTER TABLE cases_message ADD FOREIGN KEY (case_id) REFERENCES cases_case (id) NOT VALID",
        catalogue.test_every_key_between_tables_of_a_tenant_carries_the_tenant,
    ),
    "a key that is gone": (
        "ALTER TABLE cases_message DROP CONSTRAINT cases_message_case_id_in_tenant",
        catalogue.test_every_key_between_tables_of_a_tenant_carries_the_tenant,
    ),
    "a deletion that cascades": (
        "ALTER TABLE accounts_session ADD FOREIGN KEY (tenant_id) "
        "REFERENCES tenancy_tenant ON DELETE CASCADE",
        catalogue.test_the_database_deletes_or_changes_no_row_because_another_went,
    ),
    "a page that points at a case": (
        "ALTER TABLE sawti_cms_homepage ADD case_id uuid REFERENCES cases_case (id)",
        catalogue.test_global_tables_point_at_no_table_of_a_tenant_but_those_of_people,
    ),
    "a unique index over all tenants": (
        "CREATE UNIQUE INDEX ON cases_case (number, tenant_id)",
        catalogue.test_every_unique_index_of_a_tenants_table_begins_with_the_tenant_except_the_primary_key,
    ),
    "a view": (
        "CREATE VIEW every_case AS SELECT * FROM cases_case",
        catalogue.test_there_is_no_view_no_partition_and_no_foreign_table,
    ),
    "a materialised view": (
        "CREATE MATERIALIZED VIEW every_holder AS SELECT 1 AS id",
        catalogue.test_there_is_no_view_no_partition_and_no_foreign_table,
    ),
    "a function with its owner's rights": (
        "CREATE FUNCTION one() RETURNS int SECURITY DEFINER LANGUAGE sql AS 'SELECT 1'",
        roles.test_the_functions_with_their_owners_rights_are_these,
    ),
    "a right to truncate": (
        "GRANT TRUNCATE ON cases_case TO sawti_test_app",
        roles.test_nobody_but_the_owner_may_truncate_alter_or_create_tables,
    ),
    "a right to rewrite history": (
        "GRANT UPDATE ON cases_historyrow TO sawti_test_app",
        roles.test_audit_and_history_can_be_added_to_and_read_only,
    ),
    "a right on guardian's tables": (
        "GRANT SELECT ON guardian_userobjectpermission TO sawti_test_app",
        roles.test_guardians_tables_without_tenant_are_closed_to_the_serving_role,
    ),
    "a column more for the system role": (
        "GRANT SELECT (payload) ON outbox_message TO sawti_test_system",
        roles.test_the_system_role_may_read_four_columns_of_the_outbox_and_nothing_else,
    ),
    "a backup that can write": (
        "GRANT INSERT ON cases_draft TO sawti_test_backup",
        roles.test_the_backup_role_may_read_everything_and_write_nothing,
    ),
}


@pytest.mark.parametrize(("hole", "noticing"), HOLES.values(), ids=HOLES.keys())
def test_a_hole_is_noticed(committed, connect_as, rows, hole, noticing):
    noticing(rows)
    connect_as("owner").execute(hole)

    with pytest.raises(AssertionError):
        noticing(rows)
