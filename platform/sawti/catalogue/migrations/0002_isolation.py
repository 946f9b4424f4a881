from django.db import migrations

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("CaseType", "Importance", "Pillar", "Category", "Text", "Theme", "PublishedPage"),
    ]
