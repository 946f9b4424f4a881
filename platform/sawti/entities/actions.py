"""Writes about posts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from guardian.shortcuts import assign_perm

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.models import Entity, Post
from sawti.entities.permissions import POSTS


def appoint(*, staff: Staff, entity_id: UUID, post: str, at: datetime) -> None:
    """Give `staff` a post in an entity, with the rights of that post (see POSTS) through guardian.

    Appointing somebody to a post that they hold changes nothing.
    """
    with transaction.atomic(durable=True):
        entity = Entity.objects.get(pk=entity_id)
        Post.objects.get_or_create(
            staff=staff, entity=entity, kind=post, until_at=None, defaults={"since_at": at}
        )
        for permission in POSTS[post]:
            assign_perm(permission, staff, entity)
        write_entry("post.given", at=at, object_type="staff", object_id=staff.id, reason=post)
