"""Cases that were closed for want of a reply are counted by themselves.

What was counted before has them among the withdrawn until it is counted anew: `rebuild_insights`.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("insights", "0002_replays")]

    operations = [
        migrations.AddField("MonthlyFigures", "lapsed", models.PositiveIntegerField(default=0)),
    ]
