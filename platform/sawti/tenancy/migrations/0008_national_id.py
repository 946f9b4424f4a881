from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("tenancy", "0007_promises")]
    operations = [
        migrations.AddField("tenant", "national_id", models.JSONField(default=dict)),
    ]
