"""What a member of staff may do where: guardian's grants, inherited down the entity tree."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.entities.grants import codename_of, granted, granted_to, reach
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.permissions import READING
from sawti.tenancy.context import current_tenant

# What is held for colleagues only: permission or role → entity → whom the person represents there.
Borrowed = dict[str, dict[UUID, frozenset[UUID]]]


@dataclass(frozen=True)
class Rights:
    """The entities on which a person holds each right and each role, all below included.

    `everywhere`: the permissions on the whole tenant. `borrowed` and `borrowed_roles`: what of it
    is held for colleagues only. `seen_by_id`: who really looks, where it is not the person.
    """

    staff_id: UUID
    entities: dict[str, frozenset[UUID]]
    roles: dict[str, frozenset[UUID]]
    everywhere: frozenset[str] = frozenset()
    borrowed: Borrowed = field(default_factory=dict)
    borrowed_roles: Borrowed = field(default_factory=dict)
    only_looks: bool = False
    seen_by_id: UUID | None = None

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

    def lenders(self, permission: str, entity_id: UUID) -> frozenset[UUID]:
        """Return whom the person represents where they use a right; nobody where it is theirs."""
        return self.borrowed.get(permission, {}).get(entity_id, frozenset())

    def lenders_of_role(self, code: str, entity_id: UUID) -> frozenset[UUID]:
        """Return for whom the person holds a role there; nobody where it is their own."""
        return self.borrowed_roles.get(code, {}).get(entity_id, frozenset())

    @property
    def represented(self) -> frozenset[UUID]:
        """All colleagues for whom the person holds something that is not theirs."""
        found = (*self.borrowed.values(), *self.borrowed_roles.values())
        return frozenset[UUID]().union(*(who for each in found for who in each.values()))


def rights_of(staff: Staff, *, at: datetime | None = None) -> Rights:
    """Return the rights of `staff` at `at`: one statement, then the tree from the snapshot.

    Without `at` they are those of this moment, also for an action that dates itself earlier: what
    somebody may do now is never a matter of what they enter as the time. Of whoever only looks
    nothing is left but what shows cases: no identity, and no role that opens more.
    """
    permissions, roles = _Holding(), _Holding()
    everywhere: set[str] = set()
    tenant_id = current_tenant().id
    for row in granted_to(staff.id, at or clock.now()):
        found, reached = {codename_of(each) for each in row.permission_ids}, reach(row.object_id)
        if staff.only_looks:
            found &= READING
        else:
            roles.add(row.role, reached, row.represented_id)
        for permission in found:
            permissions.add(permission, reached, row.represented_id)
        if row.object_id == tenant_id:
            everywhere |= found
    return Rights(
        staff_id=staff.id,
        entities=permissions.all(),
        roles=roles.all(),
        everywhere=frozenset(everywhere),
        borrowed=permissions.borrowed(),
        borrowed_roles=roles.borrowed(),
        only_looks=staff.only_looks,
        seen_by_id=staff.seen_by_id,
    )


class _Holding:
    """On which entities each permission, or each role, is held, and for whom."""

    def __init__(self) -> None:
        self.own: dict[str, set[UUID]] = {}
        self.lent: dict[str, dict[UUID, set[UUID]]] = {}

    def add(self, what: str, reached: frozenset[UUID], represented_id: UUID | None) -> None:
        if represented_id is None:
            self.own.setdefault(what, set()).update(reached)
            return
        lent = self.lent.setdefault(what, {})
        for entity_id in reached:
            lent.setdefault(entity_id, set()).add(represented_id)

    def all(self) -> dict[str, frozenset[UUID]]:
        """Return where each is held, for oneself or for others."""
        return {
            what: frozenset(self.own.get(what, ())) | self.lent.get(what, {}).keys()
            for what in self.own.keys() | self.lent.keys()
        }

    def borrowed(self) -> Borrowed:
        """Return where each is held for others only, and for whom."""
        return {
            what: {
                entity: frozenset(who)
                for entity, who in lent.items()
                if entity not in self.own.get(what, ())
            }
            for what, lent in self.lent.items()
        }


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
