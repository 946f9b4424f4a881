"""A policy may say how long the holder of a kind of post has a case in hand."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sla", "0001_schema")]

    operations = [
        migrations.AddField("Policy", "posts", models.JSONField(default=dict)),
        migrations.AddField("PolicyVersion", "posts", models.JSONField(default=dict)),
    ]
