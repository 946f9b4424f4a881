"""The one definition of which cases a person sees and acts on; everything asks it.

Lists, counts, search, details, files, documents, actions, bulk and notifications all come from a
`Scope`. What counts, the first that applies: (1) a conflict of interest hides the case; (2) who
takes part in the case sees it; (3) rights on its entity show it, if it is not confidential or a
role that its class names is held there. A case out of scope is answered like one that is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import Q

from sawti.accounts.models import Staff
from sawti.cases.models import TAKING_PART, Case, Involvement, InvolvementKind
from sawti.catalogue.queries import ConfidentialityFacts, catalogue
from sawti.entities.models import Post
from sawti.entities.permissions import Colleague, Rights, colleagues, rights_of
from sawti.entities.posts import focal_points_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock
from sawti.lib.permissions import OPEN_IDENTITY, READING
from sawti.tenancy.built import BuiltQuery

VIEW, HANDLE = "view_cases", "handle_cases"
# What taking part in a case allows on it, whatever its entity and class.
OF_PARTICIPANTS: Mapping[str, frozenset[str]] = {
    InvolvementKind.HELPER: frozenset({VIEW, HANDLE}),
    InvolvementKind.READER: frozenset({VIEW}),
    InvolvementKind.REVIEWER: frozenset({VIEW}),
}


@dataclass(frozen=True)
class Scope:
    """The cases of one person. `taking_part`: case → kinds; `hidden`: cases with a conflict, also
    those of who really looks.

    `hidden_from`: the same for each colleague whom the person represents, colleague → cases.
    """

    rights: Rights
    taking_part: Mapping[UUID, frozenset[str]] = field(default_factory=dict)
    hidden: frozenset[UUID] = frozenset()
    hidden_from: Mapping[UUID, frozenset[UUID]] = field(default_factory=dict)

    @cached_property
    def entities(self) -> frozenset[UUID] | None:
        """The entities whose ordinary cases are seen; None for all of the tenant."""
        seen = self.rights.on(VIEW)
        return None if len(seen) == len(entity_tree().by_id) else seen

    @property
    def beside(self) -> frozenset[UUID]:
        """The cases that are seen wherever they are, by taking part."""
        return frozenset(self.taking_part) - self.hidden

    def cases(self) -> Any:
        """Return the cases in scope, with the name of who works on each."""
        rows = Case.objects.with_holder_name().filter(self._by_rights())
        return rows.exclude(pk__in=self.hidden) if self.hidden else rows

    def sees(self, case: Any) -> bool:
        """Tell whether the case is in scope."""
        return self.allows(VIEW, case)

    def allows(self, permission: str, case: Any) -> bool:
        """Tell whether the person may do with this case what `permission` is for.

        `case`: a case, or a row with its id, entity_id and confidentiality_id.
        """
        if case.id in self.hidden or (self.rights.only_looks and permission not in READING):
            return False
        kinds = self.taking_part.get(case.id, frozenset())
        if any(permission in OF_PARTICIPANTS[kind] for kind in kinds):
            return True
        return all(self._is_held(each, case) for each in {VIEW, permission}) and (
            self._is_known_to_roles(permission, case)
        )

    def acting_for(self, permission: str, case: Any) -> UUID | None:
        """Return whom the person represents where they act on the case; None: nobody."""
        lenders = self.rights.lenders(permission, case.entity_id)
        if not lenders and (roles := self._roles_for(permission, case)):
            lenders = self._reached_by(roles).get(case.entity_id, frozenset())
        return min(self._without_conflict(lenders, case), default=None)

    def _is_held(self, permission: str, case: Any) -> bool:
        """Tell whether the right is the person's own there, or of a colleague who may use it."""
        if not self.rights.allow(permission, case.entity_id):
            return False
        lenders = self.rights.lenders(permission, case.entity_id)
        return not lenders or bool(self._without_conflict(lenders, case))

    def _is_known_to_roles(self, permission: str, case: Any) -> bool:
        roles = self._roles_for(permission, case)
        if roles is None:
            return True
        lenders = self._reached_by(roles).get(case.entity_id)
        return lenders is not None and (not lenders or bool(self._without_conflict(lenders, case)))

    def _roles_for(self, permission: str, case: Any) -> tuple[str, ...] | None:
        """Return the roles that know of a confidential case; None of an ordinary one."""
        if case.confidentiality_id is None:
            return None
        found = catalogue().by_id.get(case.confidentiality_id)
        if not isinstance(found, ConfidentialityFacts):  # newer than our snapshot: closed
            return ()
        return (*found.readers, *found.handlers) if permission == VIEW else tuple(found.handlers)

    def _without_conflict(self, lenders: frozenset[UUID], case: Any) -> frozenset[UUID]:
        hidden = self.hidden_from
        return frozenset(who for who in lenders if case.id not in hidden.get(who, frozenset()))

    def _reached_by(self, roles: Iterable[str]) -> dict[UUID, frozenset[UUID]]:
        """Return where one of the roles is held, and for whom: nobody where it is one's own."""
        reached: dict[UUID, frozenset[UUID]] = {}
        for code in roles:
            for entity in self.rights.in_role(code):
                lenders = self.rights.lenders_of_role(code, entity)
                before = reached.get(entity, lenders)
                reached[entity] = before | lenders if before and lenders else frozenset()
        return reached

    def _by_rights(self) -> Q:
        # An ordinary reader's condition is "of these entities, and not confidential": a filter on
        # top of the index that is walked. Only who takes part somewhere pays for the "or".
        wanted = self._open_to_roles() & ~self._hidden_from_lenders(self.rights.borrowed.get(VIEW))
        if self.entities is not None:
            wanted = Q(entity_id__in=self.entities) & wanted
        return wanted | Q(pk__in=self.beside) if self.beside else wanted

    def _hidden_from_lenders(self, lent: Mapping[UUID, frozenset[UUID]] | None) -> Q:
        """Return the condition of what all who lend a right or a role must not know of."""
        entities: dict[frozenset[UUID], set[UUID]] = {}
        for entity, lenders in (lent or {}).items():
            if lenders:
                entities.setdefault(lenders, set()).add(entity)
        found = Q(pk__in=[])
        for lenders, where in entities.items():
            cases = frozenset.intersection(
                *(self.hidden_from.get(who, frozenset()) for who in lenders)
            )
            if cases:
                found |= Q(pk__in=cases, entity_id__in=where)
        return found

    def _open_to_roles(self) -> Q:
        wanted = Q(confidentiality__isnull=True)
        seen = self.rights.on(VIEW)
        for each in catalogue().confidentiality.values():
            lenders = self._reached_by((*each.readers, *each.handlers))
            reached = seen & lenders.keys()
            if not reached:
                continue
            known = Q(confidentiality_id=each.id)
            if reached != seen:
                known &= Q(entity_id__in=reached)
            wanted |= known & ~self._hidden_from_lenders(lenders)
        return wanted


