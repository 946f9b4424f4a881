from django.db import migrations

from sawti.tenancy.schema import OwnTenantOnly


class Migration(migrations.Migration):
    dependencies = [
        ("tenancy", "0001_initial"),
    ]
    operations = [
        OwnTenantOnly(),
    ]
