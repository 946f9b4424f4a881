import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models
from sawti.tenancy.schema import AppendOnly, ProtectTenantTables, role


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_isolation'), ('audit', '0003_acting'), ('audit', '0004_chain'), ('audit', '0005_sealing'), ('audit', '0006_anchors'), ('audit', '0007_anchors_isolation')]

    initial = True

    dependencies = [
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Pending',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Anchor',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('signed', models.CharField(max_length=300)),
                ('key_name', models.CharField(blank=True, max_length=16)),
                ('signature', models.CharField(blank=True, max_length=100)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'day'), name='audit_anchor_day')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('event', models.CharField(max_length=60)),
                ('actor_kind', models.CharField(blank=True, choices=[('staff', 'staff'), ('person', 'person'), ('client', 'client'), ('support', 'support'), ('system', 'system')], max_length=10)),
                ('actor_id', models.UUIDField(null=True)),
                ('acting_for_id', models.UUIDField(null=True)),
                ('object_type', models.CharField(blank=True, max_length=40)),
                ('object_id', models.UUIDField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('request_id', models.CharField(blank=True, max_length=64)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-at', '-id'], name='audit_newest'), models.Index(fields=['tenant', 'event', '-at', '-id'], name='audit_of_event'), models.Index(fields=['tenant', 'actor_id', '-at', '-id'], name='audit_of_actor'), models.Index(fields=['tenant', 'object_id', '-at', '-id'], name='audit_of_object'), models.Index(fields=['tenant', 'request_id'], name='audit_of_request')],
            },
        ),
        migrations.CreateModel(
            name='Link',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('position', models.PositiveIntegerField()),
                ('entry_id', models.UUIDField()),
                ('digest', models.BinaryField(max_length=32)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'sequence', 'position'), name='audit_link_place'), models.UniqueConstraint(fields=('tenant', 'entry_id'), name='audit_link_entry')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('sequence', models.PositiveIntegerField()),
                ('sealed_at', models.DateTimeField()),
                ('count', models.PositiveIntegerField()),
                ('total', models.PositiveBigIntegerField()),
                ('previous_hash', models.BinaryField(max_length=32)),
                ('hash', models.BinaryField(max_length=32)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'sequence'), name='audit_seal_sequence')],
            },
        ),
        migrations.CreateModel(
            name='Verification',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('sequence', models.PositiveIntegerField()),
                ('total', models.PositiveBigIntegerField()),
                ('problem', models.CharField(blank=True, max_length=300)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-at'], name='audit_verified')],
            },
        ),
        ProtectTenantTables("Entry", "Pending", "Seal", "Link", "Anchor", "Verification"),
        AppendOnly("Entry", "Seal", "Link", "Anchor", "Verification"),
        migrations.RunSQL(
            f"REVOKE UPDATE ON audit_pending FROM {role('app')}", migrations.RunSQL.noop
        ),
    ]
