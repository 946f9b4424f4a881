import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models

from sawti.tenancy.schema import ProtectTenantTables


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('tenancy', '0001_schema'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=30)),
                ('about_id', models.UUIDField()),
                ('version', models.PositiveIntegerField()),
                ('language', models.CharField(max_length=8)),
                ('sealed_secret', models.BinaryField(null=True)),
                ('sealed', models.BinaryField(null=True)),
                ('created_at', models.DateTimeField()),
                ('ready_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('requested_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'about_id', 'kind'], name='document_about'), models.Index(fields=['tenant', 'expires_at'], name='document_expiry')],
            },
        ),
        ProtectTenantTables("Document"),
    ]
