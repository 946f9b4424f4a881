"""A mailed link that is used many times at the same moment counts once, in real transactions."""

from collections import Counter
from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.lib import clock
from sawti.lib.openid import Claims
from sawti.signin.actions.forgotten import reset_password
from sawti.signin.actions.providers import accept_with_provider
from sawti.signin.actions.staff import accept_invitation, invite
from sawti.signin.errors import LinkDead
from sawti.signin.links import token_of
from sawti.signin.models import Identity, Link, LinkPurpose
from sawti.signin.steps import make_link
from sawti.tenancy.context import tenant_context
from tests.cast import Cast
from tests.sawti.accounts.test_codes_at_once import AT_ONCE, all_at_once

pytestmark = pytest.mark.usefixtures("committed")

ONCE = {"done": 1, LinkDead: AT_ONCE - 1}


def events(cast: Cast, event: str) -> int:
    with cast.inside(cast.bahrain):
        return int(Entry.objects.filter(event=event).count())


def invited(cast: Cast) -> str:
    with tenant_context(cast.bahrain):
        invite(by=cast.salma, email="mona@x.example", name="Mona", language="en", at=clock.now())
    with cast.inside(cast.bahrain):
        return token_of(Link.objects.get(purpose=LinkPurpose.INVITATION))


def results(cast: Cast, act: Any) -> dict[Any, int]:
    def use(number: int) -> str:
        act(number)
        return "done"

    return dict(Counter(all_at_once(cast, use)))


def test_one_new_password_comes_of_a_reset_link(cast: Cast) -> None:
    with cast.writing(cast.bahrain):
        token = token_of(make_link(cast.yusuf, LinkPurpose.RESET, at=clock.now()))

    found = results(
        cast, lambda n: reset_password(token, new=f"other words in row {n}", at=clock.now())
    )

    assert found == ONCE
    assert events(cast, "staff.password_reset") == 1


def test_one_account_is_taken_with_an_invitation(cast: Cast) -> None:
    token = invited(cast)

    found = results(
        cast,
        lambda n: accept_invitation(
            token, name=f"Mona {n}", new=f"other words in row {n}", at=clock.now()
        ),
    )

    assert found == ONCE
    assert events(cast, "staff.joined") == 1


def test_one_identity_is_linked_by_an_invitation(cast: Cast) -> None:
    token = invited(cast)

    def take(number: int) -> Staff:
        claims = Claims("https://id.example", f"u-{number}", "", "", frozenset())
        return accept_with_provider(token, claims, at=clock.now())

    assert results(cast, take) == ONCE
    assert cast.count(Identity) == 1
