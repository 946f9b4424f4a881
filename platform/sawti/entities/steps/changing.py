"""Changing what an entity is, on its locked row; what it was until then is kept.

Loading the pack leaves a row alone that was changed here (`edited_at`).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sawti.entities.models import ChangeKind, Entity, EntityChange
from sawti.tenancy.actions import configuration_changed


def rename(entity: Entity, names: dict[str, str], *, since: datetime, at: datetime) -> None:
    """Give an entity other names, which count from `since` on."""
    _keep(entity, ChangeKind.RENAMED, since, names=entity.names)
    entity.names = names
    _save(entity, at, "names")


def place_below(
    entity: Entity, parent_id: UUID | None, *, sector_id: UUID | None = None, at: datetime
) -> None:
    """Put an entity, with all below it, below another one; the caller has refused circles."""
    _keep(entity, ChangeKind.MOVED, at, parent_id=entity.parent_id)
    entity.parent_id = parent_id
    entity.sector_id = sector_id or entity.sector_id
    _save(entity, at, "parent", "sector")


def merge_into(entity: Entity, successor: Entity, *, at: datetime) -> None:
    """Close an entity for good: from now on it is part of another one, and lies below it.

    So whoever has rights there sees what was answered here. What lay below goes along.
    """
    for child in Entity.objects.select_for_update().filter(parent=entity, closed_at=None):
        place_below(child, successor.id, at=at)
    _keep(entity, ChangeKind.MERGED, at, parent_id=entity.parent_id, other=successor)
    was_triage, entity.is_triage = entity.is_triage, False
    entity.parent_id = entity.successor_id = successor.id
    _close(entity, at, "parent", "successor", "is_triage")
    successor.is_triage = successor.is_triage or was_triage
    _save(successor, at, "is_triage")


def split_off(entity: Entity, code: str, names: dict[str, str], *, at: datetime) -> Entity:
    """Make an entity out of a part of another one, beside it."""
    part: Entity = Entity.objects.create(
        code=code,
        names=names,
        kind=entity.kind,
        sector_id=entity.sector_id,
        parent_id=entity.parent_id,
        position=entity.position,
        edited_at=at,
    )
    _keep(entity, ChangeKind.SPLIT, at, other=part)
    _save(entity, at)
    return part


def end(entity: Entity, rest: Entity, *, at: datetime) -> None:
    """Close an entity that was split up, for good: `rest` gets what lies below it.

    What was answered here stays below whoever leads above, as it was.
    """
    for child in Entity.objects.select_for_update().filter(parent=entity, closed_at=None):
        place_below(child, rest.id, at=at)
    was_triage, entity.is_triage = entity.is_triage, False
    _close(entity, at, "is_triage")
    rest.is_triage = was_triage
    _save(rest, at, "is_triage")


def _close(entity: Entity, at: datetime, *fields: str) -> None:
    entity.is_active, entity.closed_at = False, at
    _save(entity, at, "is_active", "closed_at", *fields)


def _keep(entity: Entity, kind: ChangeKind, at: datetime, **was: Any) -> None:
    EntityChange.objects.create(entity=entity, kind=kind, at=at, **was)


def _save(entity: Entity, at: datetime, *fields: str) -> None:
    entity.edited_at = at
    entity.save(update_fields=[*fields, "edited_at"])
    configuration_changed()
