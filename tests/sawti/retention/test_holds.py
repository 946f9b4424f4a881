"""Who may hold what, and until when."""

from datetime import date
from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.retention.actions.holds import HoldWish, lift_hold, place_hold
from sawti.retention.actions.people import forget_person
from sawti.retention.errors import PersonHeld
from sawti.retention.models import Hold, Tombstone
from sawti.retention.selecting import holds_at
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import officer_of_jordan

NOW = utc("2026-03-01T08:00Z")


def placed(cast: Cast, wanted: HoldWish, person: people.Person = people.HUDA) -> Hold:
    with tenant_context(cast.bahrain):
        return place_hold(wanted, by=cast.staff(person), at=NOW)


def test_a_case_a_person_and_an_entity_with_days_are_held(cast: Cast, clock: Any) -> None:
    filed, sara = cast.file_case(), cast.applicant(people.SARA)

    placed(cast, HoldWish("court order 7", number=filed.number.lower()))
    placed(cast, HoldWish("court order 8", email="Sara@example.com"))
    days = {"first_on": date(2026, 1, 1), "last_on": date(2026, 1, 31)}
    placed(cast, HoldWish("inquiry", entity="ministry-of-works", **days))

    with cast.inside(cast.bahrain):
        holds = list(holds_at(NOW).order_by("placed_at", "id"))
        entries = Entry.objects.filter(event="retention.hold_placed")
        assert [entry.reason for entry in entries] == ["", "", ""]
    assert {hold.case_id for hold in holds} == {filed.case_id, None}
    assert {hold.person_id for hold in holds} == {sara.id, None}


def test_a_hold_ends_on_its_day_or_when_it_is_lifted_which_is_audited(
    cast: Cast, clock: Any
) -> None:
    number = cast.file_case().number
    placed(cast, HoldWish("until June", number=number, until_at=utc("2026-06-01T00:00Z")))
    lifted = placed(cast, HoldWish("a slip", number=number))
    with tenant_context(cast.bahrain):
        lift_hold(lifted.id, by=cast.staff(people.HUDA), at=NOW)
        lift_hold(lifted.id, by=cast.staff(people.HUDA), at=NOW)

    with cast.inside(cast.bahrain):
        assert [hold.reason for hold in holds_at(NOW)] == ["until June"]
        assert list(holds_at(utc("2026-06-01T00:00Z"))) == []
        assert Entry.objects.filter(event="retention.hold_lifted").count() == 1


@pytest.mark.parametrize("person", [people.FATIMA, people.KHALID, people.SALMA, people.NOOR])
def test_only_who_watches_over_data_places_and_lifts_holds(
    cast: Cast, clock: Any, person: people.Person
) -> None:
    number = cast.file_case().number
    hold = placed(cast, HoldWish("court order", number=number))

    with pytest.raises(NotPermitted):
        placed(cast, HoldWish("no right to", number=number), person)
    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        lift_hold(hold.id, by=cast.staff(person), at=NOW)

    with cast.inside(cast.bahrain):
        assert [(each.reason, each.lifted_at) for each in Hold.objects.all()] == [
            ("court order", None)
        ]


def test_the_other_tenants_officer_finds_neither_case_nor_hold(cast: Cast, clock: Any) -> None:
    number = cast.file_case().number
    hold = placed(cast, HoldWish("court order", number=number))
    outsider = officer_of_jordan(cast)

    with tenant_context(cast.jordan), pytest.raises(Invalid) as refusal:
        place_hold(HoldWish("curious", number=number), by=outsider, at=NOW)
    with tenant_context(cast.jordan), pytest.raises(Missing):
        lift_hold(hold.id, by=outsider, at=NOW)

    assert refusal.value.field == "number"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (HoldWish("", number="BH-0000-0000-0"), "reason"),
        (HoldWish("why", number="BH-0000-0000-0"), "number"),
        (HoldWish("why"), "number"),
        (HoldWish("why", email="nobody@example.com"), "email"),
        (HoldWish("why", email="sara@example.com", entity="ministry-of-works"), "number"),
        (HoldWish("why", entity="no-such-entity"), "entity"),
        (HoldWish("why", entity="ministry-of-works", first_on=date(2026, 1, 1)), "last_on"),
        (HoldWish("why", number="BH-0000-0000-0", until_at=NOW), "until_on"),
    ],
)
def test_a_hold_that_names_nothing_is_refused_at_its_field(
    cast: Cast, wanted: HoldWish, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        placed(cast, wanted)

    assert refusal.value.field == field


def test_the_account_of_a_person_with_a_held_case_is_not_deleted_either(
    cast: Cast, clock: Any
) -> None:
    sara = cast.applicant(people.SARA)
    filed = cast.file_case(person_id=sara.id)
    placed(cast, HoldWish("court order", number=filed.number))

    with tenant_context(cast.bahrain), pytest.raises(PersonHeld):
        forget_person(sara.id, at=NOW)

    assert cast.count(type(sara)) == 1
    assert cast.count(Tombstone) == 0


def test_a_held_persons_account_is_not_deleted_and_nothing_changes(cast: Cast, clock: Any) -> None:
    sara = cast.applicant(people.SARA)
    placed(cast, HoldWish("court order", email=sara.email))

    with tenant_context(cast.bahrain), pytest.raises(PersonHeld):
        forget_person(sara.id, at=NOW)

    assert cast.count(type(sara)) == 1
    assert cast.count(Tombstone) == 0