def scope_of(rights: Rights, *, at: datetime | None = None) -> Scope:
    """Return what the person with these rights sees now: one statement."""
    return scope_with(rights, involvements_of(rights, at=at))


def in_scope(rights: Rights) -> Any:
    """Return the cases that `rights` let a person see now."""
    return scope_of(rights).cases()


def involvements_of(
    rights: Rights, *, at: datetime | None = None, case_id: UUID | None = None
) -> list[Involvement]:
    """Return the exceptions that count for a person, and all those of one case, oldest first.

    Like rights they are those of this moment where no `at` is given.
    """
    me = tuple(_all_who_count(rights))
    return _involvements_of(me=me, case_id=case_id, at=at or clock.now())


@BuiltQuery
def _involvements_of(me: tuple[UUID, ...], case_id: UUID | None, at: datetime) -> Any:
    units = Post.objects.filter(staff_id__in=me).values("entity_id")
    wanted = Q(staff_id__in=me) | Q(entity_id__in=units)
    if case_id:
        wanted |= Q(case_id=case_id)
    return _in_force(wanted, at)


def _in_force(wanted: Q, at: datetime) -> Any:
    rows = Involvement.objects.filter(wanted, since_at__lte=at)
    rows = rows.filter(Q(until_at__isnull=True) | Q(until_at__gt=at))
    return rows.select_related("staff").order_by("since_at", "id")


