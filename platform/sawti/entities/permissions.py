"""What a member of staff may do where: guardian's grants, inherited down the entity tree."""

from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.contrib.auth.models import Permission

from sawti.accounts.models import Staff
from sawti.entities.models import EntityUserPermission
from sawti.entities.queries import entity_tree

POSTS: dict[str, tuple[str, ...]] = {
    "focal_point": ("view_cases", "handle_cases", "open_identity"),
    "dispatcher": ("view_cases", "handle_cases", "open_identity"),
    "head": ("view_cases",),
}


@dataclass(frozen=True)
class Rights:
    """The entities on which a person holds each right, everything below included."""

    entities: dict[str, frozenset[UUID]]

    def on(self, permission: str) -> frozenset[UUID]:
        """Return the ids of the entities on which `permission` is held."""
        return self.entities.get(permission, frozenset())

    def allow(self, permission: str, entity_id: UUID) -> bool:
        """Tell whether `permission` is held on the entity."""
        return entity_id in self.on(permission)


@cache
def _codenames() -> dict[int, str]:
    """Return the rights on entities by id: rows that a migration makes and nobody changes."""
    rows = Permission.objects.filter(content_type__app_label="entities")
    return dict(rows.values_list("id", "codename"))


def rights_of(staff: Staff) -> Rights:
    """Return the rights of `staff`: one statement, then the tree from the snapshot."""
    below = entity_tree().below
    held: dict[str, set[UUID]] = {}
    grants = EntityUserPermission.objects.filter(user_id=staff.id).values_list(
        "permission_id", "content_object_id"
    )
    for permission_id, entity_id in grants:
        if permission_id not in _codenames():  # newer than this process
            _codenames.cache_clear()
        held.setdefault(_codenames()[permission_id], set()).update(below[entity_id])
    return Rights({permission: frozenset(ids) for permission, ids in held.items()})


def staff_who_may(permission: str, entity_id: UUID) -> list[Staff]:
    """Return the active staff who hold `permission` on the entity or above it, by name."""
    chain = [entity_id, *(entity.id for entity in entity_tree().ancestors(entity_id))]
    ids = [found for found, codename in _codenames().items() if codename == permission]
    grants = EntityUserPermission.objects.filter(
        permission_id__in=ids, content_object_id__in=chain
    ).values("user_id")
    return list(Staff.objects.filter(pk__in=grants, is_active=True).order_by("name", "id"))
