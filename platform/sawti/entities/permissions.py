"""What a member of staff may do where: guardian's grants, inherited down the entity tree."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.entities.grants import codename_of, granted, reach
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.permissions import READING
from sawti.tenancy.context import current_tenant

_COLUMNS = (
    "permission_id",
    "content_object_id",
    "post__role__code",
    "post__acting_for__staff_id",
)


@dataclass(frozen=True)
class Rights:
    """The entities on which a person holds each right and each role, all below included.

    `everywhere`: the permissions on the whole tenant. `borrowed`: what is held for a colleague
    only, permission → entity → whom the person represents there.
    """

    staff_id: UUID
    entities: dict[str, frozenset[UUID]]
    roles: dict[str, frozenset[UUID]]
    everywhere: frozenset[str] = frozenset()
    borrowed: dict[str, dict[UUID, UUID]] = field(default_factory=dict)

    def on(self, permission: str) -> frozenset[UUID]:
        """Return the ids of the entities on which `permission` is held."""
        return self.entities.get(permission, frozenset())

    def allow(self, permission: str, entity_id: UUID) -> bool:
        """Tell whether `permission` is held on the entity."""
        return entity_id in self.on(permission)

    def may(self, permission: str) -> bool:
        """Tell whether `permission` is held on the whole tenant."""
        return permission in self.everywhere

    def in_role(self, code: str) -> frozenset[UUID]:
        """Return the ids of the entities in which the role is held, all below included."""
        return self.roles.get(code, frozenset())

    def acting_for(self, permission: str, entity_id: UUID) -> UUID | None:
        """Return whom the person represents where they use a right, or None where it is theirs."""
        return self.borrowed.get(permission, {}).get(entity_id)


def rights_of(staff: Staff, *, at: datetime | None = None) -> Rights:
    """Return the rights of `staff` at `at`: one statement, then the tree from the snapshot.

    Without `at` they are those of this moment, also for an action that dates itself earlier: what
    somebody may do now is never a matter of what they enter as the time. Of whoever only looks
    nothing is left but what shows cases: no identity, and no role that opens more.
    """
    held: dict[str, set[UUID]] = {}
    roles: dict[str, set[UUID]] = {}
    own: dict[str, set[UUID]] = {}
    borrowed: dict[str, dict[UUID, UUID]] = {}
    everywhere: set[str] = set()
    tenant_id = current_tenant().id
    rows = granted(at or clock.now(), _COLUMNS, user_id=staff.id)
    for permission_id, object_id, role, represented_id in rows:
        permission, reached = codename_of(permission_id), reach(object_id)
        if staff.only_looks and permission not in READING:
            continue
        held.setdefault(permission, set()).update(reached)
        roles.setdefault(role, set()).update(reached)
        if object_id == tenant_id:
            everywhere.add(permission)
        if represented_id is None:
            own.setdefault(permission, set()).update(reached)
        else:
            borrowed.setdefault(permission, {}).update(dict.fromkeys(reached, represented_id))
    return Rights(
        staff_id=staff.id,
        entities={permission: frozenset(ids) for permission, ids in held.items()},
        roles={} if staff.only_looks else {code: frozenset(ids) for code, ids in roles.items()},
        everywhere=frozenset(everywhere),
        borrowed={
            permission: {e: who for e, who in found.items() if e not in own.get(permission, ())}
            for permission, found in borrowed.items()
        },
    )


@dataclass(frozen=True)
class Colleague:
    """Somebody who holds a right; `entity_ids`: where, everything below included."""

    id: UUID
    name: str
    entity_ids: frozenset[UUID]


def colleagues(
    entity_ids: frozenset[UUID], permission: str = "handle_cases", *, at: datetime | None = None
) -> list[Colleague]:
    """Return the active staff who hold `permission` on any of these, by name, in one statement."""
    tree = entity_tree()
    above = entity_ids.union(*({e.id for e in tree.ancestors(each)} for each in entity_ids))
    rows = granted(
        at or clock.now(),
        ("user_id", "user__name", "content_object_id"),
        permission__codename=permission,
        content_object_id__in=above | {current_tenant().id},
    )
    found: dict[tuple[str, UUID], frozenset[UUID]] = {}
    for staff_id, name, object_id in rows:
        key = name, staff_id
        found[key] = found.get(key, frozenset()) | reach(object_id)
    people = sorted(found.items(), key=lambda each: each[0])
    return [Colleague(staff_id, name, ids) for (name, staff_id), ids in people]
