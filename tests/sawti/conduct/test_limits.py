"""A contact that is abused is limited by two people, openly, for a time; never silently."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sawti.cases.actions.contact_limits import decide_limit
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Contact
from sawti.cases.models import Case
from sawti.conduct.errors import (
    ContactLimited,
    LimitDecided,
    LimitedAlready,
    NobodyToTell,
    SecondPerson,
)
from sawti.conduct.models import ContactLimit, State
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.conduct.scenes import (
    REASON,
    decide,
    events,
    limited,
    mails_of,
    now,
    operation_room,
    propose,
)


def test_a_proposal_changes_nothing_for_the_contact(cast: Cast, clock: Any, at: datetime) -> None:
    limit = propose(cast, cast.file_case().case_id, at)

    cast.file_case()

    assert now(cast, limit).state == State.PROPOSED
    assert "LM-" not in " ".join(mails_of(cast))
    assert events(cast) == {"contact.limit_proposed"}


def test_a_confirmed_limit_counts_and_the_contact_is_told_in_their_language(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit = limited(cast, at)

    with pytest.raises(ContactLimited) as refusal:
        cast.file_case()

    assert refusal.value.params == {
        "number": limit.number,
        "most": 1,
        "until": "2026-03-11",
        "next": "2026-03-08",
    }
    assert refusal.value.retry_after == 7 * 24 * 3600
    assert cast.count(Case) == 1
    assert f"قيد على حالاتك: \u2066{limit.number}\u2069" in mails_of(cast)
    assert events(cast) == {"contact.limit_proposed", "contact.limit_confirmed"}


def test_the_next_case_is_possible_a_week_after_the_last_and_all_are_after_the_limit(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limited(cast, at)

    clock.move_to(at + timedelta(days=7))
    cast.file_case()
    with pytest.raises(ContactLimited):
        cast.file_case()
    clock.move_to(at + timedelta(days=10))
    cast.file_case()
    cast.file_case()

    assert cast.count(Case) == 4


@pytest.mark.parametrize(
    "contact",
    [Contact("", " SARA@example.com ".strip(), ""), Contact("", "other@example.com", "36123456")],
    ids=["same address in other letters", "same phone"],
)
def test_the_contact_is_known_by_address_and_by_phone(
    cast: Cast, clock: Any, at: datetime, contact: Contact
) -> None:
    filed = cast.file_case(contact=Contact("سارة", "sara@example.com", "36123456"))
    decide(cast, propose(cast, filed.case_id, at), at)

    with pytest.raises(ContactLimited):
        cast.file_case(contact=contact)


def test_an_account_is_limited_whatever_address_it_types(
    cast: Cast, clock: Any, at: datetime
) -> None:
    sara = cast.applicant(people.SARA)
    filed = cast.file_case(person_id=sara.id)
    decide(cast, propose(cast, filed.case_id, at), at)

    with pytest.raises(ContactLimited):
        cast.file_case(person_id=sara.id, contact=Contact("", "new@example.com", ""))


def test_nobody_else_is_limited_and_nobody_of_another_tenant(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limited(cast, at)

    cast.file_case(contact=Contact("", "other@example.com", ""))
    cast.file_case(contact=Contact("", "", ""))
    cast.file_case(tenant=cast.jordan, category="")

    assert (cast.count(Case), cast.count(Case, cast.jordan)) == (3, 1)


def test_a_case_that_is_sent_twice_is_no_second_case(cast: Cast, clock: Any, at: datetime) -> None:
    filed = cast.file_case(key="k1")
    decide(cast, propose(cast, filed.case_id, at), at)

    assert cast.file_case(key="k1").case_id == filed.case_id


def test_whoever_proposed_a_limit_does_not_confirm_it(cast: Cast, clock: Any, at: datetime) -> None:
    amina = operation_room(cast)
    limit = propose(cast, cast.file_case().case_id, at, by=amina)

    with pytest.raises(SecondPerson):
        decide(cast, limit, at, by=amina)

    assert now(cast, limit).state == State.PROPOSED
    assert events(cast) == {"contact.limit_proposed"}


@pytest.mark.parametrize("who", ["fatima", "maryam", "khalid", "noor", "omar"])
def test_only_those_over_the_tenant_decide(cast: Cast, clock: Any, at: datetime, who: str) -> None:
    limit = propose(cast, cast.file_case().case_id, at, by=operation_room(cast))

    with pytest.raises(NotPermitted), tenant_context(cast.bahrain):
        decide_limit(limit.id, by=getattr(cast, who), confirms=True, at=at)

    assert now(cast, limit).state == State.PROPOSED


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("fatima", NotPermitted),
        ("khalid", NotPermitted),
        ("yusuf", CaseNotFound),
        ("salma", CaseNotFound),
        ("noor", CaseNotFound),
        ("omar", CaseNotFound),
    ],
)
def test_only_those_with_the_right_on_the_case_propose(
    cast: Cast, clock: Any, at: datetime, who: str, refusal: Any
) -> None:
    with pytest.raises(refusal):
        propose(cast, cast.file_case().case_id, at, by=getattr(cast, who))

    assert cast.count(ContactLimit) == 0


def test_a_limit_of_the_other_tenant_is_missing(cast: Cast, clock: Any, at: datetime) -> None:
    limit = propose(cast, cast.file_case().case_id, at)

    with pytest.raises(Missing), tenant_context(cast.jordan):
        decide_limit(limit.id, by=cast.staff(people.ZAID), confirms=True, at=at)

    assert now(cast, limit).state == State.PROPOSED


def test_a_declined_limit_never_counts(cast: Cast, clock: Any, at: datetime) -> None:
    limit = propose(cast, cast.file_case().case_id, at)
    decide(cast, limit, at, confirms=False)

    cast.file_case()
    with pytest.raises(LimitDecided):
        decide(cast, limit, at)

    assert now(cast, limit).state == State.DECLINED
    assert events(cast) == {"contact.limit_proposed", "contact.limit_declined"}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reason": "too short"}, "reason"),
        ({"most_a_week": 0}, "most_a_week"),
        ({"most_a_week": 11}, "most_a_week"),
        ({"ground": "dislike"}, "ground"),
        ({"until_at": utc("2026-03-01T07:59Z")}, "until"),
        ({"until_at": utc("2026-06-20T08:00Z")}, "until"),
    ],
)
def test_a_limit_has_a_reason_a_number_and_an_end(
    cast: Cast, clock: Any, at: datetime, changes: dict[str, Any], field: str
) -> None:
    case_id = cast.file_case().case_id

    with pytest.raises(Invalid) as refusal:
        propose(cast, case_id, at, **changes)

    assert refusal.value.field == field
    assert cast.count(ContactLimit) == 0


def test_nobody_is_limited_who_can_not_be_told(cast: Cast, clock: Any, at: datetime) -> None:
    case_id = cast.file_case(contact=Contact("سارة", "", "36123456")).case_id

    with pytest.raises(NobodyToTell):
        propose(cast, case_id, at)

    assert cast.count(ContactLimit) == 0


def test_a_contact_has_one_limit_at_a_time(cast: Cast, clock: Any, at: datetime) -> None:
    case_id = cast.file_case().case_id
    propose(cast, case_id, at)

    with pytest.raises(LimitedAlready):
        propose(cast, case_id, at)

    assert cast.count(ContactLimit) == 1


def test_the_record_and_the_limit_hold_no_address_in_clear(
    cast: Cast, clock: Any, at: datetime
) -> None:
    limit = propose(cast, cast.file_case().case_id, at)

    with cast.inside(cast.bahrain):
        (stored,) = ContactLimit.objects.values()

    assert "sara@example.com" not in str(stored)
    assert (limit.reason, limit.email) == (REASON, "sara@example.com")
