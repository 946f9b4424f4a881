from django.db import migrations, models

import sawti.tenancy.sealed
from sawti.tenancy.schema import InEachTenant

SEALED = ("name", "email", "phone")
HASHED = ("email", "phone")


def seal_applicants(apps):
    for row in apps.get_model("cases", "Applicant").objects.iterator(2000):
        row.name, row.email, row.phone = row.name_plain, row.email_plain, row.phone_plain
        row.save(update_fields=[*SEALED, *(f"{name}_hash" for name in HASHED)])


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_search_by_page"),
        ("tenancy", "0004_smallest_count"),
    ]
    operations = [
        *(migrations.RenameField("applicant", name, f"{name}_plain") for name in SEALED),
        *(
            migrations.AddField("applicant", name, sawti.tenancy.sealed.SealedField())
            for name in SEALED
        ),
        *(
            migrations.AddField(
                "applicant",
                f"{name}_hash",
                sawti.tenancy.sealed.FingerprintField(kind=name, of=name),
            )
            for name in HASHED
        ),
        InEachTenant(seal_applicants),
        *(migrations.RemoveField("applicant", f"{name}_plain") for name in SEALED),
        *(
            migrations.AddIndex(
                "applicant",
                models.Index(fields=["tenant", f"{name}_hash"], name=f"applicant_{name}"),
            )
            for name in HASHED
        ),
    ]
