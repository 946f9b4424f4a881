"""A policy may be for one class of applicants."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sla", "0002_posts")]

    operations = [
        migrations.AddField(
            "Policy", "applicant_class", models.CharField(default="", max_length=20)
        ),
    ]
