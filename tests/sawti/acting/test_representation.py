"""Who may act for whom: proof, rights of a kind, expiry, ending, taking over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sawti.accounts.models import Person
from sawti.acting.actions import accept_proof, add_proof, end_representation, refuse_proof
from sawti.acting.errors import ActingOver, ActingWaits, ProofClosed, RepresentationDecided
from sawti.acting.facts import OnBehalf, Right
from sawti.acting.models import Proof, Representation, State
from sawti.attachments.models import Attachment
from sawti.audit.models import Entry
from sawti.cases.actions.applicant import open_with_receipt
from sawti.cases.actions.identity import open_identity
from sawti.cases.actions.representing import open_proof, take_over
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Filed, Identity
from sawti.cases.models import Applicant, Case, HistoryRow, Involvement
from sawti.cases.own_cases import everything_of, own_case_id, own_cases_page
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, InvalidInput, Missing, NotPermitted
from sawti.notifications.models import Notification
from sawti.openings.models import Opening
from sawti.retention.actions.people import forget_person
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import (
    CHECKED_AT,
    LAYLA,
    accepted,
    checker,
    filed_for,
    looked_at,
    only,
    refused,
)

LATER = utc("2026-03-02T08:00Z")


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def listed(cast: Cast, person: Person, *, at: Any = LATER) -> list[str]:
    with cast.inside(cast.bahrain):
        page = own_cases_page(person.id, language="en", at=at)
    return [row.number for row in page.rows]


def opens(cast: Cast, filed: Filed, right: Right = Right.FOLLOW, *, at: Any = LATER) -> Any:
    with tenant_context(cast.bahrain):
        return open_with_receipt(filed.number, filed.receipt, right=right, at=at)


def layla(cast: Cast) -> Person:
    """The person who is represented, with an account of her own."""
    return cast.applicant(people.Applicant(LAYLA))


def test_until_the_proof_is_accepted_the_case_opens_for_nobody_who_acts(cast: Cast) -> None:
    filed = filed_for(cast)

    with pytest.raises(ActingWaits):
        opens(cast, filed)

    assert listed(cast, cast.applicant(people.SARA)) == []
    accepted(cast)
    assert opens(cast, filed) == filed.case_id
    assert listed(cast, cast.applicant(people.SARA)) == [filed.number]


def test_a_case_for_somebody_else_belongs_to_them_and_not_to_who_files(cast: Cast) -> None:
    filed = filed_for(cast)
    accepted(cast)
    sara = cast.applicant(people.SARA)

    with cast.inside(cast.bahrain):
        row = Applicant.objects.get(case_id=filed.case_id)
        copy = everything_of(sara, language="en", at=LATER)

    assert (row.person_id, row.representation_id) == (None, only(cast).id)
    assert copy["cases"] == []
    assert [(each["name"], each["state"]) for each in copy["represents"]] == [("ليلى", "proven")]


def test_a_kind_allows_what_the_tenant_says_and_no_more(cast: Cast) -> None:
    filed = filed_for(cast, kind="helper")

    followed = opens(cast, filed)

    with pytest.raises(ActingOver):
        opens(cast, filed, Right.REPLY)
    with pytest.raises(ActingOver):
        opens(cast, filed, Right.RATE)
    assert followed == filed.case_id


def test_the_last_day_of_a_document_is_the_last_day_of_the_access(cast: Cast) -> None:
    filed = filed_for(cast, valid_until=date(2026, 3, 5))
    accepted(cast)
    sara = cast.applicant(people.SARA)

    last_day, day_after = utc("2026-03-05T20:59Z"), utc("2026-03-05T21:01Z")  # Bahrain: UTC+3

    assert opens(cast, filed, at=last_day) == filed.case_id
    assert listed(cast, sara, at=last_day) == [filed.number]
    with pytest.raises(ActingOver):
        opens(cast, filed, at=day_after)
    assert listed(cast, sara, at=day_after) == []


def test_what_is_missing_is_told_at_once_and_nothing_is_filed(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        filed_for(cast, name=" ", email="nobody", proofs=(), valid_until=date(2026, 2, 1))

    assert [fault.field for fault in refusal.value.faults] == [
        "on_behalf_of.name",
        "on_behalf_of.email",
        "on_behalf_of.proofs",
        "on_behalf_of.valid_until",
    ]
    assert cast.count(Case) == 0
    assert cast.count(Representation) == 0


def test_a_lasting_representation_is_proven_once_and_only_its_holder_uses_it(cast: Cast) -> None:
    filed_for(cast, is_lasting=True)
    accepted(cast)
    again = OnBehalf(representation_id=only(cast).id)

    second = cast.file_case(
        person_id=cast.applicant(people.SARA).id, on="2026-03-02T07:00Z", on_behalf_of=again
    )

    assert second.number in listed(cast, cast.applicant(people.SARA))
    assert cast.count(Representation) == 1
    with pytest.raises(Invalid):
        cast.file_case(person_id=cast.applicant(people.HASAN).id, on_behalf_of=again)
    with pytest.raises(Invalid):
        cast.file_case(on_behalf_of=again)
    with pytest.raises(Invalid):
        cast.file_case(
            tenant=cast.jordan,
            person_id=cast.applicant(people.SARA_IN_JORDAN).id,
            on_behalf_of=again,
        )
    assert cast.count(Case) == 2
    assert cast.count(Case, cast.jordan) == 0


def test_without_an_account_nothing_lasting_begins(cast: Cast) -> None:
    with pytest.raises(Invalid):
        filed_for(cast, None, is_lasting=True)

    assert cast.count(Case) == 0


def test_only_who_checks_proofs_opens_documents_and_each_try_is_on_the_register(
    cast: Cast,
) -> None:
    filed_for(cast)
    claim = only(cast).id
    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        open_proof(claim, by=cast.fatima, reason="I am curious", at=CHECKED_AT)
    with tenant_context(cast.jordan), pytest.raises(Missing):
        open_proof(claim, by=cast.omar, reason="I am curious", at=CHECKED_AT)

    looked_at(cast)

    with cast.inside(cast.bahrain):
        rows = Opening.objects.order_by("id").values_list("staff__name", "outcome", "subject_id")
        events = Entry.objects.filter(event__startswith="proof.").order_by("id")
        assert list(rows) == [
            (people.FATIMA.name, "refused", claim),
            (people.NOOR.name, "opened", claim),
        ]
        assert [entry.event for entry in events] == ["proof.refused", "proof.opened"]
    assert cast.count(Opening, cast.jordan) == 0


def test_nobody_decides_without_having_looked_within_the_hour(cast: Cast) -> None:
    filed_for(cast)
    noor = checker(cast)

    with tenant_context(cast.bahrain), pytest.raises(ProofClosed):
        accept_proof(only(cast).id, by=noor, at=CHECKED_AT)

    looked_at(cast, noor)
    with tenant_context(cast.bahrain), pytest.raises(ProofClosed):
        accept_proof(only(cast).id, by=noor, at=utc("2026-03-01T11:01Z"))
    assert only(cast).state == State.CLAIMED


def test_a_refusal_says_why_and_another_document_makes_the_claim_wait_again(cast: Cast) -> None:
    filed = filed_for(cast)
    refused(cast)
    sara = cast.applicant(people.SARA)

    with pytest.raises(ActingOver):
        opens(cast, filed)
    with cast.inside(cast.bahrain):
        mail = Notification.objects.get(template="representation_decided")
    token = cast.upload(name="stamped.jpg", on="2026-03-01T12:00Z").token
    with tenant_context(cast.bahrain):
        add_proof(only(cast).id, person_id=sara.id, files=[token], at=utc("2026-03-01T12:00Z"))

    assert (mail.address, mail.params["reason"]) == ("sara@example.com", "The stamp is missing.")
    assert only(cast).state == State.CLAIMED
    with pytest.raises(ActingWaits):
        opens(cast, filed)


def test_decided_twice_the_first_decision_stays(cast: Cast) -> None:
    filed_for(cast)
    accepted(cast)

    with tenant_context(cast.bahrain), pytest.raises(RepresentationDecided):
        refuse_proof(only(cast).id, by=cast.noor, reason="Too late", at=CHECKED_AT)

    assert only(cast).state == State.PROVEN


def test_who_ends_it_sees_nothing_any_more_and_hears_nothing(cast: Cast) -> None:
    filed = filed_for(cast)
    accepted(cast)
    sara, hasan = cast.applicant(people.SARA), cast.applicant(people.HASAN)
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        end_representation(only(cast).id, person_id=hasan.id, at=LATER)

    with tenant_context(cast.bahrain):
        end_representation(only(cast).id, person_id=sara.id, at=LATER)
    cast.deliver()
    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    with pytest.raises(ActingOver):
        opens(cast, filed)
    assert listed(cast, sara) == []
    with cast.inside(cast.bahrain):
        assert not Notification.objects.filter(template="case_answered").exists()
        assert own_case_id(sara.id, filed.number, right=Right.FOLLOW, at=LATER) is None


def test_the_represented_person_takes_the_case_over_with_their_own_address(cast: Cast) -> None:
    filed = filed_for(cast)
    accepted(cast)
    hasan = cast.applicant(people.HASAN)
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        take_over(only(cast).id, person=hasan, at=LATER)

    with tenant_context(cast.bahrain):
        taken = take_over(only(cast).id, person=layla(cast), at=LATER)

    assert taken == 1
    assert listed(cast, layla(cast)) == [filed.number]
    assert listed(cast, cast.applicant(people.SARA)) == []
    with pytest.raises(CaseNotFound):
        opens(cast, filed)
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        take_over(only(cast).id, person=layla(cast), at=LATER)


def test_a_case_taken_over_by_one_of_the_staff_is_kept_from_them_and_moves_on(
    cast: Cast,
) -> None:
    filed = filed_for(cast, email=people.FATIMA.email)
    cast.take(filed.case_id)
    fatima = cast.applicant(people.Applicant(people.FATIMA.email))

    with tenant_context(cast.bahrain):
        take_over(only(cast).id, person=fatima, at=time.now())

    with cast.inside(cast.bahrain):
        conflict = Involvement.objects.get(case_id=filed.case_id, kind="conflict")
        row = HistoryRow.objects.get(case_id=filed.case_id, event="reroute")
    assert (conflict.staff_id, row.at) == (cast.fatima.id, time.now())
    assert cast.case(filed.case_id).holder_id is None
    with tenant_context(cast.bahrain), pytest.raises(CaseNotFound):
        open_identity(filed.case_id, by=cast.fatima, reason="my own", at=LATER)


def test_who_opens_the_identity_learns_for_whom_the_case_was_filed(cast: Cast) -> None:
    filed = filed_for(cast)

    with tenant_context(cast.bahrain):
        found = open_identity(filed.case_id, by=cast.fatima, reason="to call back", at=LATER)

    assert found == Identity("سارة", "sara@example.com", "", "", "", "ليلى", "parent", "claimed")


def test_the_end_of_an_account_leaves_the_case_and_no_name_or_document(cast: Cast) -> None:
    filed = filed_for(cast, is_lasting=True)
    accepted(cast)
    with tenant_context(cast.bahrain):
        forget_person(cast.applicant(people.SARA).id, at=LATER)

    row = only(cast)

    assert (row.state, row.name, row.email, row.reply_to, row.representative_id) == (
        State.ENDED,
        "",
        "",
        "",
        None,
    )
    assert cast.count(Proof) == 0
    assert cast.count(Attachment) == 0
    with pytest.raises(ActingOver):
        opens(cast, filed)


@pytest.mark.parametrize("count", [1, 50])
def test_the_list_costs_the_same_for_one_represented_case_as_for_fifty(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        filed_for(cast, kind="helper")
    sara = cast.applicant(people.SARA)
    listed(cast, sara)

    with cast.inside(cast.bahrain), django_assert_num_queries(3):
        own_cases_page(sara.id, language="en", at=LATER)
