"""Who acts for a company: claimed, proved, invited, left, closed."""

from pathlib import Path
from typing import Any

import pytest

from sawti.acting.errors import ProofClosed
from sawti.attachments.models import Attachment
from sawti.audit.models import Entry
from sawti.businesses.actions.checking import open_documents, verify_business
from sawti.businesses.actions.members import (
    add_document,
    close_business,
    invite,
    leave,
    remove_member,
    take_invitation_back,
)
from sawti.businesses.errors import BusinessDecided, BusinessTaken, InvitationOver, LastOwner
from sawti.businesses.models import Business, Invitation, Membership, RegisterDocument
from sawti.businesses.queries import businesses_of, members_in
from sawti.cases.actions.companies import join_business
from sawti.cases.actions.sweeps import forget_expired
from sawti.lib.errors import Invalid, InvalidInput, Missing, NotPermitted
from sawti.notifications.models import Notification
from sawti.openings.models import Opening
from sawti.retention.actions.people import forget_person
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import checker
from tests.sawti.businesses.scenes import (
    CHECKED_AT,
    CLAIMED_AT,
    LATER,
    NAME,
    NUMBER,
    claimed,
    fresh,
    invited,
    joined,
    looked_at,
    refused,
    verified,
)

AMAL = people.Applicant("amal@example.com")


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def roles_in(cast: Cast, row: Business, reader: people.Applicant = people.SARA) -> list[Any]:
    person = cast.applicant(reader)
    with cast.inside(cast.bahrain):
        return [(each.email, each.role) for each in members_in(row.id, person.id)]


def test_who_claims_a_company_owns_it_and_its_name_and_number_are_kept_sealed(cast: Cast) -> None:
    row = claimed(cast, register_number=" ٧٠٧٠٧-١ ", other_name="Al Manara Company")

    with cast.inside(cast.bahrain):
        stored = Business.objects.values("name", "register_number").get()
        found = businesses_of(cast.applicant(people.SARA).id)

    assert [(each.name, each.register_number, each.role) for each in found] == [
        (NAME, NUMBER, "owner")
    ]
    assert fresh(cast, row).state == "claimed"
    assert NAME.encode() not in bytes(stored["name"])
    assert NUMBER.encode() not in bytes(stored["register_number"])


def test_what_is_missing_is_told_at_once_and_nothing_is_claimed(cast: Cast) -> None:
    with pytest.raises(InvalidInput) as refusal:
        claimed(cast, name=" ", register_number="?", files=())

    assert [fault.field for fault in refusal.value.faults] == ["name", "register_number", "files"]
    assert cast.count(Business) == 0


def test_only_who_checks_proofs_opens_the_documents_and_each_try_is_on_the_register(
    cast: Cast,
) -> None:
    row = claimed(cast)
    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        open_documents(row.id, by=cast.fatima, reason="I am curious", at=CHECKED_AT)
    with tenant_context(cast.jordan), pytest.raises(Missing):
        open_documents(row.id, by=cast.omar, reason="I am curious", at=CHECKED_AT)

    looked_at(cast, row)

    with cast.inside(cast.bahrain):
        seen = list(Opening.objects.order_by("id").values_list("outcome", "subject_id"))
        events = list(
            Entry.objects.filter(event__startswith="proof.")
            .order_by("id")
            .values_list("event", "object_type")
        )
    assert seen == [("refused", row.id), ("opened", row.id)]
    assert events == [("proof.refused", "business"), ("proof.opened", "business")]


def test_nobody_decides_without_having_looked_and_a_decision_stays(cast: Cast) -> None:
    row, noor = claimed(cast), checker(cast)
    with tenant_context(cast.bahrain), pytest.raises(ProofClosed):
        verify_business(row.id, by=noor, at=CHECKED_AT)
    with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
        verify_business(row.id, by=cast.fatima, at=CHECKED_AT)

    verified(cast, row)

    with tenant_context(cast.bahrain), pytest.raises(BusinessDecided):
        verify_business(row.id, by=noor, at=CHECKED_AT)
    assert fresh(cast, row).state == "verified"


def test_a_refusal_says_why_and_another_document_makes_the_company_wait_again(cast: Cast) -> None:
    row = refused(cast, claimed(cast))
    sara = cast.applicant(people.SARA)
    token = cast.upload(name="stamped.jpg", on="2026-03-01T12:00Z").token

    with tenant_context(cast.bahrain):
        add_document(row.id, person_id=sara.id, files=[token], at=utc("2026-03-01T12:00Z"))

    with cast.inside(cast.bahrain):
        mail = Notification.objects.get(template="business_decided")
    assert (mail.address, mail.params["reason"]) == ("sara@example.com", "The stamp is missing.")
    assert fresh(cast, row).state == "claimed"
    assert cast.count(RegisterDocument) == 2


def test_a_number_can_be_claimed_by_anybody_and_is_verified_once(cast: Cast) -> None:
    verified(cast)
    second = claimed(cast, people.HASAN)

    with pytest.raises(BusinessTaken):
        verified(cast, second)

    assert fresh(cast, second).state == "claimed"


def test_a_company_that_nobody_owns_any_more_goes_to_who_proves_it_anew(cast: Cast) -> None:
    first = verified(cast)
    joined(cast, first, AMAL)
    with tenant_context(cast.bahrain):
        forget_person(cast.applicant(people.SARA).id, at=LATER)
    second = verified(cast, claimed(cast, people.HASAN))

    assert (fresh(cast, first).state, second.state) == ("verified", "closed")
    assert roles_in(cast, first, people.HASAN) == [
        ("hasan@example.com", "owner"),
        ("amal@example.com", "agent"),
    ]


