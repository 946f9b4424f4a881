import django.db.models.deletion
import sawti.calendars.models
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models
from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('calendars', '0001_initial'), ('calendars', '0002_isolation'), ('calendars', '0003_seasons_and_entities')]

    initial = True

    dependencies = [
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Holiday',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=sawti.calendars.models._any_code, max_length=120)),
                ('names', models.JSONField()),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('closed_from', models.PositiveSmallIntegerField(default=0)),
                ('closed_until', models.PositiveSmallIntegerField(default=1440)),
                ('source', models.CharField(choices=[('pack', 'Pack'), ('editor', 'Editor'), ('country', 'Country'), ('file', 'File')], default='pack', max_length=10)),
                ('is_active', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='holiday_code'), models.CheckConstraint(condition=models.Q(('last_on__gte', models.F('first_on'))), name='holiday_span'), models.CheckConstraint(condition=models.Q(('closed_until__gt', models.F('closed_from')), ('closed_until__lte', 1440)), name='holiday_part')],
            },
        ),
        migrations.CreateModel(
            name='WorkingWeek',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(default=sawti.calendars.models._any_code, max_length=120)),
                ('names', models.JSONField(default=dict)),
                ('first_on', models.DateField(null=True)),
                ('last_on', models.DateField(null=True)),
                ('hours', models.JSONField()),
                ('keeps_holidays', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='working_week_code'), models.UniqueConstraint(fields=('tenant', 'entity', 'first_on', 'last_on'), name='working_week_start', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('last_on', None), ('last_on__gte', models.F('first_on')), _connector='OR'), name='working_week_span')],
            },
        ),
        ProtectTenantTables("WorkingWeek", "Holiday"),
    ]
