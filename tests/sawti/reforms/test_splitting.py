"""An entity is divided: parts get subjects and open cases, and the past stays where it was.

Electricity (Fatima's) gives street lighting away on Tuesday, 3 March 2026, at 08:00 UTC.
"""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from sawti.cases.models import Case
from sawti.cases.scope import HANDLE, VIEW, scope_of
from sawti.catalogue.models import Category
from sawti.entities.labels import series_note
from sawti.entities.models import Entity, Post
from sawti.entities.permissions import rights_of
from sawti.insights.queries import report
from sawti.lib.errors import InvalidInput
from sawti.packs.actions import load_pack
from sawti.packs.places import pack_folder
from sawti.packs.reading import read_pack
from sawti.reforms.facts import Part, Wish
from sawti.reforms.models import Reform
from sawti.reforms.preview import preview_of
from tests.cast import Cast, utc
from tests.sawti.insights.counts import wrong
from tests.sawti.reforms.scenes import (
    AUTHORITY,
    ELECTRICITY,
    FILED,
    REASON,
    clocks_of,
    counted_anew,
    day,
    dues,
    entity,
    history,
    read_anew,
    reform,
    run_through,
)

pytestmark = pytest.mark.usefixtures("clock")
SPLIT, FOLLOWED = "2026-03-03T08:00Z", "2026-03-03T08:05Z"
LAMPS, GRID = "street-lighting-authority", "electricity-grid"
LIGHTING = Part(
    LAMPS, {"ar": "هيئة الإنارة", "en": "Street Lighting Authority"}, ("street-lighting",)
)
REST = Part(GRID, {"ar": "شبكة الكهرباء", "en": "Electricity Grid"})


def split(cast: Cast, *parts: Part, on: str = SPLIT, **more: Any) -> Reform:
    """Split electricity; whose posts go along are the focal points unless said."""
    wish = {"roles": ("focal_point",), **more}
    return reform(cast, "split", ELECTRICITY, on=on, parts=parts or (LIGHTING,), **wish)


def divided(cast: Cast, *parts: Part, **more: Any) -> Reform:
    """Split, and let the open cases follow."""
    done = split(cast, *parts, **more)
    run_through(cast, on=FOLLOWED)
    with cast.inside(cast.bahrain):
        done.refresh_from_db()
    return done


def other_subject(cast: Cast) -> str:
    """Return another subject that electricity answers."""
    with cast.inside(cast.bahrain):
        rows = Category.objects.filter(entity__code=ELECTRICITY).exclude(code="street-lighting")
        code: str = rows.order_by("code").values_list("code", flat=True)[0]
        return code


def holders(cast: Cast, *case_ids: UUID) -> list[str]:
    """Return the codes of the entities that have these cases."""
    with cast.inside(cast.bahrain):
        codes = dict(Case.objects.filter(pk__in=case_ids).values_list("pk", "entity__code"))
    return [codes[each] for each in case_ids]


def test_cases_go_by_their_subject_and_the_rest_stays(cast: Cast) -> None:
    lamp = cast.file_case(on=FILED).case_id
    other = cast.file_case(on=FILED, category=other_subject(cast)).case_id
    before = dues(cast, lamp), dues(cast, other), history(cast, other)

    done = divided(cast)

    assert holders(cast, lamp, other) == [LAMPS, ELECTRICITY]
    assert (dues(cast, lamp), dues(cast, other), history(cast, other)) == before
    assert (done.total, done.moved) == (1, 1)


def test_a_case_chosen_by_hand_goes_whatever_it_is_about(cast: Cast) -> None:
    other = cast.file_case(on=FILED, category=other_subject(cast))
    chosen = Part(LAMPS, LIGHTING.names, ("street-lighting",), (other.number,))

    divided(cast, chosen)

    assert holders(cast, other.case_id) == [LAMPS]


