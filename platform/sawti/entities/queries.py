"""The tenant's entities as one frozen tree, and who serves them."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.entities.models import Entity, EntityUserPermission, Post, Sector
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


@dataclass(frozen=True)
class Colleague:
    """Somebody who handles cases; `entity_ids`: where, everything below included."""

    id: UUID
    name: str
    entity_ids: frozenset[UUID]


def colleagues(entity_ids: frozenset[UUID]) -> list[Colleague]:
    """Return the active staff who handle cases of these entities, by name, in one statement."""
    tree = entity_tree()
    granted = entity_ids.union(*({e.id for e in tree.ancestors(i)} for i in entity_ids))
    rows = EntityUserPermission.objects.filter(
        permission__codename="handle_cases", content_object_id__in=granted, user__is_active=True
    )
    found: dict[UUID, Colleague] = {}
    for staff_id, name, entity_id in rows.order_by("user__name", "user_id").values_list(
        "user_id", "user__name", "content_object_id"
    ):
        before = found[staff_id].entity_ids if staff_id in found else frozenset()
        found[staff_id] = Colleague(staff_id, name, before | tree.below[entity_id])
    return list(found.values())


def focal_points_of(entity_id: UUID) -> list[Staff]:
    """Return the active focal points of the entity, or of the nearest entity above that has any."""
    tree = entity_tree()
    chain = [entity_id, *(entity.id for entity in tree.ancestors(entity_id))]
    holders: dict[UUID, list[Staff]] = {}
    posts = Post.objects.filter(
        Q(until_at__isnull=True), entity_id__in=chain, kind="focal_point", staff__is_active=True
    ).select_related("staff")
    for post in posts.order_by("staff__email"):
        holders.setdefault(post.entity_id, []).append(post.staff)
    return next((holders[entity] for entity in chain if entity in holders), [])
