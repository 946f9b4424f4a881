"""What somebody has typed so far: sealed, for a day, opened by the token alone."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sawti.cases.actions.drafts import OpenDraft, open_draft, save_draft
from sawti.cases.actions.sweeps import forget_expired
from sawti.cases.models import Draft
from sawti.tenancy.context import TenantFacts, tenant_context
from tests.cast import STORY, Cast


def saved(
    cast: Cast, values: dict[str, str], at: datetime, draft: OpenDraft | None = None
) -> OpenDraft:
    with tenant_context(cast.bahrain):
        return save_draft(draft, values, at=at)


def opened(
    cast: Cast, token: str, at: datetime, tenant: TenantFacts | None = None
) -> OpenDraft | None:
    with tenant_context(tenant or cast.bahrain):
        return open_draft(token, at=at)


def rows(cast: Cast) -> list[dict[str, Any]]:
    with cast.inside(cast.bahrain):
        return list(Draft.objects.values())


def test_a_draft_opens_with_its_token(cast: Cast, at: datetime) -> None:
    draft = saved(cast, {"story": STORY}, at)

    assert opened(cast, draft.token, at) == draft
    assert draft.values == {"story": STORY}


def test_a_draft_is_stored_sealed_and_its_token_hashed(cast: Cast, at: datetime) -> None:
    draft = saved(cast, {"story": STORY, "email": "sara@example.com"}, at)

    (row,) = rows(cast)
    stored = bytes(row["sealed"]) + bytes(row["token_hash"])
    assert STORY.encode() not in stored
    assert b"sara@example.com" not in stored
    assert draft.token.encode() not in stored


def test_each_page_adds_to_the_draft_under_the_same_token(cast: Cast, at: datetime) -> None:
    first = saved(cast, {"type": "complaint", "story": "قديم"}, at)

    second = saved(cast, {"story": STORY}, at, first)

    assert (second.id, second.token) == (first.id, first.token)
    assert opened(cast, first.token, at) == second
    assert second.values == {"type": "complaint", "story": STORY}
    assert len(rows(cast)) == 1


@pytest.mark.parametrize(
    ("age", "is_there"),
    [(timedelta(hours=24) - timedelta(microseconds=1), True), (timedelta(hours=24), False)],
)
def test_a_draft_lives_for_24_hours(
    cast: Cast, at: datetime, age: timedelta, is_there: bool
) -> None:
    draft = saved(cast, {"story": STORY}, at)

    assert (opened(cast, draft.token, at + age) is not None) is is_there


def test_each_page_gives_a_draft_24_hours_more(cast: Cast, at: datetime) -> None:
    draft = saved(cast, {"story": STORY}, at)
    saved(cast, {"place": "المنامة"}, at + timedelta(hours=20), draft)

    assert opened(cast, draft.token, at + timedelta(hours=43)) is not None


@pytest.mark.parametrize("token", ["", "x", "\x00", "\ud800", "a" * 10_000])
def test_an_unknown_token_opens_nothing(cast: Cast, at: datetime, token: str) -> None:
    saved(cast, {"story": STORY}, at)

    assert opened(cast, token, at) is None


def test_a_token_with_one_changed_character_opens_nothing(cast: Cast, at: datetime) -> None:
    draft = saved(cast, {"story": STORY}, at)

    assert opened(cast, draft.token.swapcase(), at) is None


def test_a_draft_whose_stored_bytes_were_changed_does_not_open(cast: Cast, at: datetime) -> None:
    from django.db import transaction

    draft = saved(cast, {"story": STORY}, at)
    (row,) = rows(cast)
    changed = bytes(row["sealed"])[:-1] + bytes([bytes(row["sealed"])[-1] ^ 1])
    with tenant_context(cast.bahrain), transaction.atomic():
        Draft.objects.update(sealed=changed)

    assert opened(cast, draft.token, at) is None


def test_a_draft_does_not_open_in_the_other_tenant(cast: Cast, at: datetime) -> None:
    draft = saved(cast, {"story": STORY}, at)

    assert opened(cast, draft.token, at, cast.jordan) is None


def test_expired_drafts_are_deleted_and_others_stay(cast: Cast, at: datetime) -> None:
    saved(cast, {"story": "alt"}, at)
    young = saved(cast, {"story": "neu"}, at + timedelta(hours=12))

    with tenant_context(cast.bahrain):
        forgotten = forget_expired(at=at + timedelta(hours=30))

    assert forgotten == 1
    assert [row["id"] for row in rows(cast)] == [young.id]