def test_an_entity_that_ends_leaves_the_rest_to_its_first_part(cast: Cast) -> None:
    lamp = cast.file_case(on=FILED).case_id
    other = cast.file_case(on=FILED, category=other_subject(cast)).case_id

    divided(cast, REST, LIGHTING, ends=True)

    found = entity(cast, ELECTRICITY)
    assert holders(cast, lamp, other) == [LAMPS, GRID]
    assert (found.is_active, found.successor_id, found.closed_at) == (False, None, utc(SPLIT))
    with cast.inside(cast.bahrain):
        assert not Category.objects.filter(entity__code=ELECTRICITY).exists()


def test_promises_waits_and_time_in_hand_are_as_in_a_merger(cast: Cast) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id
    cast.take(case_id, on="2026-03-01T09:00Z")
    cast.ask(case_id, on="2026-03-02T08:00Z")
    before = {kind: due for kind, due in dues(cast, case_id).items() if kind != "stage"}

    divided(cast)
    after = {kind: due for kind, due in dues(cast, case_id).items() if kind != "stage"}
    cast.reply(case_id, on="2026-03-04T08:00Z")

    old, new = [each for each in clocks_of(cast, case_id) if each.kind == "stage"]
    assert before == after
    assert (old.ended_at, old.ended_by) == (utc(FOLLOWED), "passed_on")
    assert new.entity_id == entity(cast, LAMPS).id
    assert cast.case(case_id).due_at == utc("2026-03-12T11:00Z")  # two working days later


def test_whose_posts_go_along_serve_both_and_who_leads_above_sees_both(
    cast: Cast, clock: Any
) -> None:
    case_id = cast.file_case(on=FILED).case_id
    clock.move_to(FOLLOWED)

    divided(cast)

    case = cast.case(case_id)
    with cast.inside(cast.bahrain):
        assert scope_of(rights_of(cast.fatima)).allows(HANDLE, case)
        assert scope_of(rights_of(cast.khalid)).allows(VIEW, case)
        assert not scope_of(rights_of(cast.yusuf)).allows(VIEW, case)
        held = Post.objects.filter(staff=cast.fatima, until_at=None)
        assert set(held.values_list("entity__code", flat=True)) == {ELECTRICITY, LAMPS}
    assert entity(cast, LAMPS).parent_id == entity(cast, AUTHORITY).id


def test_what_was_answered_and_its_figures_stay_and_the_government_has_the_same(cast: Cast) -> None:
    answered = cast.file_case(on=FILED).case_id
    cast.take(answered, on=FILED)
    cast.answer(answered, on="2026-03-02T08:00Z")
    cast.file_case(on=FILED)
    march = date(2026, 3, 1)
    counted_anew(cast)
    with cast.inside(cast.bahrain):
        before = report(march, march).total

    divided(cast)
    counted_anew(cast)

    with cast.inside(cast.bahrain):
        after = report(march, march)
    by_code = {code: entity(cast, code).id for code in (ELECTRICITY, LAMPS)}
    assert wrong(cast) == []
    assert after.total == before
    assert holders(cast, answered) == [ELECTRICITY]
    assert {code: after.entities[key].received for code, key in by_code.items()} == {
        ELECTRICITY: 1,
        LAMPS: 1,
    }


def test_whoever_compares_is_told_of_the_break(cast: Cast) -> None:
    divided(cast)

    with cast.inside(cast.bahrain):
        old = series_note(entity(cast, ELECTRICITY), "en")
        new = series_note(entity(cast, LAMPS), "en")
    assert old == (
        "Since 2026-03-03 without Street Lighting Authority: figures before and after differ."
    )
    assert new == (
        "Part of Electricity Distribution Directorate until 2026-03-03: earlier figures are found "
        "there."
    )


def test_a_case_reopened_afterwards_begins_at_the_part_for_its_subject(cast: Cast) -> None:
    lamp = cast.file_case(on=FILED).case_id
    other = cast.file_case(on=FILED, category=other_subject(cast)).case_id
    for case_id in (lamp, other):
        cast.take(case_id, on=FILED)
        cast.answer(case_id, on="2026-03-02T08:00Z")
    divided(cast, REST, LIGHTING, ends=True)

    for case_id in (lamp, other):
        cast.reopen(case_id, on="2026-03-04T08:00Z")

    assert holders(cast, lamp, other) == [LAMPS, GRID]


