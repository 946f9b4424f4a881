"""Who holds which post."""

from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.entities.queries import entity_tree
from sawti.lib import clock


def focal_points_of(entity_id: UUID, *, at: datetime | None = None) -> list[Staff]:
    """Return who is told of the entity's cases: of it, or of the nearest above that has anybody.

    They hold a role that is a first contact, now or at `at`; deputies are told too.
    """
    chain = [entity_id, *(entity.id for entity in entity_tree().ancestors(entity_id))]
    holders: dict[UUID | None, list[Staff]] = {}
    posts = Post.objects.filter(
        is_held(at or clock.now()), entity_id__in=chain, role__is_first_contact=True
    ).select_related("staff")
    for post in posts.order_by("staff__email"):
        if post.staff not in holders.setdefault(post.entity_id, []):
            holders[post.entity_id].append(post.staff)
    return next((holders[entity] for entity in chain if entity in holders), [])
