import django.db.models.deletion
import sawti.lib.ids
import sawti.tenancy.models
from django.db import migrations, models
from sawti.tenancy.schema import ProtectTenantTables, role

# What huey 3.5 makes for itself (PostgresStorage.ddl); here, because the serving role may not.
# These tables are global: a task names a tenant by its id and holds nothing else.
QUEUE_TABLES = """
CREATE TABLE huey_kv (
    queue text NOT NULL, key text NOT NULL, value bytea NOT NULL, PRIMARY KEY (queue, key));
CREATE TABLE huey_schedule (
    id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,
    timestamp double precision NOT NULL);
CREATE INDEX huey_schedule_queue_timestamp ON huey_schedule (queue, timestamp);
CREATE TABLE huey_task (
    id bigserial PRIMARY KEY, queue text NOT NULL, data bytea NOT NULL,
    priority double precision NOT NULL DEFAULT 0.0);
CREATE INDEX huey_task_queue_priority_id ON huey_task (queue, priority DESC, id);
CREATE TABLE huey_counter (
    queue text NOT NULL, key text NOT NULL, value bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (queue, key));
"""


class Migration(migrations.Migration):

    replaces = [('outbox', '0001_initial'), ('outbox', '0002_isolation'), ('outbox', '0003_given_up')]

    initial = True

    dependencies = [
        ('tenancy', '0001_schema'),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=sawti.lib.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(max_length=60)),
                ('payload', models.JSONField()),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_until', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('given_up_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('tenant', models.ForeignKey(db_index=False, default=sawti.tenancy.models.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.tenant')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True), ('given_up_at__isnull', True)), fields=['tenant', 'due_at'], name='outbox_open'), models.Index(condition=models.Q(('given_up_at__isnull', False)), fields=['tenant', 'given_up_at'], name='outbox_given_up')],
            },
        ),
        ProtectTenantTables("Message"),
        migrations.RunSQL(
            "GRANT SELECT (tenant_id, due_at, done_at, given_up_at) "
            f"ON outbox_message TO {role('system')}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            QUEUE_TABLES, "DROP TABLE huey_kv, huey_schedule, huey_task, huey_counter"
        ),
    ]