def test_an_invitation_counts_once_for_the_person_with_its_address_and_for_a_week(
    cast: Cast,
) -> None:
    row = verified(cast)
    token, amal = invited(cast, row, AMAL)
    hasan, late = cast.applicant(people.HASAN), utc("2026-03-08T10:00Z")
    with tenant_context(cast.bahrain):
        with pytest.raises(InvitationOver):
            join_business(token, person=hasan, at=CHECKED_AT)
        with pytest.raises(InvitationOver):
            join_business(token, person=amal, at=late)
        join_business(token, person=amal, at=CHECKED_AT)
        with pytest.raises(InvitationOver):
            join_business(token, person=amal, at=CHECKED_AT)
    with tenant_context(cast.jordan), pytest.raises(InvitationOver):
        join_business(token, person=cast.applicant(people.SARA_IN_JORDAN), at=CHECKED_AT)

    assert roles_in(cast, row) == [("sara@example.com", "owner"), ("amal@example.com", "agent")]


def test_an_invitation_can_be_taken_back_and_an_old_one_is_forgotten(cast: Cast) -> None:
    row = verified(cast)
    token, amal = invited(cast, row, AMAL)
    sara = cast.applicant(people.SARA)
    with cast.inside(cast.bahrain):
        invitation_id = Invitation.objects.get().id

    with tenant_context(cast.bahrain):
        take_invitation_back(row.id, person_id=sara.id, invitation_id=invitation_id, at=CHECKED_AT)
        with pytest.raises(InvitationOver):
            join_business(token, person=amal, at=CHECKED_AT)

    invited(cast, row, AMAL)
    with tenant_context(cast.bahrain):
        forget_expired(at=utc("2026-03-08T10:01Z"))
    assert cast.count(Invitation) == 0


def test_only_an_owner_invites_and_removes_and_others_learn_nothing_of_the_company(
    cast: Cast,
) -> None:
    row = verified(cast)
    amal, hasan = joined(cast, row, AMAL), cast.applicant(people.HASAN)
    with cast.inside(cast.bahrain):
        member_id = Membership.objects.get(person__email_hash="sara@example.com").id
    values = {"email": "new@example.com", "role": "agent", "language": "en", "at": CHECKED_AT}

    with tenant_context(cast.bahrain):
        with pytest.raises(NotPermitted):
            invite(row.id, person_id=amal.id, **values)
        with pytest.raises(NotPermitted):
            remove_member(row.id, person_id=amal.id, member_id=member_id, at=CHECKED_AT)
        with pytest.raises(NotPermitted):
            close_business(row.id, person_id=amal.id, at=CHECKED_AT)
        for refused_to in (hasan, cast.applicant(people.SARA_IN_JORDAN)):
            with pytest.raises(Missing):
                invite(row.id, person_id=refused_to.id, **values)
            with pytest.raises(Missing):
                leave(row.id, person_id=refused_to.id, at=CHECKED_AT)
    sara = cast.applicant(people.SARA_IN_JORDAN)
    with tenant_context(cast.jordan), pytest.raises(Missing):
        close_business(row.id, person_id=sara.id, at=CHECKED_AT)

    assert len(roles_in(cast, row)) == 2
    assert cast.count(Invitation) == 0


def test_the_last_owner_cannot_leave_but_one_of_two_can(cast: Cast) -> None:
    row, sara = verified(cast), cast.applicant(people.SARA)
    joined(cast, row, AMAL)
    with tenant_context(cast.bahrain), pytest.raises(LastOwner):
        leave(row.id, person_id=sara.id, at=LATER)

    joined(cast, row, people.HASAN, "owner")
    with tenant_context(cast.bahrain):
        leave(row.id, person_id=sara.id, at=LATER)

    assert roles_in(cast, row, people.HASAN) == [
        ("hasan@example.com", "owner"),
        ("amal@example.com", "agent"),
    ]
    with tenant_context(cast.bahrain), pytest.raises(Missing):
        leave(row.id, person_id=sara.id, at=LATER)


def test_nobody_is_invited_before_the_company_is_verified(cast: Cast) -> None:
    row = claimed(cast)

    with pytest.raises(Invalid):
        invited(cast, row, AMAL)

    assert cast.count(Notification) == 0


def test_a_closed_company_has_no_members_and_opens_for_nobody(cast: Cast) -> None:
    row, sara = verified(cast), cast.applicant(people.SARA)
    joined(cast, row, AMAL)
    invited(cast, row, people.HASAN)

    with tenant_context(cast.bahrain):
        close_business(row.id, person_id=sara.id, at=LATER)

    with cast.inside(cast.bahrain):
        assert businesses_of(sara.id) == ()
        assert not Membership.objects.filter(until_at=None).exists()
    assert cast.count(Invitation) == 0


def test_the_end_of_an_account_ends_the_membership_and_deletes_its_documents(cast: Cast) -> None:
    row, sara = verified(cast), cast.applicant(people.SARA)
    joined(cast, row, AMAL)

    with tenant_context(cast.bahrain):
        forget_person(sara.id, at=LATER)

    assert roles_in(cast, row, AMAL) == [("amal@example.com", "agent")]
    assert cast.count(RegisterDocument) == 0
    assert cast.count(Attachment) == 0


def test_each_deed_is_on_record_and_says_who(cast: Cast) -> None:
    row, sara = verified(cast), cast.applicant(people.SARA)
    joined(cast, row, AMAL)
    with tenant_context(cast.bahrain):
        close_business(row.id, person_id=sara.id, at=LATER)

    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith="business.").order_by("id")
        events = [(entry.event, entry.actor_kind) for entry in rows]
    assert events == [
        ("business.claimed", "person"),
        ("business.verified", "staff"),
        ("business.invited", "person"),
        ("business.joined", "person"),
        ("business.closed", "person"),
    ]
    assert CLAIMED_AT < CHECKED_AT
