"""What actions about roles and posts share, inside their transaction."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import Permission

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.errors import LastAdministrator
from sawti.entities.grants import is_held
from sawti.entities.models import (
    Entity,
    EntityUserPermission,
    Level,
    Post,
    Role,
    TenantUserPermission,
)
from sawti.lib.permissions import GIVE_POSTS, MANAGE_ROLES
from sawti.tenancy.context import current_tenant

_TABLES: dict[str, Any] = {Level.ENTITY: EntityUserPermission, Level.TENANT: TenantUserPermission}


def grant(posts: Iterable[Post]) -> None:
    """Make guardian's rights of each post equal to what its role permits, past posts included.

    The same few statements for one post and for all holders of a role.
    """
    by_level: dict[str, list[Post]] = {Level.ENTITY: [], Level.TENANT: []}
    for post in posts:
        by_level[post.role.level].append(post)
    for level, found in by_level.items():
        if found:
            _grant_at(level, found)


def appoint_to(
    role: Role,
    entity: Entity | None,
    staff: Staff,
    *,
    at: datetime,
    until_at: datetime | None = None,
) -> None:
    """Give a post when a tenant is set up; one that they hold already stays as it is."""
    held, is_new = Post.objects.get_or_create(
        staff=staff, entity=entity, role=role, until_at=until_at, defaults={"since_at": at}
    )
    if is_new:
        grant([held])
        write_entry("post.given", at=at, object_type="staff", object_id=staff.id, reason=role.code)


def regrant(role_ids: Iterable[UUID]) -> None:
    """Let the rights of all holders follow their changed roles."""
    grant(Post.objects.filter(role_id__in=list(role_ids)).select_related("role"))


def _grant_at(level: str, posts: Sequence[Post]) -> None:
    table, ids = _TABLES[level], _permission_ids(level)
    wanted = {(post.id, ids[each]): post for post in posts for each in post.role.permissions}
    kept = set(
        table.objects.filter(post_id__in=[post.id for post in posts]).values_list(
            "post_id", "permission_id"
        )
    )
    for permission_id in {permission for _, permission in kept - wanted.keys()}:
        gone = [post_id for post_id, each in kept - wanted.keys() if each == permission_id]
        table.objects.filter(post_id__in=gone, permission_id=permission_id).delete()
    table.objects.bulk_create(
        table(
            post=post,
            user_id=post.staff_id,
            permission_id=permission_id,
            content_object_id=post.entity_id or current_tenant().id,
        )
        for (_, permission_id), post in wanted.items()
        if (post.id, permission_id) not in kept
    )


def _permission_ids(level: str) -> dict[str, int]:
    rows = Permission.objects.filter(content_type__model=level)
    return dict(rows.values_list("codename", "id"))


def keep_an_administrator(at: datetime) -> None:
    """Refuse a change after which nobody could give posts and change roles; call it at the end.

    Counts posts of one's own without an end. The tenant's roles are locked, so that two
    administrators who end each other's posts follow one another.
    """
    list(Role.objects.select_for_update().filter(level=Level.TENANT).order_by("id"))
    lasting = Post.objects.filter(
        is_held(at), until_at__isnull=True, acting_for__isnull=True, role__level=Level.TENANT
    )
    if not lasting.filter(role__permissions__contains=[GIVE_POSTS, MANAGE_ROLES]).exists():
        raise LastAdministrator
