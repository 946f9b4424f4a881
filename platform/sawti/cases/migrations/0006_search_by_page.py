from django.db import migrations

from sawti.tenancy.schema import SearchFunction

# Newest first, at most `most`, after the place (seen_at, seen_id) unless NULL, within one tenant;
# `entities` NULL stands for all of them. To match, join and sort all cases with a frequent word only
# to keep the newest would cost more with every case. So:
# 1. Walk the newest `few` cases of the scope (of up to 8 entities by their own index): for
#    frequent words, and for a scope that has no more cases.
# 2. Where these promise it, or where more than `far / 2` cases have the words (which says little of
#    a few entities), walk `4 * far`.
# 3. Else find all by their words. OFFSET 0 keeps the planner, which knows little of how frequent
#    words are, from turning one way into the other.
# A hit to be joined and sorted costs about four times as much as a case that is walked. Of a
# million cases 500 * sqrt(most) with the words, joined, cost as much as the 2000 * sqrt(most) cases
# that must then be walked; `far` is 1000 * sqrt(most) for a `few` of 1000.
# The statements are built with literals, for plans that know them.
SEARCH = """
DECLARE
    tenant uuid := current_setting('app.tenant')::uuid;
    far integer;
    is_wanted text := format('(%1$L IS NULL OR c.entity_id = ANY (%1$L::uuid[])) ', entities);
    is_of_few boolean := coalesce(cardinality(entities) BETWEEN 1 AND 8, false);
    older text := CASE WHEN seen_at IS NULL THEN '' ELSE
        format('AND (c.received_at, c.id) < (%L::timestamptz, %L::uuid) ', seen_at, seen_id) END;
    newest_first text := 'ORDER BY c.received_at DESC, c.id DESC LIMIT ';
    newest text := format(
        'SELECT c.id, c.received_at, c.entity_id FROM public.cases_case c '
        'WHERE c.tenant_id = %L::uuid ', tenant
    ) || older;
    matching text := format(
        'SELECT case_id FROM public.cases_searchentry '
        'WHERE tenant_id = %L::uuid AND words @@ %L::tsquery ', tenant, words
    );
    walk text;
    hits uuid[];
    is_enough boolean;
BEGIN
    most := least(most, 1000);
    far := few * sqrt(most);
    IF is_of_few THEN
        SELECT 'SELECT * FROM (' || string_agg(
            format('(%sAND c.entity_id = %L::uuid %s$1)', newest, entity, newest_first),
            ' UNION ALL '
        ) || ') c ' INTO newest FROM (SELECT DISTINCT unnest(entities) AS entity) e;
    END IF;
    newest := newest || newest_first || '$1';
    walk := 'SELECT ARRAY(SELECT c.id FROM (' || newest || ') c CROSS JOIN LATERAL ('
        || format(
            'SELECT s.words FROM public.cases_searchentry s '
            'WHERE s.tenant_id = %L::uuid AND s.case_id = c.id OFFSET 0) s '
            'WHERE s.words @@ %L::tsquery AND ', tenant, words
        ) || is_wanted || newest_first || most || ')';

    EXECUTE walk INTO hits USING few;
    IF cardinality(hits) < most THEN
        EXECUTE 'SELECT count(*) < $1 FROM (' || newest || ') c' INTO is_enough USING few;
        IF NOT is_enough THEN
            is_enough := 2 * cardinality(hits) >= sqrt(most);
            IF NOT is_enough AND NOT is_of_few THEN
                EXECUTE 'SELECT count(*) > $1 FROM (' || matching || 'LIMIT $1 + 1) s'
                    INTO is_enough USING far / 2;
            END IF;
            IF is_enough THEN
                EXECUTE walk INTO hits USING 4 * far;
                is_enough := cardinality(hits) >= most;
            END IF;
        END IF;
        IF NOT is_enough THEN
            RETURN QUERY EXECUTE
                'SELECT c.id FROM (' || matching || 'OFFSET 0) s JOIN public.cases_case c '
                || format('ON c.id = s.case_id WHERE c.tenant_id = %L::uuid AND ', tenant)
                || is_wanted || older || newest_first || most;
            RETURN;
        END IF;
    END IF;
    RETURN QUERY SELECT unnest(hits);
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_files_of_a_case"),
    ]

    operations = [
        migrations.RunSQL("DROP FUNCTION public.search_cases(text, uuid[], integer)"),
        SearchFunction(
            "search_cases(words text, entities uuid[], most integer, "
            "seen_at timestamptz, seen_id uuid, few integer)",
            "SETOF uuid",
            SEARCH,
            {
                "cases_searchentry": "tenant_id, case_id, words",
                "cases_case": "tenant_id, id, entity_id, received_at",
            },
        ),
    ]
