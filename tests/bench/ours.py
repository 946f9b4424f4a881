"""Our side of the bench: a clone of the test template, filled, and a session to list with."""

import json
import sys

import django

django.setup()

from django.db import connection, transaction  # noqa: E402

from sawti.tenancy.context import tenant_context  # noqa: E402
from tests import people  # noqa: E402
from tests.cast import Cast  # noqa: E402

# Every column that the API fills, spread over entities, states and two years.
FILL = """
INSERT INTO cases_case (id, tenant_id, number, state, version, case_type_id, category_id,
    importance_id, pillar_id, entity_id, channel, language, place, received_at, due_at,
    policy_code, policy_version, receipt_hash, receipt_failures)
SELECT gen_random_uuid(), c.tenant_id, 'BH-' || lpad(g::text, 12, '0'),
    (array['received', 'open', 'waiting', 'answered'])[1 + g %% 4], 1,
    (SELECT id FROM catalogue_casetype WHERE tenant_id = c.tenant_id AND code = 'complaint'),
    c.id, (SELECT id FROM catalogue_importance WHERE tenant_id = c.tenant_id AND is_default),
    c.pillar_id, c.entity_id, 'web', 'ar', '', now() - (%(rows)s - g) * interval '30 seconds',
    now() + interval '3 days', 'standard', 1, '\\x00', 0
FROM generate_series(1, %(rows)s) g
JOIN LATERAL (
    SELECT * FROM catalogue_category WHERE tenant_id = current_setting('app.tenant')::uuid
    AND entity_id IS NOT NULL AND g > 0 ORDER BY code OFFSET g %% 40 LIMIT 1
) c ON true
"""


def fill(rows: int) -> None:
    """Write `rows` cases into Bahrain, in one statement."""
    with tenant_context(Cast().bahrain), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(FILL, {"rows": rows})


if __name__ == "__main__":
    fill(int(sys.argv[1]))
    sys.stdout.write(json.dumps({"session": Cast().session_of(people.MARYAM)}))
