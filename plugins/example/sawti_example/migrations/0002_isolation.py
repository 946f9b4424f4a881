from django.db import migrations

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("example", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("EventCount"),
    ]
