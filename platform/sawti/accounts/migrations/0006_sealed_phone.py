from django.db import migrations, models

import sawti.tenancy.sealed
from sawti.tenancy.schema import InEachTenant


def seal_phones(apps):
    people = apps.get_model("accounts", "Person")
    for person in people.objects.exclude(phone_plain="").iterator(2000):
        person.phone = person.phone_plain
        person.save(update_fields=["phone", "phone_hash"])


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_roles"),
        ("tenancy", "0004_smallest_count"),
    ]
    operations = [
        migrations.RenameField("person", "phone", "phone_plain"),
        migrations.AddField("person", "phone", sawti.tenancy.sealed.SealedField()),
        migrations.AddField(
            "person",
            "phone_hash",
            sawti.tenancy.sealed.FingerprintField(kind="phone", of="phone"),
        ),
        InEachTenant(seal_phones),
        migrations.RemoveField("person", "phone_plain"),
        migrations.AddIndex(
            "person", models.Index(fields=["tenant", "phone_hash"], name="person_phone")
        ),
    ]
