"""A case keeps whose it was when it was filed; for those that are there it follows from its rows."""

from django.db import connection, migrations, models

from sawti.tenancy.schema import InEachTenant

# Of anonymised cases nothing is known any more: they stay with the class that most cases have.
CLASSIFY = """
UPDATE cases_case c SET applicant_class = CASE
    WHEN a.id IS NULL THEN 'anonymous'
    WHEN a.member_id IS NOT NULL THEN 'business'
    WHEN a.representation_id IS NOT NULL THEN 'represented'
    ELSE 'person' END
FROM cases_case same LEFT JOIN cases_applicant a ON a.case_id = same.id
WHERE same.id = c.id AND c.anonymised_at IS NULL
"""


def classify(apps):
    with connection.cursor() as cursor:
        cursor.execute(CLASSIFY)


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_time_of_posts")]

    operations = [
        migrations.AddField(
            "Case",
            "applicant_class",
            models.CharField(db_default="person", default="person", max_length=20),
        ),
        InEachTenant(classify),
    ]
