"""A clock may count the time of a kind of post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_schema")]

    operations = [
        migrations.AddField(
            "Clock",
            "role",
            models.SlugField(blank=True, db_default="", default="", max_length=40),
        ),
        migrations.AlterField(
            "Clock",
            "kind",
            models.CharField(
                choices=[
                    ("acknowledge", "acknowledge"),
                    ("first_response", "first_response"),
                    ("resolution", "resolution"),
                    ("stage", "stage"),
                    ("post", "post"),
                ],
                max_length=14,
            ),
        ),
    ]
