"""An entity gets another name: it counts from its day on, and the old one is not forgotten."""

import pytest

from sawti.audit.models import Entry
from sawti.cases.queries import case_for_applicant
from sawti.catalogue.errors import EditedMeanwhile
from sawti.catalogue.search import find_categories
from sawti.entities.labels import name_in_lists
from sawti.entities.models import EntityChange
from sawti.lib.errors import Invalid, InvalidInput, NotPermitted
from sawti.reforms import actions
from sawti.reforms.errors import ReformNotOpen
from sawti.reforms.facts import Wish
from sawti.reforms.models import Reform
from sawti.reforms.preview import preview_of
from sawti.tenancy.context import tenant_context
from tests.cast import Cast, utc
from tests.sawti.reforms.scenes import (
    ELECTRICITY,
    FILED,
    NAMES,
    REASON,
    day,
    dues,
    entity,
    read_anew,
    rename,
    run_through,
)

pytestmark = pytest.mark.usefixtures("clock")
OLD, NEW = "Electricity Distribution Directorate", "Energy Authority"


def test_the_new_name_is_shown_and_what_was_said_before_keeps_the_old_one(cast: Cast) -> None:
    case_id = cast.file_case(on=FILED).case_id
    old = entity(cast, ELECTRICITY).name("en")
    cast.take(case_id, on="2026-03-02T08:00Z")
    cast.ask(case_id, on="2026-03-02T09:00Z")

    rename(cast, on="2026-03-03T08:00Z")

    cast.reply(case_id, on="2026-03-04T08:00Z")
    cast.answer(case_id, on="2026-03-05T08:00Z")
    with cast.inside(cast.bahrain):
        seen = case_for_applicant(case_id, language="en", at=utc("2026-03-06T08:00Z"))
    assert seen.entity_name == NEW
    assert [said.entity_name for said in seen.messages if said.entity_name] == [old, NEW]
    assert seen.history[0].to_entity == old


def test_clocks_and_figures_run_on(cast: Cast) -> None:
    case_id = cast.file_case(type="report", on=FILED).case_id
    before = dues(cast, case_id)

    rename(cast, on="2026-03-03T08:00Z")

    assert dues(cast, case_id) == before
    assert cast.case(case_id).entity_id == entity(cast, ELECTRICITY).id


def test_a_law_that_counts_since_an_earlier_day_names_the_entity_since_then(cast: Cast) -> None:
    old = entity(cast, ELECTRICITY).name("en")

    rename(cast, on="2026-03-10T08:00Z", effective_on=day("2026-03-05"))

    found = entity(cast, ELECTRICITY)
    assert found.name("en", utc("2026-03-04T20:59Z")) == old
    assert found.name("en", utc("2026-03-04T21:00Z")) == NEW  # midnight in Bahrain


def test_a_name_of_a_later_day_waits_for_it(cast: Cast) -> None:
    old = entity(cast, ELECTRICITY).name("en")

    planned = rename(cast, on="2026-03-03T08:00Z", effective_on=day("2026-03-10"))
    run_through(cast, on="2026-03-09T20:00Z")
    before = entity(cast, ELECTRICITY).name("en")
    run_through(cast, on="2026-03-09T21:01Z")

    assert (planned.done_at, before) == (None, old)
    assert entity(cast, ELECTRICITY).name("en") == NEW


def test_what_waits_can_be_called_off_and_what_is_done_can_not(cast: Cast) -> None:
    planned = rename(cast, on="2026-03-03T08:00Z", effective_on=day("2026-03-10"))
    with tenant_context(cast.bahrain):
        actions.cancel_reform(planned.id, by=cast.salma, at=utc("2026-03-04T08:00Z"))
        with pytest.raises(ReformNotOpen):
            actions.cancel_reform(planned.id, by=cast.salma, at=utc("2026-03-04T08:00Z"))

    run_through(cast, on="2026-03-11T08:00Z")

    assert entity(cast, ELECTRICITY).name("en") != NEW


def test_another_renaming_undoes_it_and_nothing_is_forgotten(cast: Cast) -> None:
    first = entity(cast, ELECTRICITY).names

    rename(cast, on="2026-03-03T08:00Z")
    rename(cast, on="2026-03-08T08:00Z", names=first)

    found = entity(cast, ELECTRICITY)
    assert found.names == first
    assert found.names_at(utc("2026-03-05T08:00Z")) == NAMES
    assert found.former_names == [NAMES, first]


def test_who_looks_for_the_old_name_finds_the_entity(cast: Cast) -> None:
    rename(cast, on="2026-03-03T08:00Z")

    with cast.inside(cast.bahrain):
        subjects = [row.code for row in find_categories("electricity distribution directorate")]
        found = entity(cast, ELECTRICITY)
        soon = name_in_lists(found, "en", at=utc("2026-04-03T08:00Z"))
        later = name_in_lists(found, "en", at=utc("2028-04-03T08:00Z"))
    assert "street-lighting" in subjects
    assert soon == f"{NEW} (formerly {found.former_names[0]['en']})"
    assert later == NEW


def test_it_is_on_record_who_renamed_what_and_why(cast: Cast) -> None:
    rename(cast, on="2026-03-03T08:00Z")

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="entity.rename")
    assert (entry.actor_id, entry.object_id) == (cast.salma.id, entity(cast, ELECTRICITY).id)
    assert entry.reason == REASON


def test_only_an_administrator_renames_and_nobody_of_another_tenant(cast: Cast) -> None:
    for staff in (cast.fatima, cast.khalid, cast.omar):
        with pytest.raises(NotPermitted):
            rename(cast, on="2026-03-03T08:00Z", by=staff)

    assert cast.count(EntityChange) == cast.count(Reform) == 0
    assert cast.count(EntityChange, cast.jordan) == 0


def test_a_name_is_needed_in_every_language_with_a_reason(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refused:
        rename(cast, on="2026-03-03T08:00Z", names={"ar": "", "en": NEW}, reason="")

    assert {fault.field for fault in refused.value.faults} == {"name_ar", "reason"}


def test_of_two_administrators_at_once_the_second_is_told(cast: Cast) -> None:
    wish = Wish("rename", ELECTRICITY, REASON, names=NAMES)
    at = utc("2026-03-03T08:00Z")
    with cast.inside(cast.bahrain):
        seen = preview_of(wish, by=cast.salma, at=at).seen
    rename(cast, on="2026-03-03T08:00Z", names={"ar": "الكهرباء", "en": "Power"})

    with tenant_context(cast.bahrain), pytest.raises(EditedMeanwhile):
        actions.ask_reform(wish, by=cast.salma, at=at, seen=seen)

    assert entity(cast, ELECTRICITY).name("en") == "Power"


def test_an_unknown_entity_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused:
        rename(cast, "nowhere", on="2026-03-03T08:00Z")

    assert refused.value.field == "entity"
    read_anew(cast)
