"""A proof was accepted wrongly: staff take it back, and nothing opens any more."""

from pathlib import Path
from typing import Any

import pytest

from sawti.acting.actions import add_proof, withdraw_acceptance
from sawti.acting.errors import ActingOver, ProofClosed, RepresentationDecided
from sawti.acting.facts import Right
from sawti.audit.models import Entry
from sawti.cases.own_cases import own_case_id
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.notifications.models import Notification
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc
from tests.sawti.acting.scenes import (
    CHECKED_AT,
    accepted,
    filed_for,
    looked_at,
    only,
    refused,
)
from tests.sawti.acting.test_representation import LATER, listed, opens

WHY = "The judgment was set aside."


@pytest.fixture(autouse=True)
def _own_folder(files_folder: Path, clock: Any) -> None:
    """Every test here keeps files."""


def withdrawn(cast: Cast, *, by: Any = None, reason: str = WHY, at: Any = CHECKED_AT) -> None:
    with tenant_context(cast.bahrain):
        withdraw_acceptance(only(cast).id, by=by or cast.noor, reason=reason, at=at)


def told(cast: Cast) -> list[tuple[str, str, str]]:
    with cast.inside(cast.bahrain):
        rows = Notification.objects.filter(template="representation_decided").order_by("id")
        return [(row.address, row.params["outcome"], row.params["reason"]) for row in rows]


def test_what_was_accepted_wrongly_is_taken_back_told_and_recorded(cast: Cast) -> None:
    filed, sara = filed_for(cast), cast.applicant(people.SARA)
    accepted(cast)
    before = listed(cast, sara)

    withdrawn(cast)

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="representation.withdrawn")
        row = only(cast)
        assert own_case_id(sara.id, filed.number, right=Right.FOLLOW, at=LATER) is None
    assert (before, listed(cast, sara)) == ([filed.number], [])
    with pytest.raises(ActingOver):
        opens(cast, filed)
    assert (row.state, row.reason, row.decided_by_id) == ("refused", WHY, cast.noor.id)
    assert (entry.actor_id, entry.object_id, entry.reason) == (cast.noor.id, row.id, WHY)
    assert told(cast) == [
        (people.SARA.email, "proven", ""),
        (people.SARA.email, "withdrawn", WHY),
    ]


def test_news_of_the_case_goes_to_the_representative_no_more(cast: Cast) -> None:
    filed = filed_for(cast)
    accepted(cast)
    withdrawn(cast)

    cast.take(filed.case_id)
    cast.answer(filed.case_id)
    cast.deliver()

    with cast.inside(cast.bahrain):
        assert not Notification.objects.filter(template="case_answered").exists()


def test_another_document_makes_the_claim_wait_again(cast: Cast) -> None:
    filed_for(cast)
    accepted(cast)
    withdrawn(cast)
    token = cast.upload(name="judgment.jpg", on="2026-03-01T12:00Z").token

    with tenant_context(cast.bahrain):
        add_proof(
            only(cast).id,
            person_id=cast.applicant(people.SARA).id,
            files=[token],
            at=utc("2026-03-01T12:00Z"),
        )

    assert only(cast).state == "claimed"


def test_nobody_takes_it_back_without_right_reason_or_look(cast: Cast) -> None:
    filed_for(cast)
    accepted(cast)

    with pytest.raises(NotPermitted):
        withdrawn(cast, by=cast.fatima)
    with pytest.raises(Invalid):
        withdrawn(cast, reason=" ")
    with pytest.raises(ProofClosed):
        withdrawn(cast, at=utc("2026-03-01T11:01Z"))
    with tenant_context(cast.jordan), pytest.raises((Missing, NotPermitted)):
        withdraw_acceptance(only(cast).id, by=cast.omar, reason=WHY, at=CHECKED_AT)

    assert only(cast).state == "proven"
    assert len(told(cast)) == 1


def test_only_what_is_accepted_is_taken_back(cast: Cast) -> None:
    filed_for(cast)
    looked_at(cast)
    with pytest.raises(RepresentationDecided):
        withdrawn(cast)
    refused(cast)

    with pytest.raises(RepresentationDecided):
        withdrawn(cast)

    assert [outcome for _address, outcome, _reason in told(cast)] == ["refused"]
