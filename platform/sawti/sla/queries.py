"""By when: the policy for a case and the due date it gives."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.calendars.queries import business_calendar
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.sla.choosing import PolicyFacts, Traits, fitting
from sawti.sla.models import DurationUnit, Policy, PolicyVersion
from sawti.sla.terms import ApplicantClass, Kind, Target, Terms, Waiting
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import kept_per_version


@dataclass(frozen=True)
class Promise:
    """A due date, in UTC, and the version of the policy that made it."""

    due_at: datetime
    policy_code: str
    policy_version: int


@kept_per_version
def policies() -> tuple[PolicyFacts, ...]:
    """Return the current tenant's active policies."""
    return tuple(
        PolicyFacts(
            code=row.code,
            version=row.version,
            terms=Terms.of(row),
            names=row.names,
            category_id=row.category_id,
            entity_id=row.entity_id,
            pillar_id=row.pillar_id,
            case_type_id=row.case_type_id,
            importance_id=row.importance_id,
            applicant_class=row.applicant_class,
            channel=row.channel,
        )
        for row in Policy.objects.filter(is_active=True).order_by("code")
    )


@kept_per_version
def _versions() -> dict[tuple[str, int], Terms]:
    return {(row.code, row.version): Terms.of(row) for row in PolicyVersion.objects.all()}


def terms_of(code: str, version: int) -> Terms | None:
    """Return what a version of a policy says; None for one older than our record of versions."""
    return _versions().get((code, version))


def target_of(
    code: str, version: int, kind: Kind = Kind.RESOLUTION, role: str = ""
) -> Target | None:
    """Return a target of a version; None where it has none of the kind, or is too old for us.

    `role`: of the post whose time is meant.
    """
    terms = terms_of(code, version)
    return terms.target(kind, role) if terms else None


def traits_of(
    *,
    case_type_id: UUID,
    importance_id: UUID,
    entity_id: UUID,
    category_id: UUID | None = None,
    pillar_id: UUID | None = None,
    channel: str = "",
    applicant_class: str = ApplicantClass.PERSON,
) -> Traits:
    """Return what a policy is chosen by, for a case that the entity receives."""
    above = (entity.id for entity in entity_tree().ancestors(entity_id))
    return Traits(
        case_type_id=case_type_id,
        importance_id=importance_id,
        entity_ids=(entity_id, *above),
        category_ids=tuple(_with_parents(category_id)),
        pillar_id=pillar_id,
        channel=channel,
        applicant_class=applicant_class,
    )


def _with_parents(category_id: UUID | None) -> Iterator[UUID]:
    known = catalogue().by_id
    while category_id:
        yield category_id
        category_id = getattr(known[category_id], "parent_id", None)


def policy_for(traits: Traits) -> PolicyFacts:
    """Return the policy that counts for these traits; the one that names none always fits."""
    return fitting(policies(), traits)[0]


def promise_for(traits: Traits, *, received_at: datetime) -> Promise:
    """Return the due date of a case received at `received_at` (aware UTC).

    It counts by the calendar of the entity that receives the case, and stays when the case goes on
    to another one. Of working days the day of receipt is not counted, and the due date is the close
    of the last one; minutes run within working hours from the moment of receipt.
    """
    policy = policy_for(traits)
    due_at = due_date(policy.target, start=received_at, entity_id=traits.entity_ids[0])
    return Promise(due_at, policy.code, policy.version)


def due_date(target: Target, *, start: datetime, entity_id: UUID) -> datetime:
    """Return when a target that runs from `start` (aware UTC) is due by an entity's calendar.

    It is the calendar that the entity had at `start`, wherever it was moved since.
    """
    calendar = business_calendar(entity_id, since=start)
    if target.unit == DurationUnit.DAYS:
        return calendar.end_of_working_day(start, target.amount)
    return calendar.add_time(start, timedelta(minutes=target.amount))


def due_after_pause(
    *,
    due_at: datetime,
    paused_at: datetime,
    resumed_at: datetime,
    entity_id: UUID,
    since: datetime | None = None,
) -> datetime:
    """Return the due date moved by the open time that passed while the entity waited.

    A due date that had passed when the pause began stays where it was. `since`: when the clock
    started; it goes on by the calendar that the entity had then.
    """
    if due_at < paused_at:
        return due_at
    calendar = business_calendar(entity_id, since=since)
    return calendar.add_time(due_at, calendar.time_between(paused_at, resumed_at))


def due_with_pauses(
    target: Target,
    *,
    start: datetime,
    pauses: Iterable[tuple[datetime, datetime]],
    entity_id: UUID,
) -> datetime:
    """Return when a target from `start` is due after `pauses`, (begin, end) in order, by now."""
    due_at = due_date(target, start=start, entity_id=entity_id)
    for paused_at, resumed_at in pauses:
        due_at = due_after_pause(
            due_at=due_at,
            paused_at=max(paused_at, start),
            resumed_at=max(resumed_at, start),
            entity_id=entity_id,
            since=start,
        )
    return due_at


def longest_wait(waiting: Waiting, waits_for: str, *, since: datetime) -> datetime | None:
    """Return when a wait that began at `since` ends by itself, in UTC; None for no limit."""
    days = getattr(waiting, f"{waits_for}_days")
    return end_of_day_after(since, days) if days else None


def next_reminder(
    waiting: Waiting, *, sent: int, at: datetime, until: datetime | None
) -> datetime | None:
    """Return when the applicant is reminded next after `at`, in working hours; None for never.

    `sent`: how many reminders there were; none comes at or after `until`.
    """
    if sent >= waiting.reminders:
        return None
    due = business_calendar().next_opening(at + timedelta(days=waiting.remind_days))
    return due if until is None or due < until else None


def reopen_until(answered_at: datetime) -> datetime:
    """Return the last instant, in UTC, at which a case answered at `answered_at` may be reopened.

    Calendar days of the tenant's zone, the day of the answer not counted.
    """
    return end_of_day_after(answered_at, current_tenant().reopen_days)


def end_of_day_after(at: datetime, days: int) -> datetime:
    """Return the end, in UTC, of the day that comes `days` calendar days after that of `at`."""
    zone = ZoneInfo(current_tenant().time_zone)
    last_day = at.astimezone(zone).date() + timedelta(days=days)
    return datetime.combine(last_day, time.max, tzinfo=zone).astimezone(UTC)
