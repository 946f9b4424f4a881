"""The tenant's entities as one frozen tree, with what it was before each reform."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sawti.entities.models import ChangeKind, Entity, EntityChange, Sector
from sawti.lib.text import localised
from sawti.tenancy.snapshot import kept_per_version


@dataclass(frozen=True)
class SectorFacts:
    id: UUID
    code: str
    names: dict[str, str]

    def name(self, language: str) -> str:
        return localised(self.names, language)


@dataclass(frozen=True)
class ChangeFacts:
    """What an entity was until `at`; see models.EntityChange."""

    kind: str
    at: datetime
    names: dict[str, str]
    parent_id: UUID | None
    other_id: UUID | None


@dataclass(frozen=True)
class EntityFacts:
    """An entity; `changes`: what reforms made of it, oldest first."""

    id: UUID
    code: str
    names: dict[str, str]
    kind: str
    sector_id: UUID
    parent_id: UUID | None
    is_triage: bool
    is_active: bool
    closed_at: datetime | None = None
    successor_id: UUID | None = None
    changes: tuple[ChangeFacts, ...] = ()

    def name(self, language: str, at: datetime | None = None) -> str:
        """Return its name, or the one that it had at an instant."""
        return localised(self.names_at(at) if at else self.names, language)

    def names_at(self, at: datetime) -> dict[str, str]:
        """Return the names that it had at an instant."""
        return next(
            (was.names for was in self._were(ChangeKind.RENAMED) if at < was.at), self.names
        )

    def parent_at(self, at: datetime) -> UUID | None:
        """Return what it lay below at an instant."""
        moves = self._were(ChangeKind.MOVED, ChangeKind.MERGED)
        return next((was.parent_id for was in moves if at < was.at), self.parent_id)

    @property
    def former_names(self) -> list[dict[str, str]]:
        """Return the names that it had before, the latest first."""
        return [was.names for was in reversed(list(self._were(ChangeKind.RENAMED)))]

    @property
    def parts(self) -> tuple[UUID, ...]:
        """Return the entities that came out of it."""
        return tuple(was.other_id for was in self._were(ChangeKind.SPLIT) if was.other_id)

    def _were(self, *kinds: str) -> Iterator[ChangeFacts]:
        return (was for was in self.changes if was.kind in kinds)


@dataclass(frozen=True)
class EntityTree:
    """All entities of the tenant by id and by code, with what lies below each.

    `merged`: what was merged into an entity, also by way of others: see `with_predecessors`.
    """

    sectors: tuple[SectorFacts, ...]
    by_id: dict[UUID, EntityFacts]
    by_code: dict[str, EntityFacts]
    below: dict[UUID, frozenset[UUID]]
    merged: dict[UUID, frozenset[UUID]] = field(default_factory=dict)

    @property
    def triage(self) -> EntityFacts:
        """The entity that receives a case when the applicant did not know where it belongs."""
        return next(entity for entity in self.by_id.values() if entity.is_triage)

    def ancestors(self, entity_id: UUID, at: datetime | None = None) -> list[EntityFacts]:
        """Return what lies above, nearest first; with `at` what lay above it then."""
        found: list[EntityFacts] = []
        below = self.by_id[entity_id]
        while (parent := below.parent_at(at) if at else below.parent_id) is not None:
            below = self.by_id[parent]
            found.append(below)
        return found

    def by_sector(self) -> list[tuple[SectorFacts, list[EntityFacts]]]:
        """Return active entities grouped by sector, in the tenant's order."""
        return [
            (sector, [e for e in self.by_id.values() if e.sector_id == sector.id and e.is_active])
            for sector in self.sectors
        ]

    def heir(self, entity_id: UUID) -> EntityFacts:
        """Return the entity that does its work now: itself, unless it is closed.

        Of one that was split up it is the part that took what was left.
        """
        found = self.by_id[entity_id]
        while found.closed_at:
            found = self.by_id[found.successor_id or found.parts[0]]
        return found

    def merged_into(self, entity_id: UUID) -> EntityFacts:
        """Return the entity that it is wholly part of: itself, unless it was merged."""
        found = self.by_id[entity_id]
        while found.successor_id:
            found = self.by_id[found.successor_id]
        return found

    def standing(self, code: str) -> EntityFacts | None:
        """Return the entity with this code, or the one that does its work now; None for none."""
        found = self.by_code.get(code)
        return self.heir(found.id) if found else None

    def with_predecessors(self, entity_id: UUID) -> frozenset[UUID]:
        """Return the entity and all that was merged into it: a series over the merger."""
        return self.merged.get(entity_id, frozenset()) | {entity_id}


@kept_per_version
def entity_tree() -> EntityTree:
    """Return the current tenant's entities."""
    changes: dict[UUID, list[ChangeFacts]] = defaultdict(list)
    for was in EntityChange.objects.order_by("at", "id"):
        told = ChangeFacts(was.kind, was.at, was.names, was.parent_id, was.other_id)
        changes[was.entity_id].append(told)
    rows = [
        EntityFacts(
            row.id,
            row.code,
            row.names,
            row.kind,
            row.sector_id,
            row.parent_id,
            row.is_triage,
            row.is_active,
            row.closed_at,
            row.successor_id,
            tuple(changes[row.id]),
        )
        for row in Entity.objects.order_by("position", "code")
    ]
    return EntityTree(
        sectors=tuple(
            SectorFacts(row.id, row.code, row.names)
            for row in Sector.objects.order_by("position", "code")
        ),
        by_id={row.id: row for row in rows},
        by_code={row.code: row for row in rows},
        below=_chained(rows, {row.id: row.parent_id for row in rows}, with_self=True),
        merged=_chained(rows, {row.id: row.successor_id for row in rows}, with_self=False),
    )


def _chained(
    rows: Iterable[EntityFacts], following: dict[UUID, UUID | None], *, with_self: bool
) -> dict[UUID, frozenset[UUID]]:
    """Return, for each entity, all whose chain leads to it."""
    found: dict[UUID, set[UUID]] = {row.id: {row.id} if with_self else set() for row in rows}
    for row in rows:
        reached = following[row.id]
        while reached is not None:
            found[reached].add(row.id)
            reached = following[reached]
    return {entity_id: frozenset(ids) for entity_id, ids in found.items()}
