"""What each figure counts, in one place: the roll-ups, their check and docs/figures.md rest on it.

A case belongs to the month in which it was received (tenant's time zone) and to the entity that
holds it now. A figure of a month is about the cases received in it, whenever they were answered,
so its parts always add up: received = answered + withdrawn + lapsed + not answered yet. A
confidential case is in no figure of an entity: whoever leads it need not know that there is one.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.insights.periods import next_month
from sawti.tenancy.context import current_tenant

LONGEST_DAYS = 365  # a longer wait counts as this

FIGURES: dict[str, str] = {
    "received": "count(*)",
    # The first answer counts; a reopening never restates it.
    "answered": "count(*) FILTER (WHERE first_answered_at IS NOT NULL)",
    "in_time": "count(*) FILTER (WHERE first_answer_in_time)",
    # A case that waits past its due date is late already, or silence would look better than a
    # late answer. While we wait for the applicant no clock runs, so nothing breaches.
    "late": (
        "count(*) FILTER (WHERE first_answer_in_time IS FALSE"
        " OR (first_answered_at IS NULL AND breached_at IS NOT NULL))"
    ),
    "withdrawn": (
        "count(*) FILTER (WHERE first_answered_at IS NULL AND withdrawn_at IS NOT NULL"
        " AND NOT is_lapsed)"
    ),
    # Closed by us, for the applicant did not reply: nobody took it back.
    "lapsed": "count(*) FILTER (WHERE first_answered_at IS NULL AND is_lapsed)",
    "reopened": "count(*) FILTER (WHERE reopenings > 0)",
    **{f"score_{score}": f"coalesce(sum(score_{score}), 0)" for score in range(1, 6)},
}
CELL = ("entity_id", "case_type_id", "pillar_id")

_COHORT = """
cohort AS MATERIALIZED (
  SELECT id, entity_id, case_type_id, pillar_id, received_at, first_answered_at,
         first_answer_in_time, breached_at, withdrawn_at, reopenings, state = 'lapsed' AS is_lapsed
  FROM cases_case
  WHERE tenant_id = %(tenant)s AND received_at >= %(starts)s AND received_at < %(ends)s
    AND (%(entity)s::uuid IS NULL OR entity_id = %(entity)s)
    AND confidentiality_id IS NULL
  UNION ALL  -- of an erased case its figures are left (sawti.retention)
  SELECT id, entity_id, case_type_id, pillar_id, received_at, first_answered_at,
         first_answer_in_time, breached_at, withdrawn_at, reopenings, is_lapsed
  FROM retention_remainder
  WHERE tenant_id = %(tenant)s AND received_at >= %(starts)s AND received_at < %(ends)s
    AND (%(entity)s::uuid IS NULL OR entity_id = %(entity)s)
)"""
_SCORES = ", ".join(
    f"count(*) FILTER (WHERE score = {score}) AS score_{score}" for score in range(1, 6)
)
COUNTED_FIGURES = f"""
WITH {_COHORT}, given (case_id, score) AS (
  SELECT case_id, score FROM quality_rating
  WHERE tenant_id = %(tenant)s AND case_id IN (SELECT id FROM cohort)
  UNION ALL
  SELECT id, score::int FROM retention_remainder, jsonb_array_elements_text(scores) score
  WHERE tenant_id = %(tenant)s AND received_at >= %(starts)s AND received_at < %(ends)s
), rated AS (
  SELECT case_id, {_SCORES} FROM given GROUP BY case_id
)
SELECT {", ".join(CELL)}, {", ".join(f"{sql} AS {name}" for name, sql in FIGURES.items())}
FROM cohort LEFT JOIN rated ON rated.case_id = cohort.id GROUP BY {", ".join(CELL)}
"""  # noqa: S608 - no word of the caller's gets into the SQL
COUNTED_DAYS = f"""
WITH {_COHORT}
SELECT entity_id, least({LONGEST_DAYS}, (first_answered_at AT TIME ZONE %(zone)s)::date
                                      - (received_at AT TIME ZONE %(zone)s)::date) AS days,
       count(*) AS cases
FROM cohort WHERE first_answered_at IS NOT NULL GROUP BY 1, 2
"""  # noqa: S608 - no word of the caller's gets into the SQL


@dataclass(frozen=True)
class Span:
    """One month of the current tenant, of one entity or (None) of all."""

    month: date
    entity_id: UUID | None = None

    def params(self) -> dict[str, Any]:
        """Return what the statements of this module are filled with."""
        tenant = current_tenant()
        zone = ZoneInfo(tenant.time_zone)
        return {
            "tenant": tenant.id,
            "zone": tenant.time_zone,
            "month": self.month,
            "entity": self.entity_id,
            "starts": _midnight(self.month, zone),
            "ends": _midnight(next_month(self.month), zone),
        }


def month_of(at: datetime) -> date:
    """Return the first day of the month of `at`, in the tenant's time zone."""
    return at.astimezone(ZoneInfo(current_tenant().time_zone)).date().replace(day=1)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)