def test_new_cases_go_to_the_part_also_from_a_draft_that_named_the_closed_one(cast: Cast) -> None:
    divided(cast, REST, LIGHTING, ends=True)

    by_subject = cast.file_case(on="2026-03-04T08:00Z").case_id
    by_name = cast.file_case(on="2026-03-04T08:00Z", entity=ELECTRICITY, category="").case_id

    assert holders(cast, by_subject, by_name) == [LAMPS, GRID]


@pytest.mark.parametrize("overwrite", [False, True])
def test_loading_the_pack_keeps_the_parts_and_never_brings_the_closed_one_back(
    cast: Cast, overwrite: bool
) -> None:
    divided(cast, REST, LIGHTING, ends=True)
    pack = read_pack(pack_folder("bahrain"), slug="bahrain")

    load_pack(pack, at=utc("2026-03-05T08:00Z"), overwrite=overwrite)
    read_anew(cast)

    active = {code: entity(cast, code).is_active for code in (ELECTRICITY, LAMPS, GRID)}
    assert active == {ELECTRICITY: False, LAMPS: True, GRID: True}


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (Part(LAMPS, {"ar": "", "en": "Lamps"}, ("street-lighting",)), "part_1_name_ar"),
        (Part(AUTHORITY, LIGHTING.names, ("street-lighting",)), "part_1_name_en"),
        (Part(LAMPS, LIGHTING.names, ("road-pothole",)), "part_1_categories"),
        (Part(LAMPS, LIGHTING.names), "part_1_categories"),
        (Part(LAMPS, LIGHTING.names, ("street-lighting",), ("BH-1",)), "part_1_numbers"),
    ],
)
def test_a_part_that_can_not_be_is_refused_at_its_field(cast: Cast, part: Part, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        split(cast, part)

    assert [fault.field for fault in refused.value.faults] == [field]
    assert cast.count(Reform) == 0


def test_two_parts_never_get_the_same_subject(cast: Cast) -> None:
    twice = Part(GRID, REST.names, ("street-lighting",))

    with pytest.raises(InvalidInput) as refused:
        split(cast, LIGHTING, twice)

    assert [fault.field for fault in refused.value.faults] == ["part_2_categories"]


def test_a_split_of_a_later_day_does_not_mind_what_was_answered_meanwhile(cast: Cast) -> None:
    chosen = cast.file_case(on=FILED)
    part = Part(LAMPS, LIGHTING.names, ("street-lighting",), (chosen.number,))
    split(cast, part, effective_on=day("2026-03-08"))
    cast.take(chosen.case_id, on="2026-03-04T08:00Z")
    cast.answer(chosen.case_id, on="2026-03-04T09:00Z")

    run_through(cast, on="2026-03-08T08:00Z")

    assert entity(cast, LAMPS).is_active
    assert holders(cast, chosen.case_id) == [ELECTRICITY]


def test_the_preview_counts_each_part_and_each_case_once(cast: Cast) -> None:
    lamp = cast.file_case(on=FILED)
    cast.file_case(on=FILED)
    part = Part(LAMPS, LIGHTING.names, ("street-lighting",), (lamp.number,))

    with cast.inside(cast.bahrain):
        wish = Wish("split", ELECTRICITY, REASON, parts=(part,), roles=("focal_point",))
        found = preview_of(wish, by=cast.salma, at=utc(SPLIT))

    (told,) = found.parts
    assert (told.subjects, told.open_cases) == (1, 2)
    assert found.following is not None
    assert [name for name, _ in found.following.going] == [cast.fatima.name]
    assert not found.following.is_silent


def test_another_tenant_is_untouched(cast: Cast) -> None:
    with cast.inside(cast.jordan):
        entities = list(Entity.objects.order_by("code").values())

    divided(cast)

    with cast.inside(cast.jordan):
        assert list(Entity.objects.order_by("code").values()) == entities
