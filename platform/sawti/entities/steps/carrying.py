"""Posts of an entity that ends or is divided: some go along, the others end."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q

from sawti.audit.steps import write_entry
from sawti.entities.models import Entity, Post
from sawti.entities.steps import grant


def carry_posts(
    entity: Entity, to: Entity, roles: Collection[str], *, by_id: UUID, at: datetime
) -> None:
    """Give whoever holds one of these roles in an entity the same post in another one, from now on.

    Deputies go along with whom they represent. Who holds the role there already keeps that post.
    """
    posts = [post for post in _running(entity, at) if post.role.code in roles]
    held = set(_running(to, at).values_list("staff_id", "role_id"))
    given: dict[UUID, Post] = {}
    for post in posts:
        is_deputy = post.acting_for_id is not None
        represented = given.get(post.acting_for_id) if post.acting_for_id else None
        if is_deputy and represented is None:
            continue
        if not is_deputy and (post.staff_id, post.role_id) in held:
            continue
        given[post.id] = Post(
            staff_id=post.staff_id,
            role=post.role,
            entity=to,
            since_at=max(at, post.since_at),
            until_at=post.until_at,
            acting_for=represented,
            reason=post.reason,
        )
    new = Post.objects.bulk_create(given.values())
    grant(new)
    _note("post.given", new, by_id, at)


def end_posts(entity: Entity, *, by_id: UUID, at: datetime, but: Collection[str] = ()) -> None:
    """End every post in an entity now but those of these roles; one to come never begins."""
    running = _running(entity, at).select_for_update(of=("self",))
    posts = [post for post in running if post.role.code not in but]
    for post in posts:
        post.until_at = max(at, post.since_at)
    Post.objects.bulk_update(posts, ["until_at"])
    _note("post.ended", posts, by_id, at)


def _running(entity: Entity, at: datetime) -> Any:
    """Return the posts that are held or to come, those of deputies last."""
    rows = Post.objects.filter(Q(until_at=None) | Q(until_at__gt=at), entity=entity)
    return rows.select_related("role").order_by(F("acting_for_id").asc(nulls_first=True), "id")


def _note(event: str, posts: Iterable[Post], by_id: UUID, at: datetime) -> None:
    for post in posts:
        write_entry(
            event,
            at=at,
            actor_id=by_id,
            object_type="post",
            object_id=post.id,
            reason=post.role.code,
        )