def involvements_in_force(case_ids: Iterable[UUID], *, at: datetime) -> list[Involvement]:
    """Return all exceptions on these cases that count at `at`, oldest first: one statement."""
    return list(_in_force(Q(case_id__in=list(case_ids)), at))


def scope_with(rights: Rights, rows: Iterable[Involvement]) -> Scope:
    """Return the scope that these exceptions make; of other people's none counts."""
    rows = list(rows)
    return _scope(rights, rows, _members_of_units(rows, _all_who_count(rights)))


def _scope(rights: Rights, rows: list[Involvement], members: Mapping[UUID, list[UUID]]) -> Scope:
    taking_part: dict[UUID, frozenset[str]] = {}
    hidden: dict[UUID | None, set[UUID]] = {}
    for row in rows:
        if row.kind == InvolvementKind.CONFLICT:
            named = members.get(row.entity_id, []) if row.entity_id else [row.staff_id]
            for staff_id in named:
                hidden.setdefault(staff_id, set()).add(row.case_id)
        elif row.staff_id == rights.staff_id and row.kind in TAKING_PART:
            kinds = taking_part.get(row.case_id, frozenset())
            taking_part[row.case_id] = kinds | {row.kind}
    looking = (hidden.get(who, set()) for who in (rights.staff_id, rights.seen_by_id))
    return Scope(
        rights,
        taking_part,
        frozenset[UUID]().union(*looking),
        {who: frozenset(hidden[who]) for who in rights.represented if who in hidden},
    )


def is_shown(row: Involvement, case: Case, scope: Scope) -> bool:
    """Tell whether somebody with this scope, who acts on the case, may know of the exception."""
    return not row.tells_who_filed or scope.allows(OPEN_IDENTITY, case)


def those_who_act(case: Case) -> list[Staff]:
    """Return the active staff who may handle this case, by name: one statement a person."""
    ids = {each.id for each in colleagues(frozenset({case.entity_id}))}
    helpers = Involvement.objects.filter(case=case, kind=InvolvementKind.HELPER)
    ids |= set(helpers.values_list("staff_id", flat=True))
    found = list(Staff.objects.people().filter(pk__in=ids, is_active=True).order_by("name", "id"))
    rights = {staff.id: rights_of(staff) for staff in found}
    rows = list(_in_force(Q(case=case), clock.now()))  # those on other cases decide nothing here
    members = _members_of_units(rows, set[UUID]().union(*map(_all_who_count, rights.values())))
    scopes = {who: _scope(held, rows, members) for who, held in rights.items()}
    return [staff for staff in found if scopes[staff.id].allows(HANDLE, case)]


def those_to_give_to(case: Case) -> list[Staff] | list[Colleague]:
    """Return the active staff to whom the case may be given, by name."""
    if case.confidentiality_id is None and not is_exceptional(case):
        return colleagues(frozenset({case.entity_id}))
    return those_who_act(case)


def those_to_tell(case: Case) -> list[Staff]:
    """Return the staff to whom news of the case goes while nobody holds it.

    They are the focal points, as of any case; of a confidential case, or one with exceptions, all
    who may handle it and nobody else.
    """
    if case.confidentiality_id is None and not is_exceptional(case):
        return focal_points_of(case.entity_id)
    return those_who_act(case)


def is_exceptional(case: Case) -> bool:
    """Tell whether somebody takes part in the case or has a conflict of interest."""
    return bool(Involvement.objects.filter(case=case).exists())


def _all_who_count(rights: Rights) -> set[UUID]:
    """Return all whose conflicts count: the person, those they represent, and who really looks."""
    looking = {rights.seen_by_id} if rights.seen_by_id else set()
    return {rights.staff_id, *rights.represented, *looking}


def _members_of_units(rows: list[Involvement], people: set[UUID]) -> dict[UUID, list[UUID]]:
    """Return which of these people hold or held a post in the entities that are in conflict."""
    units = {row.entity_id for row in rows if row.entity_id}
    found: dict[UUID, list[UUID]] = {}
    if units:
        posts = Post.objects.filter(staff_id__in=people, entity_id__in=units)
        for entity_id, staff_id in posts.values_list("entity_id", "staff_id"):
            found.setdefault(entity_id, []).append(staff_id)
    return found
