from django.db import migrations

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
    dependencies = [
        ("outbox", "0001_initial"),
    ]
    operations = [
        ProtectTenantTables("Message"),
        migrations.RunSQL(
            f"GRANT SELECT (tenant_id, due_at, done_at, given_up_at) "
            f"ON outbox_message TO {role('system')}",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(QUEUE_TABLES, "DROP TABLE huey_kv, huey_schedule, huey_task, huey_counter"),
    ]
