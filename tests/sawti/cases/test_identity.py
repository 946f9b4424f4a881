"""Who filed a case: opened by right and reason only, and every opening is on record."""

from datetime import datetime
from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.cases.actions.identity import open_identity
from sawti.cases.errors import CaseNotFound
from sawti.cases.facts import Contact, Identity
from sawti.lib.errors import Invalid, NotPermitted
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.cases.scenes import everything

REASON = "نحتاج إلى الاتصال بصاحب الشكوى"


def entries(cast: Cast) -> list[Entry]:
    with cast.inside(cast.bahrain):
        return list(Entry.objects.filter(event__startswith="identity."))


def opens(cast: Cast, case_id: Any, by: Staff, at: datetime, reason: str = REASON) -> Any:
    with tenant_context(cast.bahrain):
        return open_identity(case_id, by=by, reason=reason, at=at)


def test_the_focal_point_opens_the_identity_and_it_is_on_record(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = cast.file_case(
        contact=Contact("سارة", "sara@example.com", "36123456", "900412345", "المحرق")
    ).case_id

    found = opens(cast, case_id, cast.fatima, at)

    assert found == Identity("سارة", "sara@example.com", "+97336123456", "900412345", "المحرق")
    (entry,) = entries(cast)
    assert (entry.event, entry.actor_id, entry.object_type, entry.object_id) == (
        "identity.opened",
        cast.fatima.id,
        "case",
        case_id,
    )
    assert (entry.reason, entry.at) == (REASON, at)


def test_a_record_of_an_opening_does_not_repeat_the_identity(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = cast.file_case().case_id

    opens(cast, case_id, cast.fatima, at)

    assert "sara@example.com" not in repr([vars(entry) for entry in entries(cast)])


def test_who_gave_nothing_stays_unknown_and_the_look_is_still_on_record(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = cast.file_case(contact=Contact()).case_id

    found = opens(cast, case_id, cast.fatima, at)

    assert found is None
    assert [entry.event for entry in entries(cast)] == ["identity.opened"]


def test_the_head_may_not_open_it_and_the_refusal_is_on_record(
    cast: Cast, clock: Any, at: datetime
) -> None:
    case_id = cast.file_case().case_id

    with pytest.raises(NotPermitted):
        opens(cast, case_id, cast.khalid, at)

    assert [(entry.event, entry.actor_id) for entry in entries(cast)] == [
        ("identity.refused", cast.khalid.id)
    ]


@pytest.mark.parametrize("name", ["yusuf", "noor", "omar"])
def test_who_does_not_see_the_case_is_told_that_there_is_none(
    cast: Cast, clock: Any, at: datetime, name: str
) -> None:
    case_id = cast.file_case().case_id
    before = everything(cast)

    with pytest.raises(CaseNotFound):
        opens(cast, case_id, getattr(cast, name), at)

    assert everything(cast) == before


@pytest.mark.parametrize("reason", ["", "  \n", "\x00", "x" * 301])
def test_without_a_proper_reason_nothing_is_opened(
    cast: Cast, clock: Any, at: datetime, reason: str
) -> None:
    case_id = cast.file_case().case_id

    with pytest.raises(Invalid) as refusal:
        opens(cast, case_id, cast.fatima, at, reason)

    assert refusal.value.field == "reason"
    assert entries(cast) == []
