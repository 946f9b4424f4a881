from django.db import migrations

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("Staff", "StaffGroup", "StaffPermission", "TenantUserPermission"),
        # A session is no tenant's table (it is read before anybody is known), yet it may only
        # name staff of its own tenant.
        migrations.RunSQL(
            'ALTER TABLE "accounts_session" ADD CONSTRAINT "accounts_session_staff_id_in_tenant" '
            'FOREIGN KEY (tenant_id, staff_id) REFERENCES "accounts_staff" (tenant_id, id); '
            "CREATE INDEX accounts_session_staff ON accounts_session (tenant_id, staff_id)",
            migrations.RunSQL.noop,
        ),
    ]
