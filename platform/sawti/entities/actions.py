"""Writes about posts."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from sawti.accounts.models import Staff
from sawti.audit.steps import write_entry
from sawti.entities.models import Entity, Post, Role
from sawti.entities.steps import grant


def appoint(
    *,
    staff: Staff,
    entity_id: UUID | None,
    post: str,
    at: datetime,
    until_at: datetime | None = None,
) -> None:
    """Give `staff` the role with the code `post` in an entity (None: the whole tenant), from `at`.

    For setting a tenant up; nobody's rights are asked. Appointing somebody to a post that they
    hold changes nothing.
    """
    with transaction.atomic(durable=True):
        role = Role.objects.get(code=post)
        entity = Entity.objects.get(pk=entity_id) if entity_id else None
        held, is_new = Post.objects.get_or_create(
            staff=staff, entity=entity, role=role, until_at=until_at, defaults={"since_at": at}
        )
        if is_new:
            grant([held])
            write_entry("post.given", at=at, object_type="staff", object_id=staff.id, reason=post)
