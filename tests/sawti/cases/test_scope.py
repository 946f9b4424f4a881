"""Whatever posts, classes, participants and conflicts there are: every way to a case agrees.

Each example gives three people posts anew and six cases entities, classes and exceptions. What
they should see is computed here from the rules as docs/confidentiality.md states them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sawti.accounts.models import Staff
from sawti.cases.content import move_words
from sawti.cases.filters import CaseFilter
from sawti.cases.lists import case_after, cases_page, chosen_cases, count_by_entity
from sawti.cases.models import Case, Involvement
from sawti.cases.queries import case_for_staff, number_for_staff
from sawti.cases.scope import HANDLE, scope_of, those_who_act
from sawti.catalogue.queries import catalogue
from sawti.entities.models import Entity, EntityUserPermission, Post, Role
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.entities.steps import grant
from tests.cast import Cast
from tests.sawti.cases.secrets import AUTHORITY, HOME, OFFICE, ROADS, add_class

ENTITIES = (HOME, AUTHORITY, ROADS, OFFICE)
ROLES = ("focal_point", "head", "dispatcher", "integrity_officer")
CLASSES = ("", "integrity", "board")
PEOPLE, CASES = 3, 6
ALL = CaseFilter(queue="all")
BY_WORD = CaseFilter(queue="all", q="marker4711")

posts = st.lists(st.tuples(st.sampled_from(ROLES), st.sampled_from(ENTITIES)), max_size=3)
exceptions = st.lists(
    st.tuples(
        st.integers(0, CASES - 1),
        st.integers(0, PEOPLE - 1),
        st.sampled_from(("helper", "reader", "reviewer", "conflict", "unit")),
    ),
    max_size=5,
)
worlds = st.tuples(
    st.lists(posts, min_size=PEOPLE, max_size=PEOPLE),
    st.lists(
        st.tuples(st.sampled_from(ENTITIES), st.sampled_from(CLASSES)),
        min_size=CASES,
        max_size=CASES,
    ),
    exceptions,
)
READERS = {"integrity": {"integrity_officer"}, "board": {"head", "dispatcher"}}


@dataclass
class World:
    """The people and the cases that the examples change."""

    cast: Cast
    staff: list[Staff]
    cases: list[UUID]
    at: datetime

    def become(self, example: Any) -> None:
        """Give posts, entities, classes and exceptions as the example says."""
        held, places, odd = example
        with self.cast.writing(self.cast.bahrain):
            mine = {"staff__in": self.staff}
            EntityUserPermission.objects.filter(user__in=self.staff).delete()
            Post.objects.filter(**mine).delete()
            Involvement.objects.all().delete()
            ids = {row.code: row.id for row in Entity.objects.all()}
            roles = {row.code: row for row in Role.objects.all()}
            for staff, given_posts in zip(self.staff, held, strict=True):
                grant(
                    [
                        Post.objects.create(
                            staff=staff, role=roles[role], entity_id=ids[code], since_at=self.at
                        )
                        for role, code in set(given_posts)
                    ]
                )
            known = catalogue().confidentiality
            for case_id, (entity, code) in zip(self.cases, places, strict=True):
                Case.objects.filter(pk=case_id).update(
                    entity_id=ids[entity], confidentiality=known[code].id if code else None
                )
                move_words(Case.objects.get(pk=case_id))
            for case, person, kind in odd:
                is_unit = kind == "unit"
                Involvement.objects.create(
                    case_id=self.cases[case],
                    kind="conflict" if is_unit else kind,
                    staff=None if is_unit else self.staff[person],
                    entity_id=ids[ENTITIES[person]] if is_unit else None,
                    since_at=self.at,
                )

    def expected(self, example: Any, person: int) -> set[UUID]:
        """Return what somebody should see, by the rules alone."""
        held, places, odd = example
        tree, found = entity_tree(), set()
        for number, (entity, code) in enumerate(places):
            above = {entity, *(e.code for e in tree.ancestors(tree.by_code[entity].id))}
            roles = {role for role, where in held[person] if where in above}
            kinds = {kind for case, who, kind in odd if case == number and who == person}
            units = {ENTITIES[who] for case, who, kind in odd if case == number and kind == "unit"}
            is_hidden = "conflict" in kinds or bool(units & {where for _, where in held[person]})
            takes_part = bool(kinds & {"helper", "reader", "reviewer"})
            by_post = bool(roles & READERS[code]) if code else bool(roles)
            if not is_hidden and (takes_part or by_post):
                found.add(self.cases[number])
        return found


@pytest.fixture
def world(cast: Cast, clock: Any) -> World:
    add_class(cast)
    add_class(cast, "board", handlers=["dispatcher"], readers=["head"])
    filed = [
        cast.file_case(story="marker4711", on=f"2026-02-0{day}T08:00Z").case_id
        for day in range(1, CASES + 1)
    ]
    at = datetime.fromisoformat("2026-02-01T00:00+00:00")
    return World(cast, [cast.fatima, cast.maryam, cast.noor], filed, at)


def walked(rights: Any, chosen: CaseFilter, at: datetime) -> list[UUID]:
    """Return the whole list, two cases a page."""
    found: list[UUID] = []
    cursor = "begin"
    while cursor:
        page = cases_page(
            rights,
            chosen,
            language="en",
            at=at,
            cursor="" if cursor == "begin" else cursor,
            limit=2,
        )
        found += [row.id for row in page.rows]
        cursor = page.next_cursor
    return found


def chained(rights: Any, first: UUID, me: UUID, at: datetime) -> list[UUID]:
    """Return the cases that "next case" leads through, from the first one on."""
    found, here = [], first
    while here:
        found.append(here)
        here = case_after(here, rights, ALL, me=me, at=at)  # type: ignore[assignment]
    return found


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(example=worlds)
def test_every_way_to_a_case_agrees_with_the_rules(world: World, example: Any) -> None:
    world.become(example)
    at = datetime.fromisoformat("2026-03-01T08:00+00:00")

    with world.cast.inside(world.cast.bahrain):
        for person, staff in enumerate(world.staff):
            rights, expected = rights_of(staff), world.expected(example, person)
            listed = walked(rights, ALL, at)
            assert set(listed) == expected
            assert len(listed) == len(expected)
            assert walked(rights, BY_WORD, at) == listed
            assert sum(count_by_entity(scope_of(rights), ALL, at=at).values()) == len(expected)
            ticked = chosen_cases(world.cases, rights, language="en", at=at)
            assert ticked.keys() == expected
            shown = {
                case_id
                for case_id in world.cases
                if case_for_staff(case_id, rights, language="en", at=at)
            }
            assert shown == expected
            assert {i for i in world.cases if number_for_staff(i, rights)} == expected
            scope = scope_of(rights)
            assert {c.id for c in Case.objects.all() if scope.sees(c)} == expected
            if listed:
                assert chained(rights, listed[0], staff.id, at) == listed
        for case in Case.objects.filter(pk__in=world.cases):
            may_act = {s for s in world.staff if scope_of(rights_of(s)).allows(HANDLE, case)}
            assert set(those_who_act(case)) & set(world.staff) == may_act


@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(example=worlds)
def test_the_outsider_never_sees_any_of_it(world: World, example: Any) -> None:
    world.become(example)
    at = datetime.fromisoformat("2026-03-01T08:00+00:00")
    with world.cast.inside(world.cast.jordan):
        rights = rights_of(world.cast.omar)

        assert walked(rights, ALL, at) == []
        assert [i for i in world.cases if number_for_staff(i, rights)] == []
