"""A merger is done by whom it belongs to, once, and as a whole: refusals, kills, neighbours, costs.

Electricity (Fatima's) is merged into roads (Yusuf's) on Tuesday, 3 March 2026, at 08:00 UTC.
"""

from typing import Any

import pytest

from sawti.cases.filters import CaseFilter
from sawti.cases.lists import count_by_entity
from sawti.cases.scope import scope_of
from sawti.catalogue.models import Category
from sawti.entities.actions import Period, give_post
from sawti.entities.models import Entity
from sawti.entities.permissions import rights_of
from sawti.lib.errors import InvalidInput, Missing, NotPermitted
from sawti.packs.actions import load_pack
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack
from sawti.reforms.facts import Wish
from sawti.reforms.preview import preview_of
from sawti.reforms.steps import moving_cases
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.reforms.scenes import (
    AUTHORITY,
    ELECTRICITY,
    FILED,
    FOLLOWED,
    MERGED,
    REASON,
    ROADS,
    WATER,
    entity,
    history,
    merge,
    merged,
    read_anew,
    run_through,
    told,
    tree,
)
from tests.sql import statements

pytestmark = pytest.mark.usefixtures("clock")


def test_a_merger_into_what_lies_below_into_itself_or_into_a_closed_one_is_refused(
    cast: Cast,
) -> None:
    merge(cast)

    for wish in (
        {"entity": AUTHORITY, "into": WATER},
        {"entity": WATER, "into": WATER},
        {"entity": WATER, "into": ELECTRICITY},
    ):
        with pytest.raises(InvalidInput) as refused:
            merge(cast, **wish)
        assert [fault.field for fault in refused.value.faults] == ["into"]


def test_a_closed_entity_is_closed_for_good(cast: Cast) -> None:
    merge(cast)

    with pytest.raises(InvalidInput):
        merge(cast, into=WATER)
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        give_post(
            staff_id=cast.noor.id,
            role_code="focal_point",
            entity_id=entity(cast, ELECTRICITY).id,
            period=Period(utc(MERGED)),
            by=cast.salma,
            at=utc(MERGED),
        )


@pytest.mark.parametrize("overwrite", [False, True])
def test_loading_the_pack_never_brings_a_merged_entity_back(cast: Cast, overwrite: bool) -> None:
    merged(cast)
    pack = read_pack(pack_folder("bahrain"), slug="bahrain")

    load_pack(pack, at=utc("2026-03-05T08:00Z"), overwrite=overwrite)
    read_anew(cast)

    found = entity(cast, ELECTRICITY)
    with cast.inside(cast.bahrain):
        lamps = Category.objects.get(code="street-lighting")
    assert (found.is_active, found.successor_id) == (False, entity(cast, ROADS).id)
    assert lamps.entity_id == entity(cast, ROADS).id


def test_a_worker_killed_between_batches_leaves_the_rest_to_the_next(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [cast.file_case(on=FILED).case_id for _ in range(3)]
    monkeypatch.setattr(moving_cases.move_batch, "__kwdefaults__", {"limit": 1})
    done = merge(cast)
    working, calls = moving_cases.hand_over, []

    def dies(*args: Any, **given: Any) -> None:
        calls.append(1)
        working(*args, **given)
        if len(calls) == 2:
            raise RuntimeError("killed")

    monkeypatch.setattr(moving_cases, "hand_over", dies)
    run_through(cast, on=FOLLOWED)
    between = sum(cast.case(each).entity_id == entity(cast, ROADS).id for each in ids)
    monkeypatch.setattr(moving_cases, "hand_over", working)
    run_through(cast, on="2026-03-03T10:00Z")

    with cast.inside(cast.bahrain):
        done.refresh_from_db()
    moved = [row.event for each in ids for row in history(cast, each)].count("reorganise")
    assert (between, moved, done.moved) == (1, 3, 3)
    assert [len(told(cast, each)) for each in ids] == [1, 1, 1]


@pytest.mark.parametrize("count", [1, 50])
def test_one_case_and_fifty_cost_the_same_statements(cast: Cast, count: int) -> None:
    for _ in range(count):
        cast.take(cast.file_case(type="report", on=FILED).case_id, on=FILED)
    done = merge(cast, on="2026-03-09T08:00Z")  # behind the end of each stage
    tree(cast)

    with cast.writing(cast.bahrain), statements() as found:
        moving_cases.move_batch(done, at=utc("2026-03-09T08:05Z"))

    assert (done.moved, len(found)) == (count, 20)


def test_another_tenant_is_untouched(cast: Cast) -> None:
    theirs = cast.file_case(tenant=cast.jordan, category="", on=FILED)
    before = cast.case(theirs.case_id, cast.jordan)
    with cast.inside(cast.jordan):
        entities = list(Entity.objects.order_by("code").values())

    merged(cast)

    with cast.inside(cast.jordan):
        assert list(Entity.objects.order_by("code").values()) == entities
    after = cast.case(theirs.case_id, cast.jordan)
    assert (after.entity_id, after.version) == (before.entity_id, before.version)


def test_nobody_but_an_administrator_merges(cast: Cast) -> None:
    for staff in (cast.maryam, cast.khalid, cast.omar):
        with pytest.raises(NotPermitted):
            merge(cast, by=staff)

    assert entity(cast, ELECTRICITY).is_active


def test_the_preview_counts_what_goes_along_and_names_what_is_to_be_decided(cast: Cast) -> None:
    cast.file_case(on=FILED)
    with cast.inside(cast.bahrain):
        subjects = Category.objects.filter(entity__code=ELECTRICITY).count()
        wish = Wish("merge", ELECTRICITY, REASON, into=WATER)
        found = preview_of(wish, by=cast.salma, at=utc(MERGED))

    assert found.open_here == 1
    assert found.following is not None
    assert (found.following.subjects, found.following.going) == (subjects, ())
    assert [name for name, _ in found.following.ending] == [cast.fatima.name]
    assert found.following.is_silent


def test_lists_of_the_successor_hold_the_cases(cast: Cast) -> None:
    cast.file_case(on=FILED)
    merged(cast)

    with cast.inside(cast.bahrain):
        scope = scope_of(rights_of(cast.yusuf))
        counts = count_by_entity(scope, CaseFilter(), at=utc(FOLLOWED))
    assert counts == {entity(cast, ROADS).id: 1}
