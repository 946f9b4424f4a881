"""Who sets for how long what is kept, and from when it counts."""

from datetime import timedelta
from typing import Any

import pytest

from sawti.audit.models import Entry
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.retention.actions.policies import PolicyWish, set_policy, take_policy_back
from sawti.retention.errors import PolicyInForce
from sawti.retention.models import How, Kind, Policy, Unit
from sawti.retention.selecting import policies_in_force
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import officer_of_jordan, policy

NOW = utc("2026-03-01T08:00Z")
WEEK = timedelta(days=7)


def wish(number: int | None, how: str = How.ANONYMISE, **more: Any) -> PolicyWish:
    return PolicyWish(Kind.CASES, number, Unit.MONTHS, how, **more)


def set_by(cast: Cast, wanted: PolicyWish, person: people.Person = people.HUDA) -> Policy:
    with tenant_context(cast.bahrain):
        return set_policy(wanted, by=cast.staff(person), at=NOW)


def in_force(cast: Cast, at: Any) -> list[int | None]:
    with cast.inside(cast.bahrain):
        return [each.number for each in policies_in_force(at) if each.kind == Kind.CASES]


def test_a_longer_time_counts_at_once_and_a_shorter_one_after_a_week(cast: Cast) -> None:
    policy(cast, number=24)

    set_by(cast, wish(36))
    at_once = in_force(cast, NOW)
    set_by(cast, wish(12))

    assert at_once == [36]
    assert in_force(cast, NOW + WEEK - timedelta(seconds=1)) == [36]
    assert in_force(cast, NOW + WEEK) == [12]


def test_to_erase_instead_of_anonymising_waits_for_a_week_too(cast: Cast) -> None:
    policy(cast, number=24)

    found = set_by(cast, wish(24, How.ERASE))

    assert found.from_at == NOW + WEEK


def test_a_slip_is_undone_within_the_week_and_another_wish_takes_its_place(cast: Cast) -> None:
    policy(cast, number=24)
    slip = set_by(cast, wish(1))
    set_by(cast, wish(12))
    last = set_by(cast, wish(2))
    with tenant_context(cast.bahrain):
        take_policy_back(last.id, by=cast.staff(people.HUDA), at=NOW)

    assert in_force(cast, NOW + WEEK) == [24]
    with cast.inside(cast.bahrain):
        assert Policy.objects.get(pk=slip.id).withdrawn_at == NOW
        events = list(Entry.objects.filter(event__startswith="retention.").values_list("reason"))
    assert ("cases: 1 months anonymise",) in events


def test_what_is_in_force_is_not_undone(cast: Cast) -> None:
    found = policy(cast, number=24)

    with tenant_context(cast.bahrain), pytest.raises(PolicyInForce):
        take_policy_back(found.id, by=cast.staff(people.HUDA), at=NOW)
    outsider = officer_of_jordan(cast)
    with tenant_context(cast.jordan), pytest.raises(Missing):
        take_policy_back(found.id, by=outsider, at=NOW)


@pytest.mark.parametrize("person", [people.FATIMA, people.KHALID, people.LAYLA, people.NOOR])
def test_only_who_watches_over_data_sets_a_policy(cast: Cast, person: people.Person) -> None:
    before = cast.count(Policy)

    with pytest.raises(NotPermitted):
        set_by(cast, wish(36), person)

    assert cast.count(Policy) == before


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (wish(0), "number"),
        (wish(1201), "number"),
        (wish(24, ""), "how"),
        (PolicyWish(Kind.ADDRESSES, 90, Unit.DAYS, How.ERASE), "how"),
        (PolicyWish("nothing", 90, Unit.DAYS), "kind"),
        (PolicyWish(Kind.OUTBOX, 90, Unit.DAYS, confidentiality="secret"), "kind"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused_at_its_field(
    cast: Cast, wanted: PolicyWish, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        set_by(cast, wanted)

    assert refusal.value.field == field


def test_every_tenant_begins_with_policies_that_count_a_week_after_its_pack(cast: Cast) -> None:
    with cast.inside(cast.jordan):
        rows = list(Policy.objects.order_by("kind"))

    assert [(row.kind, row.number, row.unit, row.how) for row in rows] == [
        ("addresses", 90, "days", ""),
        ("cases", 24, "months", "anonymise"),
        ("outbox", 30, "days", ""),
        ("search_words", 12, "months", ""),
    ]
    assert {row.from_at - row.set_at for row in rows} == {WEEK}
