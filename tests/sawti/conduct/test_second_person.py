"""Of two who stand in one post, one deciding after the other is not two people deciding."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sawti.accounts.models import Staff
from sawti.conduct.errors import SecondPerson
from sawti.conduct.models import State
from sawti.entities.actions import Period, delegate
from sawti.entities.models import Post
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti.conduct.scenes import AMINA, decide, events, hear, now, operation_room, propose

BASMA = people.Person(
    "Basma Ali", "basma@bahrain.example", "bahrain", "en", {}, tenant_posts=("operation_room",)
)


@pytest.fixture
def amina(cast: Cast, clock: Any) -> Staff:
    return operation_room(cast)


def represent(cast: Cast, holder: Staff, deputy: Staff, at: datetime) -> None:
    with cast.inside(cast.bahrain):
        post = Post.objects.get(staff=holder, acting_for=None)
    with tenant_context(cast.bahrain):
        delegate(
            post.id,
            to_id=deputy.id,
            period=Period(at, at + timedelta(days=7)),
            reason="leave",
            by=holder,
            at=at,
        )


def test_a_deputy_does_not_confirm_what_the_holder_proposed(
    cast: Cast, amina: Staff, at: datetime
) -> None:
    represent(cast, amina, cast.noor, at)
    limit = propose(cast, cast.file_case().case_id, at, by=amina)

    with pytest.raises(SecondPerson):
        decide(cast, limit, at, by=cast.noor)

    assert now(cast, limit).state == State.PROPOSED
    assert events(cast) == {"contact.limit_proposed"}


def test_the_holder_does_not_confirm_what_a_deputy_proposed(
    cast: Cast, amina: Staff, at: datetime
) -> None:
    represent(cast, amina, cast.noor, at)
    limit = propose(cast, cast.file_case().case_id, at, by=cast.noor)

    with pytest.raises(SecondPerson):
        decide(cast, limit, at, by=amina)
    page = cast.client(AMINA).get(f"/desk/contacts/{limit.id}/").text

    assert 'value="confirm"' not in page
    assert now(cast, limit).state == State.PROPOSED


def test_a_deputy_of_who_confirmed_it_does_not_hear_the_objection(
    cast: Cast, amina: Staff, at: datetime
) -> None:
    represent(cast, amina, cast.noor, at)
    limit = decide(cast, propose(cast, cast.file_case().case_id, at), at, by=amina)
    with cast.writing(cast.bahrain):
        type(limit).objects.filter(pk=limit.pk).update(appeal="It is wrong.", appealed_at=at)

    with pytest.raises(SecondPerson):
        hear(cast, limit, cast.noor, at, upholds=False)

    assert now(cast, limit).state == State.IN_FORCE


def test_a_colleague_in_a_post_of_their_own_confirms(
    cast: Cast, amina: Staff, at: datetime
) -> None:
    basma = operation_room(cast, BASMA)
    represent(cast, amina, cast.noor, at)
    limit = propose(cast, cast.file_case().case_id, at, by=amina)

    decide(cast, limit, at, by=basma)

    assert now(cast, limit).decided_by_id == basma.id
