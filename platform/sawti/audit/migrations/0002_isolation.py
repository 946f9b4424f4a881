from django.db import migrations

from sawti.tenancy.schema import AppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("Entry"),
        AppendOnly("Entry"),
    ]
