from django.db import migrations

from sawti.tenancy.sealed import SealedField


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_confidentiality")]
    operations = [
        migrations.AddField("applicant", "address", SealedField()),
        migrations.AddField("applicant", "national_id", SealedField()),
    ]
