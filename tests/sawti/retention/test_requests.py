"""A person asks, the data-protection officer decides, and the data is gone."""

from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core import mail

from sawti.accounts.models import Person
from sawti.audit.models import Entry
from sawti.cases.models import Case
from sawti.lib.errors import Missing, NotPermitted
from sawti.retention.actions.holds import HoldWish, place_hold
from sawti.retention.actions.requests import (
    Asker,
    approve_erasure,
    ask_erasure,
    refuse_erasure,
    withdraw_erasure,
)
from sawti.retention.errors import CaseHeld, CaseStillOpen, RequestDecided
from sawti.retention.models import ErasureRequest, How, Refusal, Tombstone
from sawti.retention.queries import waiting_requests
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.retention.scenes import (
    MARKER,
    closed_case,
    full_case,
    officer_of_jordan,
    plant,
    where_is,
)
from tests.sql import statements

NOW = utc("2026-03-01T08:00Z")


@pytest.fixture(autouse=True)
def _mail(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def asked(cast: Cast, **whose: Any) -> ErasureRequest:
    with tenant_context(cast.bahrain):
        return ask_erasure(Asker(**whose), language="en", at=NOW)


def approved(cast: Cast, request: ErasureRequest, *, how: str = How.ERASE) -> None:
    with tenant_context(cast.bahrain):
        approve_erasure(request.id, how=how, by=cast.staff(people.HUDA), at=NOW)


@pytest.mark.parametrize("how", How.values)
def test_an_approved_request_removes_the_account_and_all_its_cases_everywhere(
    committed: None,
    cast: Cast,
    clock: Any,
    files_folder: Path,
    superuser: psycopg.Connection[Any],
    how: str,
) -> None:
    filed = full_case(cast, MARKER)
    plant(superuser, cast.bahrain.id, filed.case_id, MARKER)
    superuser.execute("DELETE FROM retention_erasurerequest")
    other = cast.file_case()
    sara = cast.applicant(people.SARA)

    approved(cast, asked(cast, person_id=sara.id), how=how)
    cast.deliver()

    assert where_is(superuser, MARKER) == []
    assert [path for path in files_folder.rglob("*") if path.is_file()] == []
    assert cast.count(Person) == 0
    with cast.inside(cast.bahrain):
        assert set(Tombstone.objects.values_list("subject_id", flat=True)) == {
            filed.case_id,
            sara.id,
        }
        assert Case.objects.filter(number=other.number).exists()
    assert [m.to for m in mail.outbox if "remove your data" in m.subject] == [["sara@example.com"]]


def test_an_applicant_without_an_account_asks_with_number_and_receipt(
    cast: Cast, clock: Any
) -> None:
    filed = closed_case(cast)

    request = asked(cast, case_id=filed.case_id)
    again = asked(cast, case_id=filed.case_id)
    approved(cast, request, how=How.ANONYMISE)

    assert request.id == again.id
    with cast.inside(cast.bahrain):
        assert Case.objects.get(pk=filed.case_id).anonymised_at == NOW
        kept = ErasureRequest.objects.get()
        events = Entry.objects.filter(event__startswith="erasure.").order_by("event")
        assert list(events.values_list("event", "actor_kind", "actor_id")) == [
            ("erasure.approved", "staff", cast.staff(people.HUDA).id),
            ("erasure.asked", "person", None),
        ]
    assert (kept.state, kept.case_id, kept.decided_by_id) == (
        "approved",
        None,
        cast.staff(people.HUDA).id,
    )


def test_the_record_says_that_a_person_asked_and_withdrew(cast: Cast, clock: Any) -> None:
    sara = cast.applicant(people.SARA)
    asked(cast, person_id=sara.id)

    with tenant_context(cast.bahrain):
        withdraw_erasure(Asker(person_id=sara.id), at=NOW)

    with cast.inside(cast.bahrain):
        events = Entry.objects.filter(event__startswith="erasure.").order_by("event")
        assert list(events.values_list("event", "actor_kind", "actor_id")) == [
            ("erasure.asked", "person", sara.id),
            ("erasure.withdrawn", "person", sara.id),
        ]


def test_a_request_is_withdrawn_until_it_is_decided(cast: Cast, clock: Any) -> None:
    filed = closed_case(cast)
    request = asked(cast, case_id=filed.case_id)

    with tenant_context(cast.bahrain):
        withdraw_erasure(Asker(case_id=filed.case_id), at=NOW)
        withdraw_erasure(Asker(case_id=filed.case_id), at=NOW)

    with pytest.raises(RequestDecided):
        approved(cast, request)
    assert cast.count(Tombstone) == 0


def test_what_is_held_or_still_open_is_not_removed_at_a_wish(cast: Cast, clock: Any) -> None:
    held, still_open = closed_case(cast), cast.file_case()
    with tenant_context(cast.bahrain):
        wish = HoldWish("court order", number=held.number)
        place_hold(wish, by=cast.staff(people.HUDA), at=NOW)

    with pytest.raises(CaseHeld):
        approved(cast, asked(cast, case_id=held.case_id))
    with pytest.raises(CaseStillOpen):
        approved(cast, asked(cast, case_id=still_open.case_id))

    assert cast.count(Case) == 2
    with cast.inside(cast.bahrain):
        found = waiting_requests(at=NOW)
    assert {(each.is_held, each.open_cases) for each in found} == {(True, 0), (False, 1)}


@pytest.mark.parametrize("count", [1, 50])
def test_the_officers_queue_costs_the_same_for_one_request_as_for_fifty(
    cast: Cast, clock: Any, count: int
) -> None:
    with cast.writing(cast.bahrain):
        persons = Person.objects.bulk_create(
            Person(email=f"person-{number}@example.com", language="en", created_at=NOW)
            for number in range(count + 1)
        )
    cast.file_case(person_id=persons[0].id)
    for person in persons:
        asked(cast, person_id=person.id)

    with cast.inside(cast.bahrain), statements() as sent:
        found = waiting_requests(at=NOW)

    assert len(found) == count + 1
    assert sorted(each.cases for each in found) == [0] * count + [1]
    assert sorted(each.open_cases for each in found) == [0] * count + [1]
    assert len(sent) == 4  # a fifth where somebody asks without an account


def test_a_refusal_gives_its_reason_in_the_persons_language(cast: Cast, clock: Any) -> None:
    filed = closed_case(cast)
    request = asked(cast, case_id=filed.case_id)

    with tenant_context(cast.bahrain):
        officer = cast.staff(people.HUDA)
        refuse_erasure(request.id, refusal=Refusal.LAW, by=officer, at=NOW)
    cast.deliver()

    letters = [m for m in mail.outbox if "remove your data" in m.subject]
    assert [m.to for m in letters] == [["sara@example.com"]]
    assert "A law obliges us to keep these cases" in letters[0].body
    assert cast.count(Tombstone) == 0


@pytest.mark.parametrize("person", [people.FATIMA, people.KHALID, people.SALMA, people.ADEL])
def test_only_the_data_protection_officer_decides(
    cast: Cast, clock: Any, person: people.Person
) -> None:
    request = asked(cast, case_id=closed_case(cast).case_id)

    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        approve_erasure(request.id, how=How.ERASE, by=cast.staff(person), at=NOW)

    assert cast.count(Tombstone) == 0


def test_the_officer_of_another_tenant_finds_no_request(cast: Cast, clock: Any) -> None:
    request, outsider = asked(cast, case_id=closed_case(cast).case_id), officer_of_jordan(cast)

    with tenant_context(cast.jordan), pytest.raises(Missing):
        approve_erasure(request.id, how=How.ERASE, by=outsider, at=NOW)

    assert cast.count(Tombstone) == 0
