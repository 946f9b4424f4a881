import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='TenantPlugin',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.SlugField(max_length=40)),
                ('is_enabled', models.BooleanField(default=False)),
                ('options', models.JSONField(default=dict)),
                ('brought', models.JSONField(default=dict)),
                ('changed_at', models.DateTimeField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'name'), name='plugin_name')],
            },
        ),
        ProtectTenantTables("TenantPlugin"),
    ]
