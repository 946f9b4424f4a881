from django.db import connection, migrations

from sawti.tenancy.schema import InEachTenant

# What the one clock of each open case was until now, and since when its entity has it: three
# statements, however many cases there are. A promise counts by the calendar of the entity that
# the case was filed with; of a reopened one we only know who has it now.
RESOLUTION = """
INSERT INTO cases_clock (
  id, tenant_id, case_id, kind, round, entity_id, policy_code, policy_version,
  started_at, due_at, paused_at, ended_by, breached_at)
SELECT gen_random_uuid(), c.tenant_id, c.id, 'resolution', c.reopenings + 1,
  CASE WHEN c.reopenings = 0 THEN coalesce(h.to_entity_id, c.entity_id) ELSE c.entity_id END,
  c.policy_code, c.policy_version, coalesce(h.at, c.received_at), c.due_at, c.paused_at, '',
  c.breached_at
FROM cases_case c LEFT JOIN (
  SELECT DISTINCT ON (case_id) case_id, at, to_entity_id FROM cases_historyrow
  WHERE event IN ('file', 'reopen') ORDER BY case_id, at DESC
) h ON h.case_id = c.id
WHERE c.state IN ('received', 'open', 'waiting')
"""
STAGE = """
INSERT INTO cases_clock (
  id, tenant_id, case_id, kind, round, entity_id, policy_code, policy_version,
  started_at, paused_at, ended_by)
SELECT gen_random_uuid(), c.tenant_id, c.id, 'stage', c.reopenings + 1, c.entity_id,
  c.policy_code, c.policy_version, coalesce(h.at, c.received_at), c.paused_at, ''
FROM cases_case c LEFT JOIN (
  SELECT case_id, max(at) AS at FROM cases_historyrow
  WHERE event = 'reopen' OR to_entity_id IS NOT NULL GROUP BY case_id
) h ON h.case_id = c.id
WHERE c.state IN ('received', 'open', 'waiting')
"""
PAUSE = """
INSERT INTO cases_pause (id, tenant_id, case_id, waits_for, began_at, ended_by, reminders, reason)
SELECT gen_random_uuid(), tenant_id, id, 'applicant', paused_at, '', 0, ''
FROM cases_case WHERE state = 'waiting' AND paused_at IS NOT NULL
"""


def start_clocks(apps):
    with connection.cursor() as cursor:
        for statement in (RESOLUTION, STAGE, PAUSE):
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0014_clocks"),
    ]
    operations = [
        InEachTenant(start_clocks),
    ]
