from django.db import migrations

from sawti.tenancy.schema import AppendOnly, ProtectTenantTables, role

# Entries of before the chain are sealed too; the owner is bound by row-level security as well.
BACKFILL = """
ALTER TABLE audit_entry NO FORCE ROW LEVEL SECURITY;
INSERT INTO audit_pending (id, tenant_id) SELECT id, tenant_id FROM audit_entry;
ALTER TABLE audit_entry FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0004_chain"),
    ]
    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        ProtectTenantTables("Pending", "Seal", "Link"),
        AppendOnly("Seal", "Link"),
        migrations.RunSQL(
            f"REVOKE UPDATE ON audit_pending FROM {role('app')}", migrations.RunSQL.noop
        ),
    ]
