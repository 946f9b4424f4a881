"""Who handles the cases that are not for everybody, and where such a case goes."""

from dataclasses import dataclass
from datetime import datetime

from sawti.accounts.models import Staff
from sawti.catalogue.queries import catalogue
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.entities.permissions import Rights, rights_of
from sawti.entities.queries import EntityFacts, entity_tree
from sawti.lib.permissions import CLASSIFY_CASES, HANDLE_CASES

Served = dict[str, tuple[str, ...]]  # entity → who of the staff, by e-mail address


@dataclass(frozen=True)
class Circles:
    """What the scope of cases rests on, as texts: read once, for a history.

    `able`: class ("" for none) → entity → who handles its cases there. `at_home`: who has a post in
    the entity itself. `above`: the entities over each, nearest first.
    """

    able: dict[str, Served]
    classifiers: Served
    at_home: dict[str, frozenset[str]]
    above: dict[str, tuple[str, ...]]
    triage_id: str

    @property
    def classes(self) -> tuple[str, ...]:
        """Return the classes that a case may be given."""
        return tuple(each for each in self.able if each)

    def route(
        self, entity_id: str, class_id: str, *, without: str = ""
    ) -> tuple[str, tuple[str, ...]]:
        """Return where a case goes that `without` must not know of, and who may handle it there.

        As `cases.steps.rerouting`: to the nearest entity, itself included, where somebody with a
        post of its own may, else to the triage.
        """
        for each in (entity_id, *self.above[entity_id]):
            able = self._able(class_id, each, without)
            if self.at_home.get(each, frozenset()).intersection(able):
                return each, able
        return self.triage_id, self._able(class_id, self.triage_id, without)

    def _able(self, class_id: str, entity_id: str, without: str) -> tuple[str, ...]:
        return tuple(who for who in self.able[class_id].get(entity_id, ()) if who != without)


def circles_of_tenant(entities: list[EntityFacts], *, at: datetime) -> Circles:
    """Read the current tenant."""
    tree = entity_tree()
    people = Staff.objects.people().filter(is_active=True).order_by("email")
    rights = [rights_of(staff) for staff in people]
    posts = Post.objects.filter(is_held(at), entity__isnull=False)
    at_home: dict[str, set[str]] = {}
    for entity_id, staff_id in posts.values_list("entity_id", "staff_id"):
        at_home.setdefault(str(entity_id), set()).add(str(staff_id))
    classes = {
        str(row.id): row.handlers for row in catalogue().confidentiality.values() if row.is_active
    }
    return Circles(
        able={
            class_id: _served(entities, rights, HANDLE_CASES, roles)
            for class_id, roles in {"": None, **classes}.items()
        },
        classifiers=_served(entities, rights, CLASSIFY_CASES, None),
        at_home={entity: frozenset(who) for entity, who in at_home.items()},
        above={str(e.id): tuple(str(a.id) for a in tree.ancestors(e.id)) for e in entities},
        triage_id=str(tree.triage.id),
    )


def _served(
    entities: list[EntityFacts],
    people: list[Rights],
    permission: str,
    roles: tuple[str, ...] | None,
) -> Served:
    return {
        str(entity.id): tuple(
            str(rights.staff_id)
            for rights in people
            if rights.allow(permission, entity.id)
            and (roles is None or any(entity.id in rights.in_role(code) for code in roles))
        )
        for entity in entities
    }
