"""By when: the policy for a case and the due date it gives."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.calendars.queries import business_calendar
from sawti.sla.models import Policy
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import kept_per_version


@dataclass(frozen=True)
class PolicyFacts:
    """A policy as it is now; `resolution_days` are working days."""

    code: str
    version: int
    case_type_id: UUID | None
    importance_id: UUID | None
    resolution_days: int


@dataclass(frozen=True)
class Promise:
    """A due date, in UTC, and the version of the policy that made it."""

    due_at: datetime
    policy_code: str
    policy_version: int


@kept_per_version
def policies() -> tuple[PolicyFacts, ...]:
    """Return the current tenant's policies."""
    return tuple(
        PolicyFacts(row.code, row.version, row.case_type_id, row.importance_id, row.resolution_days)
        for row in Policy.objects.order_by("code")
    )


def policy_for(*, case_type_id: UUID, importance_id: UUID) -> PolicyFacts:
    """Return the most specific policy: type and importance, then type, importance, neither."""

    def fit(policy: PolicyFacts) -> int:
        if policy.case_type_id not in (None, case_type_id):
            return -1
        if policy.importance_id not in (None, importance_id):
            return -1
        return 2 * (policy.case_type_id is not None) + (policy.importance_id is not None)

    return max(policies(), key=fit)


def promise_for(
    *, case_type_id: UUID, importance_id: UUID, entity_id: UUID, received_at: datetime
) -> Promise:
    """Return the due date of a case that the entity received at `received_at` (aware UTC).

    It counts by the entity's calendar and stays when the case goes on to another entity. The day
    of receipt is not counted; the due date is the close of the last working day.
    """
    policy = policy_for(case_type_id=case_type_id, importance_id=importance_id)
    due_at = business_calendar(entity_id).end_of_working_day(received_at, policy.resolution_days)
    return Promise(due_at, policy.code, policy.version)


def due_after_pause(
    *, due_at: datetime, paused_at: datetime, resumed_at: datetime, entity_id: UUID
) -> datetime:
    """Return the due date moved by the open time that passed while the entity waited.

    A due date that had passed when the pause began stays where it was.
    """
    if due_at < paused_at:
        return due_at
    calendar = business_calendar(entity_id)
    return calendar.add_time(due_at, calendar.time_between(paused_at, resumed_at))


def reopen_until(answered_at: datetime) -> datetime:
    """Return the last instant, in UTC, at which a case answered at `answered_at` may be reopened.

    Calendar days of the tenant's zone, the day of the answer not counted.
    """
    tenant = current_tenant()
    zone = ZoneInfo(tenant.time_zone)
    last_day = answered_at.astimezone(zone).date() + timedelta(days=tenant.reopen_days)
    return datetime.combine(last_day, time.max, tzinfo=zone).astimezone(UTC)
