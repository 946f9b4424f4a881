"""Filing: what is accepted, what is refused, and once however often it is sent."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from sawti.cases.actions.sweeps import forget_expired
from sawti.cases.errors import KeyReused
from sawti.cases.facts import Contact, Filed
from sawti.cases.models import Applicant, Case, FilingKey, HistoryRow
from sawti.lib.errors import InvalidInput
from sawti.lib.ids import canonical_case_number
from sawti.outbox.models import Message
from sawti.tenancy.context import tenant_context
from tests.cast import STORY, Cast, utc
from tests.sawti.cases.scenes import everything, history_of, news_of

EMAIL_OF_262 = "a" * 250 + "@example.com"


def faults_of(refusal: pytest.ExceptionInfo[InvalidInput]) -> list[str]:
    return [fault.field for fault in refusal.value.faults]


def test_a_case_is_filed_with_number_receipt_and_due_date(
    cast: Cast, clock: Any, at: datetime
) -> None:
    filed = cast.file_case()

    case = cast.case(filed.case_id)
    assert canonical_case_number(filed.number) == filed.number
    assert filed.number.startswith("BH-")
    assert (case.state, case.version, case.received_at) == ("received", 1, at)
    assert (case.policy_code, case.due_at) == ("standard", utc("2026-03-19T11:00Z"))
    assert filed.due_at == case.due_at


def test_filing_leaves_one_row_of_history_and_one_in_the_outbox(cast: Cast, clock: Any) -> None:
    filed = cast.file_case()

    assert history_of(filed.case_id, cast) == ["file"]
    assert news_of(filed.case_id, cast) == ["case.file"]


def test_the_receipt_itself_is_stored_nowhere(cast: Cast, clock: Any) -> None:
    filed = cast.file_case(key="a key")

    assert filed.receipt not in repr(everything(cast))
    assert filed.receipt.encode() not in bytes(cast.case(filed.case_id).receipt_hash)


def test_who_files_without_contact_leaves_no_identity(cast: Cast, clock: Any) -> None:
    filed = cast.file_case(contact=Contact())

    with cast.inside(cast.bahrain):
        assert Applicant.objects.filter(case_id=filed.case_id).count() == 0


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("type", {"type": "grievance"}),
        ("type", {"type": ""}),
        ("story", {"story": ""}),
        ("story", {"story": " \n "}),
        ("story", {"story": "x" * 5001}),
        ("story", {"story": "س" * 5_000_000}),
        ("story", {"story": "nul \x00 byte"}),
        ("story", {"story": "lone \ud800 surrogate"}),
        ("place", {"place": "x" * 201}),
        ("place", {"place": "\x00"}),
        ("category", {"category": "nothing"}),
        ("category", {"category": "roads"}),  # a first level: the second says what it is about
        ("entity", {"entity": "nowhere"}),
        ("entity", {"entity": "greater-amman-municipality"}),  # the other tenant's
        ("language", {"language": "fr"}),
        ("channel", {"channel": "pigeon"}),
        ("contact.name", {"contact": Contact(name="x" * 121)}),
        ("contact.name", {"contact": Contact(name="\x00")}),
        ("contact.email", {"contact": Contact(email="sara")}),
        ("contact.email", {"contact": Contact(email="sa\x00ra@example.com")}),
        ("contact.email", {"contact": Contact(email="sara@\ud800.com")}),
        ("contact.email", {"contact": Contact(email=EMAIL_OF_262)}),
        ("contact.phone", {"contact": Contact(phone="12")}),
        ("contact.national_id", {"contact": Contact(national_id="12")}),
        ("contact.address", {"contact": Contact(address="x" * 301)}),
        ("contact.phone", {"contact": Contact(phone="3612\x003456")}),
    ],
    ids=range(26),
)
def test_bad_input_is_refused_at_its_field_and_nothing_is_stored(
    cast: Cast, clock: Any, field: str, values: dict[str, Any]
) -> None:
    before = everything(cast)

    with pytest.raises(InvalidInput) as refusal:
        cast.file_case(**values)

    assert faults_of(refusal) == [field]
    assert everything(cast) == before


def test_all_faults_are_told_at_once(cast: Cast, clock: Any) -> None:
    with pytest.raises(InvalidInput) as refusal:
        cast.file_case(type="?", story="", category="?", entity="?", language="?", channel="?")

    assert faults_of(refusal) == ["story", "type", "category", "entity", "language", "channel"]


def test_a_phone_in_arabic_digits_is_stored_as_an_international_number(
    cast: Cast, clock: Any
) -> None:
    filed = cast.file_case(contact=Contact("سارة", " Sara@Example.com ", "٣٦١٢ ٣٤٥٦"))

    with cast.inside(cast.bahrain):
        applicant = Applicant.objects.get(case_id=filed.case_id)
    assert (applicant.email, applicant.phone) == ("sara@example.com", "+97336123456")


def test_a_story_of_exactly_5000_characters_is_accepted(cast: Cast, clock: Any) -> None:
    assert cast.file_case(story="س" * 5000).number


def test_the_same_key_with_the_same_filing_returns_the_first_receipt(
    cast: Cast, clock: Any
) -> None:
    first = cast.file_case(key="k1")
    before = everything(cast)

    again = cast.file_case(key="k1", on="2026-03-02T07:59Z")

    assert (again.number, again.receipt, again.case_id) == (
        first.number,
        first.receipt,
        first.case_id,
    )
    assert (first.is_replay, again.is_replay) == (False, True)
    assert everything(cast) == before


def test_the_same_key_with_another_filing_is_refused_and_nothing_is_stored(
    cast: Cast, clock: Any
) -> None:
    cast.file_case(key="k1")
    before = everything(cast)

    with pytest.raises(KeyReused):
        cast.file_case(key="k1", story="شيء آخر")

    assert everything(cast) == before


def test_after_24_hours_a_key_files_a_new_case(cast: Cast, clock: Any) -> None:
    first = cast.file_case(key="k1")

    again = cast.file_case(key="k1", on="2026-03-02T08:00Z")

    assert again.number != first.number
    assert not again.is_replay


def test_a_key_of_one_tenant_means_nothing_in_the_other(cast: Cast, clock: Any) -> None:
    here = cast.file_case(key="k1")

    there = cast.file_case(key="k1", tenant=cast.jordan)

    assert there.number.startswith("JO-")
    assert there.receipt != here.receipt


def test_without_a_key_the_same_filing_twice_is_two_cases(cast: Cast, clock: Any) -> None:
    assert cast.file_case().number != cast.file_case().number


def test_two_threads_with_one_key_file_one_case(committed: None, cast: Cast) -> None:
    filed = _at_once([{"key": "one"}] * 4, cast)

    assert len({row.number for row in filed}) == 1
    assert len({row.receipt for row in filed}) == 1
    assert sorted(row.is_replay for row in filed) == [False, True, True, True]
    with cast.inside(cast.bahrain):
        assert (Case.objects.count(), HistoryRow.objects.count()) == (1, 1)
        assert Message.objects.filter(topic="case.file").count() == 1


def test_two_threads_with_different_filings_under_one_key_file_one_case(
    committed: None, cast: Cast
) -> None:
    outcomes = _at_once([{"key": "one"}, {"key": "one", "story": "شيء آخر"}], cast)

    assert sorted(type(row).__name__ for row in outcomes) == ["Filed", "KeyReused"]
    with cast.inside(cast.bahrain):
        assert (Case.objects.count(), Message.objects.count()) == (1, 1)


def test_many_threads_file_many_cases(committed: None, cast: Cast) -> None:
    filed = _at_once([{} for _ in range(8)], cast)

    assert len({row.number for row in filed}) == 8
    with cast.inside(cast.bahrain):
        assert (Case.objects.count(), HistoryRow.objects.count()) == (8, 8)


def _at_once(filings: list[dict[str, Any]], cast: Cast) -> list[Any]:
    """File all at the same moment, each in a thread of its own; return answers or refusals."""
    _ = cast.bahrain
    gate = Barrier(len(filings))

    def file(values: dict[str, Any]) -> Filed | KeyReused:
        gate.wait()
        try:
            return cast.file_case(**values)
        except KeyReused as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(filings)) as threads:
        return list(threads.map(file, filings))


def test_keys_and_drafts_are_forgotten_after_a_day_and_not_before(
    cast: Cast, clock: Any, at: datetime
) -> None:
    cast.file_case(key="k1")

    with tenant_context(cast.bahrain):
        early = forget_expired(at=at + timedelta(hours=23, minutes=59))
        late = forget_expired(at=at + timedelta(hours=24))

    assert (early, late) == (0, 1)
    with cast.inside(cast.bahrain):
        assert FilingKey.objects.count() == 0
        assert Case.objects.count() == 1


def test_the_story_is_kept_in_one_place_only(cast: Cast, clock: Any) -> None:
    cast.file_case()

    holding = [table for table, rows in everything(cast).items() if STORY in repr(rows)]
    assert holding == ["bahrain Content"]
