import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models

from sawti.tenancy.schema import AppendOnly, PointWithinTenant, ProtectTenantTables


class Migration(migrations.Migration):

    dependencies = [
        ('entities', '0001_schema'),
        ('tenancy', '0002_reforms'),
    ]

    operations = [
        migrations.AddField(
            model_name='entity',
            name='closed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='entity',
            name='successor',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity'),
        ),
        migrations.AddField(
            model_name='entity',
            name='edited_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name='entity',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('successor__isnull', True)), models.Q(('closed_at__isnull', False), ('is_active', False)), _connector='OR'), name='entity_closed_for_good'),
        ),
        PointWithinTenant("Entity", "successor"),
        migrations.CreateModel(
            name='EntityChange',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('renamed', 'Renamed'), ('moved', 'Moved'), ('merged', 'Merged'), ('split', 'Split')], max_length=10)),
                ('at', models.DateTimeField()),
                ('names', models.JSONField(default=dict)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='entities.entity')),
                ('other', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('parent', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'entity', 'at'], name='change_of_entity')],
            },
        ),
        ProtectTenantTables("EntityChange"),
        AppendOnly("EntityChange"),
    ]
