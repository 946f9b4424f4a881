from django.db import migrations, models

from sawti.tenancy.sealed import FingerprintField, SealedField


class Migration(migrations.Migration):
    dependencies = [("cases", "0011_confidentiality")]
    operations = [
        migrations.AddField("applicant", "address", SealedField()),
        migrations.AddField("applicant", "national_id", SealedField()),
        migrations.AddField(
            "applicant", "national_id_hash", FingerprintField(kind="national_id", of="national_id")
        ),
        migrations.AddIndex(
            "applicant",
            models.Index(fields=["tenant", "national_id_hash"], name="applicant_national_id"),
        ),
    ]
