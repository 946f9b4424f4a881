from django.db import migrations

from sawti.tenancy.schema import AppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0006_anchors"),
    ]
    operations = [
        ProtectTenantTables("Anchor", "Verification"),
        AppendOnly("Anchor", "Verification"),
    ]
