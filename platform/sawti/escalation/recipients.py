"""Whom a level turns to, for a batch of cases: never somebody who may not see the case.

Posts are those held at the instant, deputies included. What a person sees is the one definition of
`sawti.cases.scope`; it is asked once for each person of a batch.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.cases.models import Case, Involvement
from sawti.cases.scope import HANDLE, Scope, involvements_in_force, scope_with, those_who_act
from sawti.entities.grants import is_held
from sawti.entities.models import Post
from sawti.entities.permissions import colleagues, rights_of
from sawti.entities.posts import focal_points_of
from sawti.entities.queries import entity_tree
from sawti.escalation.ladders import Ladder, LevelFacts, roles_in_use
from sawti.escalation.models import Deed, Place, To


@dataclass(frozen=True)
class Recipient:
    """Somebody to tell, by which post: `role` is "" for the holder or a focal point.

    `is_deputy`: they hold it for a colleague, who is away.
    """

    staff: Staff
    role: str = ""
    entity_id: UUID | None = None
    is_deputy: bool = False


@dataclass(frozen=True)
class Chosen:
    """Whom a level reached. `passed_over`: (code of a level, is its post vacant) of those before
    it where nobody could be told. Nobody: `people` is empty."""

    people: tuple[Recipient, ...]
    passed_over: tuple[tuple[str, bool], ...] = ()


class Recipients:
    """The people around a batch of cases, as they are at one instant."""

    def __init__(self, cases: Iterable[Case], at: datetime) -> None:
        self._at = at
        self._scopes: dict[UUID, Scope] = {}
        self._near: dict[UUID, list[Staff]] = {}
        self._involved = involvements_in_force([case.id for case in cases], at=at)
        self._exceptional = set(
            Involvement.objects.filter(case__in=cases).values_list("case_id", flat=True)
        )

    def of(self, case: Case, level: LevelFacts, ladder: Ladder) -> Chosen:
        """Return whom the level reaches: its own people, else those of the next one, and so on.

        Above the last level are those who distribute cases where nobody knows whose they are.
        """
        passed: list[tuple[str, bool]] = []
        for each in _from(level, ladder):
            found = self._people(case, each)
            able = tuple(one for one in found if self._may(one.staff, case, level.deed))
            if able:
                return Chosen(able, tuple(passed))
            passed.append((each.code, not found))
        rest = tuple(one for one in self._last_resort if self._may(one.staff, case, level.deed))
        return Chosen(rest, tuple(passed))

    def is_helper(self, staff: Staff, case: Case) -> bool:
        """Tell whether somebody may act on the case already."""
        return self._scope(staff).allows(HANDLE, case)

    def sees(self, staff: Staff, case: Case) -> bool:
        """Tell whether somebody may know of the case."""
        return staff.is_active and self._scope(staff).sees(case)

    def _may(self, staff: Staff, case: Case, deed: str) -> bool:
        """Tell whether somebody may be told of the case, or be let act on it.

        Who sees an ordinary case may be let act on it; of a confidential one only its handlers.
        """
        if not self.sees(staff, case):
            return False
        is_open = deed == Deed.INFORM or case.confidentiality_id is None
        return is_open or self._scope(staff).allows(HANDLE, case)

    def _scope(self, staff: Staff) -> Scope:
        if staff.id not in self._scopes:
            self._scopes[staff.id] = scope_with(rights_of(staff, at=self._at), self._involved)
        return self._scopes[staff.id]

    def _people(self, case: Case, level: LevelFacts) -> list[Recipient]:
        if level.to == To.HOLDER:
            return self._holder_or_focal_points(case)
        return next(
            (
                held
                for entity_id in _places(level, case.entity_id)
                if (held := self._posts.get((level.role, entity_id)))
            ),
            [],
        )

    def _holder_or_focal_points(self, case: Case) -> list[Recipient]:
        holder = case.holder
        if holder and holder.is_active and self._scope(holder).allows(HANDLE, case):
            return [Recipient(holder, entity_id=case.entity_id)]
        if case.confidentiality_id or case.id in self._exceptional:
            people = those_who_act(case)
        else:
            people = self._focal_points(case.entity_id)
        return [Recipient(staff, entity_id=case.entity_id) for staff in people]

    def _focal_points(self, entity_id: UUID) -> list[Staff]:
        if entity_id not in self._near:
            self._near[entity_id] = focal_points_of(entity_id, at=self._at)
        return self._near[entity_id]

    @cached_property
    def _posts(self) -> dict[tuple[str, UUID | None], list[Recipient]]:
        """Who holds which role where, deputies first: (role, entity or None) → people."""
        found: dict[tuple[str, UUID | None], list[Recipient]] = defaultdict(list)
        for post in _posts_held(self._at):
            people = found[post.role.code, post.entity_id]
            if all(one.staff != post.staff for one in people):
                is_deputy = post.acting_for_id is not None
                people.append(Recipient(post.staff, post.role.code, post.entity_id, is_deputy))
        for people in found.values():
            people.sort(key=lambda one: (not one.is_deputy, one.staff.email))
        return found

    @cached_property
    def _last_resort(self) -> list[Recipient]:
        triage = entity_tree().triage.id
        ids = [each.id for each in colleagues(frozenset({triage}), at=self._at)]
        rows = Staff.objects.people().filter(pk__in=ids, is_active=True).order_by("email")
        return [Recipient(staff, entity_id=triage) for staff in rows]


def _posts_held(at: datetime) -> Any:
    """Return the posts of roles that a level names, each with who holds it."""
    posts = Post.objects.filter(is_held(at), role__code__in=roles_in_use())
    return posts.filter(staff__in=Staff.objects.people()).select_related("staff", "role")


def _from(level: LevelFacts, ladder: Ladder) -> Iterator[LevelFacts]:
    yield level
    yield from (each for each in ladder if each.position > level.position)


def _places(level: LevelFacts, entity_id: UUID) -> list[UUID | None]:
    """Return where the role is looked for, first of all in the first place."""
    if level.place == Place.NAMED:
        return [level.entity_id]
    chain: list[UUID | None] = [entity_id, *(e.id for e in entity_tree().ancestors(entity_id))]
    if level.place == Place.TOP:
        return [chain[-1], None]
    return [*chain, None]
