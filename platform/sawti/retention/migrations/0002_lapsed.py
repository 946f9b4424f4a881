"""Of an erased case it is kept whether it was closed for want of a reply."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("retention", "0001_schema")]

    operations = [
        migrations.AddField("Remainder", "is_lapsed", models.BooleanField(default=False)),
    ]
