from django.db import migrations

from sawti.tenancy.schema import ProtectTenantTables, role


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0001_initial"),
        ("guardian", "0003_remove_groupobjectpermission_guardian_gr_content_ae6aec_idx_and_more"),
    ]
    operations = [
        ProtectTenantTables("Sector", "Entity", "Post", "EntityUserPermission"),
        # Guardian's generic tables carry no tenant: rights live in tables of our own.
        migrations.RunSQL(
            "REVOKE ALL ON guardian_userobjectpermission, guardian_groupobjectpermission "
            f"FROM {role('app')}",
            migrations.RunSQL.noop,
        ),
    ]
