"""Guardian's rows that count at an instant: those of posts that have begun and have not ended."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission
from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from sawti.entities.models import EntityUserPermission, TenantUserPermission
from sawti.entities.queries import entity_tree
from sawti.tenancy.built import BuiltQuery
from sawti.tenancy.context import current_tenant


def is_held(at: datetime, path: str = "") -> Q:
    """Return the condition that the post at `path` counts at the instant `at`.

    It has begun, has not ended, and its holder may sign in; a deputy's post counts only while the
    post that it represents does.
    """
    own, represented = _counts(at, path), _counts(at, f"{path}acting_for__")
    return own & (Q(**{f"{path}acting_for__isnull": True}) | represented)


def _counts(at: datetime, path: str) -> Q:
    is_open = Q(**{f"{path}until_at__isnull": True}) | Q(**{f"{path}until_at__gt": at})
    begun = {f"{path}since_at__lte": at, f"{path}staff__is_active": True}
    return Q(**begun) & is_open


def granted(at: datetime, columns: tuple[Any, ...], **chosen: Any) -> QuerySet[Any, Any]:
    """Return `columns` of the rights on entities and on the tenant that count at `at`: one query.

    `content_object_id` is an entity's id, or the tenant's for a right on all of it.
    """
    on_entities, on_tenant = (
        model.objects.filter(is_held(at, "post__"), **chosen).order_by().values_list(*columns)
        for model in (EntityUserPermission, TenantUserPermission)
    )
    return on_entities.union(on_tenant, all=True)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Granted:
    """What one post, or several of a role at one place, allow: permissions of one object."""

    object_id: UUID
    role: str
    represented_id: UUID | None
    permission_ids: tuple[int, ...]


def granted_to(staff_id: UUID, at: datetime) -> list[Granted]:
    """Return the rights of one person that count at `at`: one statement, for every request."""
    return [
        Granted(object_id, role, represented_id, tuple(permission_ids))
        for object_id, role, represented_id, permission_ids in _granted_to(staff_id=staff_id, at=at)
    ]


@BuiltQuery
def _granted_to(staff_id: UUID, at: datetime) -> QuerySet[Any, Any]:
    columns = ("content_object_id", "post__role__code", "post__acting_for__staff_id")
    return granted(at, (*columns, ArrayAgg("permission_id")), user_id=staff_id)


def reach(object_id: UUID) -> frozenset[UUID]:
    """Return the entities that a right on an entity, or on the tenant, reaches."""
    tree = entity_tree()
    if object_id == current_tenant().id:
        return frozenset(tree.by_id)
    return tree.below[object_id]


@cache
def _codenames() -> dict[int, str]:
    """Return the permissions by id: rows that a migration makes and nobody changes."""
    rows = Permission.objects.filter(content_type__model__in=("entity", "tenant"))
    return dict(rows.values_list("id", "codename"))


def codename_of(permission_id: int) -> str:
    """Return the codename of a permission, also of one that is newer than this process."""
    if permission_id not in _codenames():
        _codenames.cache_clear()
    return _codenames()[permission_id]
