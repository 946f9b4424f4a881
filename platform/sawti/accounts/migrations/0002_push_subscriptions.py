import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
import sawti.tenancy.sealed
from django.conf import settings
from django.db import migrations, models

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='PushSubscription',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('endpoint', sawti.tenancy.sealed.SealedField()),
                ('endpoint_hash', sawti.tenancy.sealed.FingerprintField(kind='endpoint', of='endpoint')),
                ('point', sawti.tenancy.sealed.SealedField()),
                ('secret', sawti.tenancy.sealed.SealedField()),
                ('server_key', models.CharField(max_length=100)),
                ('device', models.CharField(blank=True, max_length=60)),
                ('session', models.CharField(max_length=36)),
                ('made_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.person')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['tenant', 'person'], name='push_of_person'), models.Index(condition=models.Q(('staff__isnull', False)), fields=['tenant', 'staff'], name='push_of_staff')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', True), ('staff__isnull', False)), models.Q(('person__isnull', False), ('staff__isnull', True)), _connector='OR'), name='push_subscription_of_one'), models.UniqueConstraint(fields=('tenant', 'endpoint_hash'), name='push_endpoint')],
            },
        ),
        ProtectTenantTables("PushSubscription"),
    ]
