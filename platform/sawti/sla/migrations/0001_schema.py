import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models
from sawti.tenancy.schema import AppendOnly, ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('sla', '0001_initial'), ('sla', '0002_isolation'), ('sla', '0003_policies_by_traits'), ('sla', '0004_clocks')]

    initial = True

    dependencies = [
        ('catalogue', '0001_schema'),
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('names', models.JSONField(default=dict)),
                ('channel', models.CharField(default='', max_length=20)),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('days', 'Days'), ('minutes', 'Minutes')], default='days', max_length=10)),
                ('targets', models.JSONField(default=dict)),
                ('waiting', models.JSONField(default=dict)),
                ('version', models.PositiveIntegerField(default=1)),
                ('is_active', models.BooleanField(default=True)),
                ('edited_at', models.DateTimeField(null=True)),
                ('case_type', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.casetype')),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.category')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('importance', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.importance')),
                ('pillar', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.pillar')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'policies',
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='policy_code'), models.CheckConstraint(condition=models.Q(('amount__gte', 1)), name='policy_amount')],
            },
        ),
        migrations.CreateModel(
            name='PolicyVersion',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.SlugField(max_length=60)),
                ('version', models.PositiveIntegerField()),
                ('amount', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('days', 'Days'), ('minutes', 'Minutes')], max_length=10)),
                ('targets', models.JSONField(default=dict)),
                ('waiting', models.JSONField(default=dict)),
                ('made_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code', 'version'), name='policy_version')],
            },
        ),
        ProtectTenantTables("Policy", "PolicyVersion"),
        AppendOnly("PolicyVersion"),
    ]
