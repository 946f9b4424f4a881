import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0001_schema'),
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Appreciation',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('servant_name', models.CharField(blank=True, max_length=120)),
                ('author_name', models.CharField(blank=True, max_length=120)),
                ('consent', models.CharField(choices=[('none', 'None'), ('without_name', 'Without Name'), ('with_name', 'With Name')], max_length=12)),
                ('decision', models.CharField(choices=[('waiting', 'Waiting'), ('approved', 'Approved'), ('declined', 'Declined')], default='waiting', max_length=8)),
                ('names_servant', models.BooleanField(default=False)),
                ('thanked_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('published_from', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('words', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.content')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('decision', 'approved'), ('withdrawn_at__isnull', True)), fields=['tenant', '-published_from', '-id'], name='appreciation_wall'), models.Index(fields=['tenant', 'thanked_at', 'entity'], name='appreciation_counts'), models.Index(condition=models.Q(('decision', 'waiting'), ('withdrawn_at__isnull', True)), fields=['tenant', 'thanked_at'], name='appreciation_waiting')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'case'), name='appreciation_of_case')],
            },
        ),
    ]
