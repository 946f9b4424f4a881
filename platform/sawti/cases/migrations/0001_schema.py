import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import sawti.cases.lifecycle
import sawti.cases.models.words
import sawti.lib.ids
import sawti.tenancy.models
import sawti.tenancy.sealed
from django.conf import settings
from django.db import migrations, models
from sawti.tenancy.schema import AppendOnly, ProtectTenantTables, SearchFunction

# The lexemes of a case begin with its tenant and the week in which it was received, and one names
# the entity that holds it (see `cases/search.py`): so the index is, as it were, one of each tenant
# and week. The weeks are walked from the newest, ever more of them at once, until there are `most`
# cases. What that costs hangs on the cases of a week and on the number of weeks, never on how many
# cases have the words.
# `words` is a tsquery with a `~` where the week belongs. The planner can't know how rare words are
# that it is told later: it would compile a plan for milliseconds of work, or read the whole table.
SEARCH = """
DECLARE
    tenant uuid := current_setting('app.tenant')::uuid;
    newest integer;
    oldest integer;
    weeks integer := 1;
    hits uuid[];
BEGIN
    most := least(most, 1000);
    SELECT floor(extract(epoch FROM coalesce(seen_at, max(received_at))) / 604800),
           floor(extract(epoch FROM min(received_at)) / 604800)
        INTO newest, oldest FROM public.cases_case WHERE tenant_id = tenant;
    WHILE newest >= oldest AND most > 0 LOOP
        SELECT ARRAY(
            SELECT found.case_id
            FROM (
                SELECT replace(words, '~', lpad(to_hex(week), 4, '0'))::tsquery AS asked
                FROM generate_series(greatest(newest - weeks + 1, oldest), newest) AS week OFFSET 0
            ) of_week
            CROSS JOIN LATERAL (
                SELECT s.case_id, s.received_at FROM public.cases_searchentry s
                WHERE s.tenant_id = tenant AND s.words @@ of_week.asked OFFSET 0
            ) found
            WHERE seen_at IS NULL OR (found.received_at, found.case_id) < (seen_at, seen_id)
            ORDER BY found.received_at DESC, found.case_id DESC
            LIMIT most
        ) INTO hits;
        RETURN QUERY SELECT unnest(hits);
        most := most - cardinality(hits);
        newest := newest - weeks;
        weeks := weeks * 4;
    END LOOP;
END
"""


