import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    dependencies = [
        ('entities', '0004_confidentiality'),
        ('tenancy', '0005_roles'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OnboardingTick',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('item', models.CharField(max_length=20)),
                ('at', models.DateTimeField()),
                ('note', models.CharField(blank=True, max_length=300)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='ticks', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'entity', 'item'), name='entity_ticked_once')],
            },
        ),
        migrations.CreateModel(
            name='SupportGrant',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('operator_id', models.UUIDField()),
                ('operator_name', models.CharField(max_length=120)),
                ('reason', models.CharField(max_length=300)),
                ('hours', models.PositiveSmallIntegerField()),
                ('asked_at', models.DateTimeField()),
                ('allowed_at', models.DateTimeField(null=True)),
                ('until_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('token_hash', models.BinaryField(max_length=32, null=True)),
                ('token_until_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('allowed_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-asked_at'], name='support_newest')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='support_link')],
            },
        ),
        ProtectTenantTables("OnboardingTick", "SupportGrant"),
    ]
