from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                (
                    "key",
                    models.BinaryField(max_length=32, primary_key=True, serialize=False),
                ),
                ("free_at", models.DateTimeField(db_index=True)),
            ],
        ),
        # Written with many requests; after a crash of the server everybody begins anew.
        migrations.RunSQL(
            "ALTER TABLE limits_bucket SET UNLOGGED", migrations.RunSQL.noop
        ),
    ]
