import django.db.models.deletion
import sawti.lib.ids
import sawti.notifications.models
import sawti.tenancy.models
import sawti.tenancy.sealed
from django.db import migrations, models
from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    replaces = [('notifications', '0001_initial'), ('notifications', '0002_isolation'), ('notifications', '0003_uncertain'), ('notifications', '0004_sms'), ('notifications', '0005_delivery')]

    initial = True

    dependencies = [
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Bounce',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('address', sawti.tenancy.sealed.SealedField()),
                ('address_hash', sawti.tenancy.sealed.FingerprintField(kind='address', of='address')),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'address_hash'), name='bounce_address')],
            },
        ),
        migrations.CreateModel(
            name='Breaker',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=40)),
                ('failures', models.PositiveIntegerField(default=0)),
                ('opened_at', models.DateTimeField(null=True)),
                ('wait_until', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'provider'), name='breaker_provider')],
            },
        ),
        migrations.CreateModel(
            name='Notification',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('template', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=8)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('sms', 'Sms'), ('push', 'Push'), ('webhook', 'Webhook')], default='email', max_length=10)),
                ('address', models.CharField(max_length=254)),
                ('params', models.JSONField()),
                ('about_id', models.UUIDField()),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('delivered', 'Delivered'), ('failed', 'Failed'), ('dropped', 'Dropped')], default='queued', max_length=10)),
                ('is_uncertain', models.BooleanField(default=False)),
                ('created_at', models.DateTimeField()),
                ('not_before', models.DateTimeField(null=True)),
                ('good_until', models.DateTimeField(null=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('next_try_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('provider', models.CharField(blank=True, default='', max_length=40)),
                ('reference', models.CharField(blank=True, default='', max_length=128)),
                ('parts', models.PositiveSmallIntegerField(default=1)),
                ('cost', models.DecimalField(decimal_places=4, max_digits=10, null=True)),
                ('reason', models.CharField(blank=True, default='', max_length=200)),
                ('copy_of', models.UUIDField(null=True)),
                ('is_resent', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'about_id'], name='notification_about'), models.Index(fields=['tenant', 'created_at', 'id'], name='notification_newest'), models.Index(condition=models.Q(('is_uncertain', True)), fields=['tenant', 'created_at'], name='notification_uncertain'), models.Index(condition=models.Q(('state__in', ('queued', 'sending', 'failed'))), fields=['tenant', 'created_at'], name='notification_troubled'), models.Index(condition=models.Q(('reference__gt', '')), fields=['tenant', 'provider', 'reference'], name='notification_reference')],
            },
        ),
        migrations.CreateModel(
            name='Provider',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=40)),
                ('channel', models.CharField(choices=[('email', 'Email'), ('sms', 'Sms'), ('push', 'Push'), ('webhook', 'Webhook')], max_length=10)),
                ('options', models.JSONField(default=dict)),
                ('secret', sawti.tenancy.sealed.SealedField()),
                ('report_key', models.CharField(default=sawti.notifications.models.new_report_key, max_length=64)),
                ('price', models.DecimalField(decimal_places=4, max_digits=10, null=True)),
                ('is_enabled', models.BooleanField(default=False)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'report_key'], name='provider_report_key')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'code'), name='provider_code'), models.UniqueConstraint(condition=models.Q(('is_enabled', True)), fields=('tenant', 'channel'), name='provider_enabled')],
            },
        ),
        ProtectTenantTables("Notification", "Provider", "Breaker", "Bounce"),
    ]
