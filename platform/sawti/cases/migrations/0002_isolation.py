from django.db import migrations

from sawti.tenancy.schema import AppendOnly, ProtectTenantTables


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("Case", "Applicant", "Content", "Message", "HistoryRow", "Draft", "FilingKey"),
        AppendOnly("HistoryRow"),
    ]
