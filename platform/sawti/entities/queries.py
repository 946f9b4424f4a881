"""The tenant's entities as one frozen tree."""

from dataclasses import dataclass
from uuid import UUID

from sawti.entities.models import Entity, Sector
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
class EntityFacts:
    id: UUID
    code: str
    names: dict[str, str]
    kind: str
    sector_id: UUID
    parent_id: UUID | None
    is_triage: bool
    is_active: bool

    def name(self, language: str) -> str:
        return localised(self.names, language)


@dataclass(frozen=True)
class EntityTree:
    """All entities of the tenant by id and by code, with what lies below each."""

    sectors: tuple[SectorFacts, ...]
    by_id: dict[UUID, EntityFacts]
    by_code: dict[str, EntityFacts]
    below: dict[UUID, frozenset[UUID]]

    @property
    def triage(self) -> EntityFacts:
        """The entity that receives a case when the applicant did not know where it belongs."""
        return next(entity for entity in self.by_id.values() if entity.is_triage)

    def ancestors(self, entity_id: UUID) -> list[EntityFacts]:
        """Return what lies above, nearest first."""
        found, parent = [], self.by_id[entity_id].parent_id
        while parent is not None:
            found.append(self.by_id[parent])
            parent = self.by_id[parent].parent_id
        return found

    def by_sector(self) -> list[tuple[SectorFacts, list[EntityFacts]]]:
        """Return active entities grouped by sector, in the tenant's order."""
        return [
            (sector, [e for e in self.by_id.values() if e.sector_id == sector.id and e.is_active])
            for sector in self.sectors
        ]


@kept_per_version
def entity_tree() -> EntityTree:
    """Return the current tenant's entities."""
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
        )
        for row in Entity.objects.order_by("position", "code")
    ]
    by_id = {row.id: row for row in rows}
    below: dict[UUID, set[UUID]] = {row.id: {row.id} for row in rows}
    for row in rows:
        parent = row.parent_id
        while parent is not None:
            below[parent].add(row.id)
            parent = by_id[parent].parent_id
    return EntityTree(
        sectors=tuple(
            SectorFacts(row.id, row.code, row.names)
            for row in Sector.objects.order_by("position", "code")
        ),
        by_id=by_id,
        by_code={row.code: row for row in rows},
        below={entity_id: frozenset(ids) for entity_id, ids in below.items()},
    )
