import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import AppendOnly, ProtectTenantTables, StripFunction


class Migration(migrations.Migration):

    replaces = [('retention', '0001_retention'), ('retention', '0002_requests'), ('retention', '0003_copies')]

    initial = True

    dependencies = [
        ('accounts', '0001_schema'),
        ('attachments', '0002_sender_of_uploads'),
        ('cases', '0001_schema'),
        ('catalogue', '0001_schema'),
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('cases', 'Cases'), ('addresses', 'Addresses'), ('search_words', 'Search Words'), ('outbox', 'Outbox')], max_length=20)),
                ('confidentiality', models.CharField(blank=True, max_length=40)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('unit', models.CharField(choices=[('days', 'Days'), ('months', 'Months'), ('years', 'Years')], max_length=6)),
                ('how', models.CharField(blank=True, choices=[('anonymise', 'Anonymise'), ('erase', 'Erase')], max_length=9)),
                ('from_at', models.DateTimeField()),
                ('set_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('case_type', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.casetype')),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.category')),
                ('set_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'policies',
                'indexes': [models.Index(fields=['tenant', 'kind', 'from_at'], name='retention_policy_of')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('how__in', ['anonymise', 'erase']), ('kind', 'cases')), models.Q(models.Q(('kind', 'cases'), _negated=True), ('how', '')), _connector='OR'), name='retention_policy_how')],
            },
        ),
        migrations.CreateModel(
            name='Remainder',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('received_at', models.DateTimeField()),
                ('first_answered_at', models.DateTimeField(null=True)),
                ('first_answer_in_time', models.BooleanField(null=True)),
                ('breached_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reopenings', models.PositiveSmallIntegerField()),
                ('scores', models.JSONField(default=list)),
                ('case_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.casetype')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('pillar', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalogue.pillar')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'received_at'], name='remainder_of_month')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('night', 'Night'), ('command', 'Command'), ('request', 'Request'), ('restore', 'Restore')], max_length=8)),
                ('begun_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-begun_at'], name='retention_run_newest')],
            },
        ),
        migrations.CreateModel(
            name='Copy',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('asked_at', models.DateTimeField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('ready_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
                ('fetched_at', models.DateTimeField(null=True)),
                ('expires_at', models.DateTimeField()),
                ('attachment', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='copies', to='accounts.person')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'verbose_name_plural': 'copies',
                'indexes': [models.Index(fields=['tenant', 'person', '-asked_at'], name='copy_of_person'), models.Index(fields=['tenant', 'expires_at'], name='copy_expiry')],
            },
        ),
        migrations.CreateModel(
            name='ErasureRequest',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('language', models.CharField(max_length=8)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('withdrawn', 'Withdrawn'), ('approved', 'Approved'), ('refused', 'Refused')], default='waiting', max_length=9)),
                ('asked_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, choices=[('held', 'Held'), ('law', 'Law'), ('unproven', 'Unproven')], max_length=8)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('decided_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'state', 'due_at'], name='erasure_request_queue'), models.Index(condition=models.Q(('case__isnull', False)), fields=['tenant', 'case'], name='erasure_request_case'), models.Index(condition=models.Q(('person__isnull', False)), fields=['tenant', 'person'], name='erasure_request_person')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('tenant', 'person', 'case'), name='erasure_request_waits_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(models.Q(('state', 'waiting'), _negated=True), models.Q(('case__isnull', True), ('person__isnull', False)), models.Q(('case__isnull', False), ('person__isnull', True)), _connector='OR'), name='erasure_request_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('first_on', models.DateField(null=True)),
                ('last_on', models.DateField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('placed_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('lifted_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('lifted_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('placed_by', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('case__isnull', False)), fields=['tenant', 'case'], name='retention_hold_of_case'), models.Index(condition=models.Q(('person__isnull', False)), fields=['tenant', 'person'], name='retention_hold_of_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('entity__isnull', True), ('first_on', None), ('person__isnull', True)), models.Q(('case__isnull', True), ('entity__isnull', True), ('first_on', None), ('person__isnull', False)), models.Q(('case__isnull', True), ('entity__isnull', False), ('first_on__isnull', False), ('last_on__gte', models.F('first_on')), ('person__isnull', True)), _connector='OR'), name='retention_hold_names_one')],
            },
        ),
        migrations.CreateModel(
            name='RunFailure',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('case_id', models.UUIDField()),
                ('fault', models.CharField(max_length=80)),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='failures', to='retention.run')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'run', 'case_id'), name='retention_run_failure')],
            },
        ),
        migrations.CreateModel(
            name='RunLine',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('deed', models.CharField(max_length=9)),
                ('table', models.CharField(max_length=60)),
                ('rows', models.PositiveIntegerField()),
                ('policy', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.policy')),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='retention.run')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'run', 'policy', 'deed', 'table'), name='retention_run_line', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('subject', models.CharField(choices=[('case', 'Case'), ('person', 'Person')], max_length=6)),
                ('subject_id', models.UUIDField()),
                ('how', models.CharField(choices=[('anonymise', 'Anonymise'), ('erase', 'Erase')], max_length=9)),
                ('receipt_hash', models.BinaryField(max_length=32, null=True)),
                ('removed_at', models.DateTimeField()),
                ('policy', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.policy')),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='retention.run')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'subject_id'], name='tombstone_of'), models.Index(condition=models.Q(('receipt_hash__isnull', False)), fields=['tenant', 'receipt_hash'], name='tombstone_by_receipt')],
            },
        ),
        ProtectTenantTables(
            "Policy", "Hold", "Run", "RunLine", "RunFailure", "Tombstone", "Remainder",
            "ErasureRequest", "Copy",
        ),
        AppendOnly("Tombstone", "Remainder"),
        StripFunction(
            "retention_strip_history", "cases_historyrow", "reason = ''", "r.reason <> ''", "reason"
        ),
    ]