class Migration(migrations.Migration):

    replaces = [('cases', '0001_initial'), ('cases', '0002_isolation'), ('cases', '0003_after_the_answer'), ('cases', '0004_finding_cases'), ('cases', '0005_files_of_a_case'), ('cases', '0006_search_by_page'), ('cases', '0007_sealed_applicants'), ('cases', '0008_search_by_week'), ('cases', '0009_retention'), ('cases', '0010_acting_for'), ('cases', '0011_confidentiality'), ('cases', '0012_applicants_number'), ('cases', '0013_acting'), ('cases', '0014_clocks'), ('cases', '0015_clocks_of_open_cases'), ('cases', '0016_business'), ('cases', '0017_waits'), ('cases', '0018_reschedulings')]

    initial = True

    dependencies = [
        ('accounts', '0001_schema'),
        ('acting', '0001_representation'),
        ('attachments', '0002_sender_of_uploads'),
        ('businesses', '0001_business'),
        ('catalogue', '0001_schema'),
        ('entities', '0001_schema'),
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=16)),
                ('state', models.CharField(default=sawti.cases.lifecycle.State['RECEIVED'], max_length=12)),
                ('version', models.PositiveIntegerField(default=1)),
                ('channel', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=8)),
                ('place', models.CharField(blank=True, max_length=200)),
                ('received_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('policy_code', models.CharField(max_length=60)),
                ('policy_version', models.PositiveIntegerField()),
                ('paused_at', models.DateTimeField(null=True)),
                ('breached_at', models.DateTimeField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('first_answered_at', models.DateTimeField(null=True)),
                ('first_answer_in_time', models.BooleanField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('reopenings', models.PositiveSmallIntegerField(default=0)),
                ('replied_at', models.DateTimeField(null=True)),
                ('closed_at', models.GeneratedField(db_persist=True, expression=django.db.models.functions.comparison.Coalesce('answered_at', 'withdrawn_at'), output_field=models.DateTimeField(null=True))),
                ('anonymised_at', models.DateTimeField(null=True)),
                ('receipt_hash', models.BinaryField(max_length=32)),
                ('receipt_failures', models.PositiveSmallIntegerField(default=0)),
                ('receipt_locked_until', models.DateTimeField(null=True)),
                ('case_type', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='catalogue.casetype')),
                ('category', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.category')),
                ('confidentiality', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.confidentiality')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('holder', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('importance', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='catalogue.importance')),
                ('pillar', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='catalogue.pillar')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-received_at', '-id'], name='case_newest'), models.Index(fields=['tenant', 'entity', '-received_at', '-id'], name='case_newest_of_entity'), models.Index(condition=models.Q(('state__in', ['received', 'open', 'waiting', 'third_party', 'court'])), fields=['tenant', 'entity', 'due_at', 'id'], name='case_queue'), models.Index(condition=models.Q(('state__in', ['received', 'open', 'waiting', 'third_party', 'court'])), fields=['tenant', 'due_at', 'id'], name='case_queue_of_tenant'), models.Index(condition=models.Q(('state__in', ['received', 'open', 'waiting', 'third_party', 'court'])), fields=['tenant', 'holder', 'due_at', 'id'], name='case_queue_of_holder'), models.Index(fields=['tenant', 'category', '-received_at', '-id'], name='case_newest_of_category'), models.Index(condition=models.Q(('replied_at__isnull', False)), fields=['tenant', 'due_at', 'id'], name='case_with_reply'), models.Index(condition=models.Q(('reopenings__gt', 0)), fields=['tenant', '-received_at', '-id'], name='case_reopened'), models.Index(condition=models.Q(('anonymised_at__isnull', True), ('closed_at__isnull', False)), fields=['tenant', 'closed_at'], name='case_closed')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'number'), name='case_number'), models.CheckConstraint(condition=models.Q(('state__in', ['received', 'open', 'waiting', 'third_party', 'court', 'answered', 'withdrawn', 'lapsed'])), name='case_state')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('token_hash', models.BinaryField(max_length=32)),
                ('sealed', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'expires_at'], name='draft_expiry')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'token_hash'), name='draft_token')],
            },
        ),
        migrations.CreateModel(
            name='Rescheduling',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('cause', models.CharField(choices=[('calendar', 'Calendar'), ('baseline', 'Baseline')], max_length=8)),
                ('names', models.JSONField(default=dict)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('begins_at', models.DateTimeField(null=True)),
                ('declared_at', models.DateTimeField()),
                ('policy_code', models.CharField(blank=True, max_length=60)),
                ('policy_version', models.PositiveIntegerField(null=True)),
                ('numbers', models.JSONField(default=list)),
                ('total', models.PositiveIntegerField()),
                ('seen', models.PositiveIntegerField(default=0)),
                ('later', models.PositiveIntegerField(default=0)),
                ('earlier', models.PositiveIntegerField(default=0)),
                ('before_at', models.DateTimeField(null=True)),
                ('before_id', models.UUIDField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('declared_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', '-declared_at'], name='rescheduling_newest'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['tenant', 'declared_at'], name='rescheduling_unfinished')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(max_length=600)),
                ('position', models.PositiveSmallIntegerField(default=0)),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('tenant', 'staff', 'name'), name='saved_view_name')],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('acknowledge', 'acknowledge'), ('first_response', 'first_response'), ('resolution', 'resolution'), ('stage', 'stage')], max_length=14)),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('policy_code', models.CharField(max_length=60)),
                ('policy_version', models.PositiveIntegerField()),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('paused_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, choices=[('met', 'Met'), ('passed_on', 'Passed On'), ('withdrawn', 'Withdrawn'), ('merged', 'Merged'), ('lapsed', 'Lapsed')], max_length=10)),
                ('breached_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='clocks', to='cases.case')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'started_at'], name='clock_of_case'), models.Index(condition=models.Q(('breached_at__isnull', True), ('due_at__isnull', False), ('ended_at__isnull', True), ('paused_at__isnull', True)), fields=['tenant', 'due_at'], name='clock_falls_due')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), ('ended_by__in', ['met', 'passed_on', 'withdrawn', 'merged', 'lapsed'])), _connector='OR'), name='clock_ended_by'), models.CheckConstraint(condition=models.Q(('due_at__isnull', False), ('kind', 'stage'), _connector='OR'), name='clock_due'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('tenant', 'case', 'kind'), name='clock_open_once')],
            },
        ),
        migrations.CreateModel(
            name='Content',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('body', models.TextField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case'], name='content_of_case')],
            },
        ),
        migrations.CreateModel(
            name='FilingKey',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('key_hash', models.BinaryField(max_length=32)),
                ('request_hash', models.BinaryField(max_length=32)),
                ('sealed_answer', models.BinaryField()),
                ('expires_at', models.DateTimeField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'expires_at'], name='filing_key_expiry'), models.Index(fields=['tenant', 'case'], name='filing_key_of_case')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'key_hash'), name='filing_key')],
            },
        ),
        migrations.CreateModel(
            name='HistoryRow',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('event', models.CharField(max_length=20)),
                ('from_state', models.CharField(blank=True, max_length=12)),
                ('to_state', models.CharField(max_length=12)),
                ('at', models.DateTimeField()),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('due_from', models.DateTimeField(null=True)),
                ('due_to', models.DateTimeField(null=True)),
                ('acting_for', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='history', to='cases.case')),
                ('from_entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('to_entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('to_staff', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'at'], name='history_of_case')],
            },
        ),
        migrations.CreateModel(
            name='Involvement',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('helper', 'Helper'), ('reader', 'Reader'), ('reviewer', 'Reviewer'), ('conflict', 'Conflict'), ('named', 'Named')], max_length=10)),
                ('since_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('reason', models.CharField(max_length=300)),
                ('added_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='involvements', to='cases.case')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entities.entity')),
                ('staff', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case'], name='involvement_of_case'), models.Index(fields=['tenant', 'staff'], name='involvement_of_staff'), models.Index(fields=['tenant', 'entity'], name='involvement_of_entity')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('entity__isnull', True), ('staff__isnull', False)), models.Q(('entity__isnull', False), ('kind', 'conflict'), ('staff__isnull', True)), models.Q(('entity__isnull', True), ('kind', 'named'), ('staff__isnull', True)), _connector='OR'), name='involvement_of_one')],
            },
        ),
        migrations.CreateModel(
            name='Pause',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('waits_for', models.CharField(choices=[('applicant', 'Applicant'), ('third_party', 'Third Party'), ('court', 'Court')], max_length=11)),
                ('began_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.CharField(blank=True, choices=[('reply', 'Reply'), ('staff', 'Staff'), ('expiry', 'Expiry'), ('closed', 'Closed')], max_length=6)),
                ('remind_at', models.DateTimeField(null=True)),
                ('reminders', models.PositiveSmallIntegerField(default=0)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='pauses', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'began_at'], name='pause_of_case'), models.Index(condition=models.Q(('ended_at__isnull', True), ('until_at__isnull', False)), fields=['tenant', 'until_at'], name='pause_expires'), models.Index(condition=models.Q(('ended_at__isnull', True), ('remind_at__isnull', False)), fields=['tenant', 'remind_at'], name='pause_reminds')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by', '')), models.Q(('ended_at__isnull', False), ('ended_by__in', ['reply', 'staff', 'expiry', 'closed'])), _connector='OR'), name='pause_ended_by'), models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('tenant', 'case'), name='pause_open_once')],
            },
        ),
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('received_at', models.DateTimeField()),
                ('words', sawti.cases.models.words.WordsField()),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['words'], name='search_entry_words')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'case'), name='search_entry_one')],
            },
        ),
        migrations.CreateModel(
            name='Applicant',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('name', sawti.tenancy.sealed.SealedField()),
                ('email', sawti.tenancy.sealed.SealedField()),
                ('email_hash', sawti.tenancy.sealed.FingerprintField(kind='email', of='email')),
                ('phone', sawti.tenancy.sealed.SealedField()),
                ('phone_hash', sawti.tenancy.sealed.FingerprintField(kind='phone', of='phone')),
                ('national_id', sawti.tenancy.sealed.SealedField()),
                ('address', sawti.tenancy.sealed.SealedField()),
                ('member', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='businesses.membership')),
                ('person', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='filings', to='accounts.person')),
                ('representation', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='acting.representation')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='applicants', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('person__isnull', False)), fields=['tenant', 'person'], name='applicant_of_person'), models.Index(fields=['tenant', 'representation'], name='applicant_of_representation'), models.Index(condition=models.Q(('member__isnull', False)), fields=['tenant', 'member'], name='applicant_of_member'), models.Index(fields=['tenant', 'email_hash'], name='applicant_email'), models.Index(fields=['tenant', 'phone_hash'], name='applicant_phone')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'case'), name='applicant_one')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('story', 'Story'), ('question', 'Question'), ('reply', 'Reply'), ('answer', 'Answer'), ('withdrawal', 'Withdrawal'), ('reopening', 'Reopening')], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='cases.case')),
                ('content', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.content')),
                ('entity', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, to='entities.entity')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'sent_at'], name='message_of_case'), models.Index(fields=['tenant', 'content'], name='message_of_content')],
            },
        ),
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='cases.case')),
                ('content', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.content')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'written_at'], name='note_of_case'), models.Index(fields=['tenant', 'content'], name='note_of_content')],
            },
        ),
        migrations.CreateModel(
            name='CaseFile',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('is_internal', models.BooleanField(default=False)),
                ('position', models.PositiveSmallIntegerField()),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('attachment', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='attachments.attachment')),
                ('case', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
                ('message', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='files', to='cases.message')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'case', 'added_at'], name='file_of_case'), models.Index(condition=models.Q(('message__isnull', False)), fields=['tenant', 'message'], name='file_of_message')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'attachment'), name='case_file_once')],
            },
        ),
        ProtectTenantTables(
            "Case", "Applicant", "Content", "Message", "HistoryRow", "Draft", "FilingKey", "Note",
            "SearchEntry", "SavedView", "CaseFile", "Involvement", "Clock", "Pause", "Rescheduling",
        ),
        AppendOnly("HistoryRow"),
        SearchFunction(
            "search_cases(words text, most integer, seen_at timestamptz, seen_id uuid)",
            "SETOF uuid",
            SEARCH,
            {
                "cases_searchentry": "tenant_id, case_id, received_at, words",
                "cases_case": "tenant_id, received_at",
            },
            ("enable_seqscan = off", "jit = off"),
        ),
    ]
