from django.db import migrations

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("clients", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("Client", "Secret", "Token"),
    ]
