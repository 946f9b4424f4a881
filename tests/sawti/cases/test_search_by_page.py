"""Words are looked for week by week; which cases are found, in which order, never hangs on it."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from sawti.cases.filters import CaseFilter
from sawti.cases.lists import CasePage, case_after, cases_page
from sawti.cases.models import Case
from sawti.cases.search import cases_with_words
from sawti.entities.permissions import rights_of
from sawti.entities.queries import entity_tree
from sawti.lib import clock as time
from tests.cast import Cast
from tests.sawti.cases.secrets import add_class, classify
from tests.sql import statements

ROADS = "roads-projects-maintenance"
# One case every four days, with a gap of two weeks, the oldest first: what is written in it, and
# whether it went to the roads.
FILED = (
    ("marker4711 lamp", True),
    ("lamp", False),
    ("lamp", True),
    ("lamp seldom", False),
    ("lamp", True),
    ("lamp seldom", False),
    ("other", False),
    ("lamp", True),
    ("lamp", False),
    ("other", True),
    ("other", False),
)


@pytest.fixture(autouse=True)
def filed(cast: Cast, clock: Any) -> list[tuple[UUID, str, bool]]:
    """File FILED; return id, story and "went to the roads" of each case, the newest first."""
    found = [
        (cast.file_case(story=story, on=received(place)).case_id, story, is_moved)
        for place, (story, is_moved) in enumerate(FILED)
    ]
    for case_id, _, is_moved in found:
        if is_moved:
            cast.transfer(case_id, ROADS)
    return found[::-1]


def received(place: int) -> str:
    days = 4 * place + (10 if place > 5 else 0)
    return f"{datetime(2026, 1, 5, 8, tzinfo=UTC) + timedelta(days=days):%Y-%m-%dT%H:%MZ}"


def expected(
    filed: list[tuple[UUID, str, bool]], word: str, *, roads: bool = True, rest: bool = True
) -> list[UUID]:
    """Look at every case: those with the word that are with the roads, or elsewhere."""
    return [
        case_id
        for case_id, story, is_moved in filed
        if word in story.split() and (roads if is_moved else rest)
    ]


@pytest.mark.parametrize("most", [1, 2, 4, 50])
@pytest.mark.parametrize("word", ["lamp", "seldom", "marker4711", "nowhere"])
def test_the_newest_with_the_word_are_found_in_every_scope(
    cast: Cast, filed: list[tuple[UUID, str, bool]], word: str, most: int
) -> None:
    with cast.inside(cast.bahrain):
        found = {
            name: cases_with_words(word, scope, most=most) for name, scope in scopes(filed).items()
        }

    wanted = {
        "roads": expected(filed, word, rest=False),
        "both": expected(filed, word),
        "not the roads": expected(filed, word, roads=False),
        "all": expected(filed, word),
        "none": [],
    }
    assert {name: each.ids for name, each in found.items()} == {
        name: ids[:most] for name, ids in wanted.items()
    }
    assert {name: each.is_cut for name, each in found.items()} == {
        name: len(ids) > most for name, ids in wanted.items()
    }


def scopes(filed: list[tuple[UUID, str, bool]]) -> dict[str, frozenset[UUID] | None]:
    """Return scopes of one, of two, of more than eight, of all entities and of none."""
    tree = entity_tree()
    roads = tree.by_code[ROADS].id
    home = Case.objects.get(pk=expected(filed, "other", roads=False)[0]).entity_id
    return {
        "roads": frozenset({roads}),
        "both": frozenset({roads, home}),
        "not the roads": frozenset(tree.by_id) - {roads},
        "all": None,
        "none": frozenset(),
    }


def test_after_a_place_only_older_cases_are_found(
    cast: Cast, filed: list[tuple[UUID, str, bool]]
) -> None:
    lamps = expected(filed, "lamp")
    with cast.inside(cast.bahrain):
        third = Case.objects.get(pk=lamps[2])
        place = (third.received_at, third.id)
        found = [
            cases_with_words("lamp", scope, most=3, after=place).ids
            for scope in (None, scopes(filed)["both"])
        ]

    assert found == [lamps[3:6], lamps[3:6]]


def page(cast: Cast, cursor: str = "", **choice: str) -> CasePage:
    """Return Maryam's page of two; she sees both entities."""
    chosen = CaseFilter(**{"queue": "all", "q": "lamp", **choice})  # type: ignore[arg-type]
    with cast.inside(cast.bahrain):
        rights, at = rights_of(cast.maryam), time.now()
        return cases_page(rights, chosen, language="en", at=at, cursor=cursor, limit=2)


def pages(cast: Cast, **choice: str) -> list[list[UUID]]:
    """Return the ids of all pages, each opened with the cursor of the one before."""
    found = [page(cast, **choice)]
    while found[-1].next_cursor:
        found.append(page(cast, found[-1].next_cursor, **choice))
    return [[row.id for row in each.rows] for each in found]


def test_page_after_page_shows_every_hit_once(
    cast: Cast, filed: list[tuple[UUID, str, bool]]
) -> None:
    lamps = expected(filed, "lamp")

    assert pages(cast) == [lamps[0:2], lamps[2:4], lamps[4:6], lamps[6:8]]
    assert pages(cast, sort="oldest") == [
        lamps[::-1][0:2],
        lamps[::-1][2:4],
        lamps[::-1][4:6],
        lamps[::-1][6:8],
    ]
    assert page(cast).is_cut is False


def test_page_after_page_of_one_entity(cast: Cast, filed: list[tuple[UUID, str, bool]]) -> None:
    lamps = expected(filed, "lamp", rest=False)

    assert pages(cast, entity=ROADS) == [lamps[0:2], lamps[2:4]]


def test_the_next_case_of_a_search_is_the_next_older_hit(
    cast: Cast, filed: list[tuple[UUID, str, bool]]
) -> None:
    lamps, chosen = expected(filed, "lamp"), CaseFilter(queue="all", q="lamp")

    with cast.inside(cast.bahrain):
        who, me, at = rights_of(cast.maryam), cast.maryam.id, time.now()
        following = [case_after(each, who, chosen, me=me, at=at) for each in lamps]

    assert following == [*lamps[1:], None]


def test_to_find_the_next_case_costs_the_same_however_many_are_out_of_scope(
    cast: Cast, clock: Any
) -> None:
    add_class(cast)
    last = cast.file_case(story="marker4711", on="2026-02-01T08:00Z")
    for minute in range(20):
        hidden = cast.file_case(story="marker4711", on=f"2026-02-02T08:{minute:02}Z")
        classify(cast, hidden.case_id)
    first = cast.file_case(story="marker4711", on="2026-02-03T08:00Z")
    chosen = CaseFilter(queue="all", q="marker4711")

    with cast.inside(cast.bahrain):
        who, me, at = rights_of(cast.fatima), cast.fatima.id, time.now()
        with statements() as sent:
            following = case_after(first.case_id, who, chosen, me=me, at=at)

    assert following == last.case_id
    assert len(sent) <= 4


def test_what_is_written_weeks_later_is_found_where_the_case_stands(
    cast: Cast, filed: list[tuple[UUID, str, bool]]
) -> None:
    lamps = expected(filed, "lamp")
    here = expected(filed, "lamp", roads=False)[1]

    cast.note(here, "marker4711 again")

    with cast.inside(cast.bahrain):
        found = cases_with_words("marker4711", None).ids
        both = cases_with_words("marker4711 lamp", None, most=1).ids
    assert found == [here, lamps[-1]]
    assert both == [here]
