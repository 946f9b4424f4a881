from django.db import migrations, models

from sawti.tenancy.schema import InEachTenant
from sawti.tenancy.sealed import FingerprintField, SealedField

SEALED = ("email", "name")


def seal_persons(apps):
    for row in apps.get_model("accounts", "Person").objects.iterator(2000):
        row.email, row.name = row.email_plain, row.name_plain
        row.save(update_fields=[*SEALED, "email_hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_contact_limits"),
        ("tenancy", "0008_national_id"),
    ]
    operations = [
        migrations.RemoveConstraint("person", "person_email"),
        *(migrations.RenameField("person", name, f"{name}_plain") for name in SEALED),
        *(migrations.AddField("person", name, SealedField()) for name in SEALED),
        migrations.AddField("person", "email_hash", FingerprintField(kind="email", of="email")),
        InEachTenant(seal_persons),
        *(migrations.RemoveField("person", f"{name}_plain") for name in SEALED),
        migrations.AddConstraint(
            "person",
            models.UniqueConstraint(fields=["tenant", "email_hash"], name="person_email"),
        ),
        migrations.AddField("person", "address", SealedField()),
        migrations.AddField("person", "national_id", SealedField()),
        migrations.AddField(
            "person", "national_id_hash", FingerprintField(kind="national_id", of="national_id")
        ),
        migrations.AddIndex(
            "person",
            models.Index(fields=["tenant", "national_id_hash"], name="person_national_id"),
        ),
    ]
