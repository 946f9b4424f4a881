import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from sawti.tenancy.schema import PointWithinTenant


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_retention'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='historyrow',
            name='acting_for',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        PointWithinTenant("HistoryRow", "acting_for"),
    ]
