"""An entry names who acted, in whose place, and in which request; it holds one line of text."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from sawti.audit.context import Acting, ActorKind, nobody_acts_yet, note_acting
from sawti.audit.models import Entry
from sawti.audit.steps import write_entry
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

SOMEBODY = UUID("01900000-0000-7000-8000-0000000000aa")


def written(cast: Cast, at: datetime, event: str = "test.event", **facts: Any) -> Entry:
    with tenant_context(cast.bahrain), transaction.atomic():
        write_entry(event, at=at, **facts)
    with cast.inside(cast.bahrain):
        found: Entry = Entry.objects.get(event=event)
    return found


@pytest.mark.parametrize(
    ("event", "actor_id", "kind"),
    [
        ("test.event", SOMEBODY, "staff"),
        ("person.test", SOMEBODY, "person"),
        ("test.event", None, "system"),
    ],
)
def test_an_entry_tells_staff_persons_and_the_system_apart(
    cast: Cast, at: datetime, event: str, actor_id: UUID | None, kind: str
) -> None:
    entry = written(cast, at, event, actor_id=actor_id)

    assert (entry.actor_kind, entry.actor_id, entry.acting_for_id) == (kind, actor_id, None)


def test_who_acts_in_anothers_place_is_named_with_whom(cast: Cast, at: datetime) -> None:
    with nobody_acts_yet():
        note_acting(Acting(ActorKind.SUPPORT, SOMEBODY, cast.fatima.id))
        entry = written(cast, at, actor_id=SOMEBODY)

    assert (entry.actor_kind, entry.actor_id, entry.acting_for_id) == (
        "support",
        SOMEBODY,
        cast.fatima.id,
    )


def test_an_entry_about_another_actor_is_not_taken_for_the_one_who_acts(
    cast: Cast, at: datetime
) -> None:
    with nobody_acts_yet():
        note_acting(Acting(ActorKind.CLIENT, SOMEBODY))
        entry = written(cast, at, actor_id=cast.fatima.id)

    assert (entry.actor_kind, entry.actor_id) == ("staff", cast.fatima.id)


def test_who_acted_in_one_request_is_forgotten_in_the_next(cast: Cast, at: datetime) -> None:
    with nobody_acts_yet():
        note_acting(Acting(ActorKind.CLIENT, SOMEBODY))

    entry = written(cast, at, actor_id=SOMEBODY)

    assert entry.actor_kind == "staff"


def test_an_entry_carries_the_id_that_the_answer_to_the_request_has(cast: Cast) -> None:
    client = cast.client()

    response = client.post(
        "/desk/sign-in/", {"email": people.FATIMA.email, "password": "wrong password here"}
    )

    with cast.inside(cast.bahrain):
        entry = Entry.objects.get(event="staff.sign_in_refused")
    assert entry.request_id == response.headers["X-Request-ID"]
    assert len(entry.request_id) == 32


def test_an_entry_of_no_request_has_no_id_of_one(cast: Cast, at: datetime) -> None:
    assert written(cast, at).request_id == ""


@pytest.mark.parametrize(
    "typed",
    [
        "why\n2026-03-01 staff.signed_in",
        "why\r\n2026-03-01 staff.signed_in",
        "why\u20282026-03-01 staff.signed_in",
        "why\x85\x1b2026-03-01\x00 staff.signed_in",
        "why \u202e\u20662026-03-01 staff.signed_in",
    ],
)
def test_a_reason_cannot_look_like_a_second_entry(cast: Cast, at: datetime, typed: str) -> None:
    entry = written(cast, at, reason=typed)

    assert entry.reason == "why 2026-03-01 staff.signed_in"
