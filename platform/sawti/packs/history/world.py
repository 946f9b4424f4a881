"""What a generated history rests on: the tenant as it is configured, read once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.accounts.models import Staff
from sawti.calendars.queries import business_calendar
from sawti.catalogue.models import ConfidentialBy
from sawti.catalogue.queries import CategoryFacts, catalogue
from sawti.entities.permissions import rights_of
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.packs.history.chance import dice
from sawti.packs.history.circles import Circles, circles_of_tenant
from sawti.packs.history.clocks import BusinessClock, clock_between
from sawti.packs.history.seasons import Year
from sawti.packs.history.wording import Subject, phrasebook, subjects
from sawti.sla.choosing import Traits
from sawti.sla.models import DurationUnit
from sawti.sla.queries import Promise, policies, policy_for, promise_for, terms_of
from sawti.tenancy.context import TenantFacts, current_tenant

OTHER = "general"  # the subject of categories that no subject names
OTHER_WEIGHT = 10
# Of a hundred cases about a matter, how many are of a type; types of the tenant's own come rarely.
TYPES = {"complaint": 54, "report": 24, "enquiry": 14, "suggestion": 7, "thanks": 4}
OWN_TYPE = 2
LOOK_AHEAD = timedelta(days=400)
_ROOM_FOR_PROMISES = 50_000


@dataclass(frozen=True)
class Matter:
    """A category as something that happens to people. Ids are texts; shares are running sums."""

    category_id: str
    names: dict[str, str]
    subject: str
    season: str
    weight: float
    importance_id: str
    pillar_id: str | None
    confidentiality_id: str | None
    entity_id: str
    types: tuple[str, ...]
    shares: tuple[int, ...]


@dataclass(frozen=True)
class Manner:
    """How an entity works: the share that is late, and how much of the promised time it takes."""

    late: float
    pace: float


@dataclass(frozen=True)
class World:
    """One tenant, ready for a history that ends at `until` (seconds since 1970, UTC)."""

    tenant: TenantFacts
    seed: int
    until: int
    zone: ZoneInfo
    year: Year
    clock: BusinessClock
    matters: tuple[Matter, ...]
    type_ids: dict[str, str]
    triage_id: str
    importance_id: str
    holders: dict[str, tuple[str, ...]]
    dispatchers: dict[str, str]
    manners: dict[str, Manner]
    neighbours: dict[str, tuple[str, ...]]
    circles: Circles
    promise: Callable[[Traits, int], Promise]


class NobodyHandles(ValueError):
    """The tenant has no staff that could have handled a case."""


def world_of_tenant(*, since: datetime, until: datetime, seed: int) -> World:
    """Read the current tenant for a history from the day of `since` to `until` (aware UTC).

    Raises NobodyHandles where no staff may handle any case.
    """
    tenant, tree, calendar = current_tenant(), entity_tree(), business_calendar()
    policies()  # read now: the lives are told where no database is at hand
    terms_of("", 0)
    zone = ZoneInfo(tenant.time_zone)
    first, last = since.astimezone(zone).date(), until.astimezone(zone).date()
    entities = [entity for entity in tree.by_id.values() if entity.is_active]
    holders, dispatchers = _who_handles(entities)
    return World(
        tenant=tenant,
        seed=seed,
        until=int(until.timestamp()),
        zone=zone,
        year=Year(first, last, calendar.is_working_day, calendar.is_holiday),
        clock=clock_between(calendar, first - timedelta(days=30), last + LOOK_AHEAD),
        matters=tuple(_matters(tree.triage.id)),
        type_ids={row.code: str(row.id) for row in catalogue().types.values() if row.is_active},
        triage_id=str(tree.triage.id),
        importance_id=str(catalogue().default_importance.id),
        holders=holders,
        dispatchers=dispatchers,
        manners={str(e.id): _manner(dice(seed, tenant.slug, e.code)) for e in entities},
        neighbours={
            str(entity.id): tuple(
                str(other.id)
                for other in entities
                if other.sector_id == entity.sector_id and other.id != entity.id
            )
            for entity in entities
        },
        circles=circles_of_tenant(entities, at=until),
        promise=_promises(zone),
    )


def _matters(triage_id: UUID) -> Iterator[Matter]:
    """Yield the active categories of the second level, in the tenant's order."""
    known = {code: (name, row) for name, row in subjects().items() for code in row.categories}
    for category in catalogue().categories.values():
        if category.is_active and category.parent_id is not None:
            name, subject = known.get(category.code, (OTHER, Subject((), OTHER_WEIGHT, "")))
            yield _matter(category, name, subject, triage_id)


def _matter(category: CategoryFacts, name: str, subject: Subject, triage_id: UUID) -> Matter:
    told = phrasebook("en").stories
    types = [row.code for row in catalogue().types.values() if row.is_active]
    # Somebody reports what lies in the street, not what lies in a file.
    fitting = [code for code in types if code != "report" or (name, code) in told] or types
    importance_id = category.importance_id or catalogue().default_importance.id
    return Matter(
        category_id=str(category.id),
        names=category.names,
        subject=name,
        season=subject.season,
        weight=subject.weight,
        importance_id=str(importance_id),
        pillar_id=str(category.pillar_id) if category.pillar_id else None,
        confidentiality_id=_class_of(category),
        entity_id=str(category.entity_id or triage_id),
        types=tuple(fitting),
        shares=tuple(accumulate(TYPES.get(code, OWN_TYPE) for code in fitting)),
    )


def _who_handles(
    entities: list[EntityFacts],
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    """Return who handles an entity's cases (those with the fewest entities), and who hands out.

    An entity that nobody serves is served by whoever has the most entities.
    """
    scopes = [
        (len(scope), str(staff.id), scope)
        for staff in Staff.objects.people().filter(is_active=True).order_by("email")
        if (scope := rights_of(staff).on("handle_cases"))
    ]
    if not scopes:
        raise NobodyHandles
    widest = max(scopes, key=lambda row: row[0])
    holders, dispatchers = {}, {}
    for entity in entities:
        serving = [row for row in scopes if entity.id in row[2]] or [widest]
        least = min(size for size, _, _ in serving)
        holders[str(entity.id)] = tuple(who for size, who, _ in serving if size == least)
        dispatchers[str(entity.id)] = max(serving, key=lambda row: row[0])[1]
    return holders, dispatchers


def _manner(rng: Random) -> Manner:
    """Most entities are punctual, a few are not."""
    return Manner(late=0.008 + 0.08 * rng.random() ** 3, pace=0.3 + 0.4 * rng.random())


def _promises(zone: ZoneInfo) -> Callable[[Traits, int], Promise]:
    """Return `promise_for` over seconds.

    Promises in days are asked for once per traits and day; the others run from the very moment.
    """
    kept: dict[tuple[Traits, int], Promise] = {}

    def promise(traits: Traits, received: int) -> Promise:
        at = datetime.fromtimestamp(received, zone)
        if policy_for(traits).target.unit == DurationUnit.MINUTES:
            return promise_for(traits, received_at=at.astimezone(UTC))
        key = (traits, at.toordinal())
        if key not in kept:
            if len(kept) > _ROOM_FOR_PROMISES:
                kept.clear()
            kept[key] = promise_for(traits, received_at=at.astimezone(UTC))
        return kept[key]

    return promise


def _class_of(category: CategoryFacts) -> str | None:
    """Return the class that all cases of the category have, or None where applicants choose."""
    is_so = category.confidentiality_id and category.confidential_by == ConfidentialBy.POLICY
    return str(category.confidentiality_id) if is_so else None
