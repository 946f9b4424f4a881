from django.contrib.postgres.indexes import GinIndex
from django.db import connection, migrations, models

from sawti.tenancy.schema import InEachTenant, SearchFunction, role

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
# What `cases/content.py` writes for a new case, for those that were there before.
REWRITE = """
UPDATE cases_searchentry s SET received_at = c.received_at, words = array_to_tsvector(
    ARRAY(SELECT begin || ':' || word FROM unnest(tsvector_to_array(s.words)) AS word)
    || (begin || '@' || c.entity_id)
)
FROM cases_case c, LATERAL (
    SELECT right(c.tenant_id::text, 4)
        || lpad(to_hex(floor(extract(epoch FROM c.received_at) / 604800)::integer), 4, '0') AS begin
) b
WHERE c.id = s.case_id AND c.tenant_id = s.tenant_id
"""


def rewrite(apps):
    with connection.cursor() as cursor:
        cursor.execute(REWRITE)


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_sealed_applicants"),
    ]

    operations = [
        migrations.RunSQL(
            "DROP FUNCTION public.search_cases(text, uuid[], integer, timestamptz, uuid, integer)"
        ),
        migrations.RunSQL(
            f"REVOKE SELECT (id, entity_id) ON public.cases_case FROM {role('search')}"
        ),
        migrations.RemoveIndex("searchentry", "search_entry_words"),
        migrations.AddField("searchentry", "received_at", models.DateTimeField(null=True)),
        InEachTenant(rewrite),
        # Rows of the rewriting wait for the check of a deferrable key; a table can't change then.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.AlterField("searchentry", "received_at", models.DateTimeField()),
        migrations.AddIndex(
            "searchentry",
            GinIndex(fields=["words"], fastupdate=False, name="search_entry_words"),
        ),
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
