"""Who makes programs and their secrets, and that nobody gains by one what they may not give."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from sawti.clients.actions import add_client, add_secret, end_old_secret, revoke_client
from sawti.clients.errors import TooManySecrets
from sawti.clients.models import Client, Secret, Token
from sawti.entities.errors import MoreThanOwn
from sawti.entities.models import Entity, Level, Post, Role
from sawti.entities.steps import grant
from sawti.lib import clock as time
from sawti.lib.errors import Invalid, Missing, NotPermitted
from sawti.lib.permissions import GIVE_POSTS, MANAGE_CLIENTS
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast
from tests.sawti_api.test_clients import (
    CALL_CENTRE,
    STAFF_CASES,
    asked,
    bearer,
    events,
    made,
)


def give(cast: Cast, person: people.Person, *permissions: str, entity: str = "") -> None:
    """Give somebody a post with just these rights: everywhere, or in an entity."""
    with cast.writing(cast.bahrain):
        role = Role.objects.create(
            code=f"may-{len(permissions)}-{entity}",
            names={"en": "Of a test", "ar": "من اختبار"},
            level=Level.ENTITY if entity else Level.TENANT,
            permissions=list(permissions),
        )
        place = Entity.objects.get(code=entity) if entity else None
        staff = cast.staff(person)
        grant([Post.objects.create(staff=staff, role=role, entity=place, since_at=time.now())])


class TestSecrets:
    def test_nothing_that_opens_anything_is_kept(self, cast: Cast) -> None:
        client = made(cast)
        asked(cast, client)

        with cast.inside(cast.bahrain):
            kept = [bytes(row.secret_hash) for row in Secret.objects.all()]
            kept += [bytes(row.token_hash) for row in Token.objects.all()]
        assert [len(each) for each in kept] == [32, 32]
        assert client.secret.encode() not in kept

    def test_old_and_new_secret_count_side_by_side_for_a_week(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        old = made(cast)
        clock.shift(timedelta(days=1))
        with tenant_context(cast.bahrain):
            new = add_secret(old.client_id, by=cast.staff(people.SALMA), at=time.now())

        both = [asked(cast, each).status_code for each in (old, new)]
        clock.shift(timedelta(days=8))
        later = [asked(cast, each).status_code for each in (old, new)]

        assert (both, later) == ([200, 200], [401, 200])

    def test_a_third_secret_is_refused(self, cast: Cast) -> None:
        client, salma = made(cast), cast.staff(people.SALMA)
        with tenant_context(cast.bahrain):
            add_secret(client.client_id, by=salma, at=time.now())

            with pytest.raises(TooManySecrets):
                add_secret(client.client_id, by=salma, at=time.now())

    def test_a_leaked_old_secret_ends_at_once_with_its_tokens(self, cast: Cast) -> None:
        old, salma = made(cast), cast.staff(people.SALMA)
        headers = bearer(cast, old)
        with tenant_context(cast.bahrain):
            new = add_secret(old.client_id, by=salma, at=time.now())
            end_old_secret(old.client_id, by=salma, at=time.now())

        assert asked(cast, old).status_code == 401
        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 401
        assert asked(cast, new).status_code == 200

    def test_the_record_tells_the_life_of_a_client(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        client, salma = made(cast), cast.staff(people.SALMA)
        clock.shift(1)
        asked(cast, client)
        clock.shift(1)
        asked(cast, replace(client, secret="wrong"))
        clock.shift(1)
        with tenant_context(cast.bahrain):
            revoke_client(client.client_id, by=salma, at=time.now())

        assert events(cast, "client.") == [
            "client.added",
            "client.token_issued",
            "client.refused",
            "client.revoked",
        ]


class TestWhoMakesClients:
    @pytest.mark.parametrize("person", [people.FATIMA, people.NOOR, people.ADEL, people.LAYLA])
    def test_nobody_but_an_administrator(self, cast: Cast, person: people.Person) -> None:
        with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
            add_client(CALL_CENTRE, by=cast.staff(person), at=time.now())

        assert cast.count(Client) == 0

    def test_the_administrator_of_another_tenant_finds_no_such_client(self, cast: Cast) -> None:
        client = made(cast)

        with tenant_context(cast.jordan), pytest.raises(Missing):
            revoke_client(client.client_id, by=cast.staff(people.ZAID), at=time.now())

        assert asked(cast, client).status_code == 200

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"scopes": ()}, "scopes"),
            ({"scopes": ("cases:everything",)}, "scopes"),
            ({"days": 0}, "days"),
            ({"days": 4000}, "days"),
            ({"networks": ("192.0.2.1/24",)}, "networks"),
            ({"entity": ""}, "entity"),
            ({"role": "administrator"}, "role"),
            ({"entity": "atlantis"}, "entity"),
        ],
    )
    def test_what_makes_no_sense_is_refused_by_name(
        self, cast: Cast, changes: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(Invalid) as refusal:
            made(cast, **changes)

        assert refusal.value.field == field
        assert cast.count(Client) == 0

    def test_nobody_gives_a_client_a_post_that_they_could_give_nobody(self, cast: Cast) -> None:
        give(cast, people.NOOR, MANAGE_CLIENTS)

        with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
            add_client(CALL_CENTRE, by=cast.noor, at=time.now())

        assert cast.count(Client) == 0

    def test_nobody_gives_a_client_more_than_they_may_do_there_themselves(self, cast: Cast) -> None:
        give(cast, people.NOOR, MANAGE_CLIENTS)
        give(cast, people.NOOR, GIVE_POSTS, entity=CALL_CENTRE.entity)

        with tenant_context(cast.bahrain), pytest.raises(MoreThanOwn):
            add_client(CALL_CENTRE, by=cast.noor, at=time.now())

        assert cast.count(Client) == 0

    def test_nobody_gets_a_secret_of_a_client_whose_post_they_could_give_nobody(
        self, cast: Cast
    ) -> None:
        client = made(cast)
        give(cast, people.NOOR, MANAGE_CLIENTS)

        with tenant_context(cast.bahrain), pytest.raises(NotPermitted):
            add_secret(client.client_id, by=cast.noor, at=time.now())

        assert cast.count(Secret) == 1

    def test_a_client_without_a_post_needs_no_more_than_managing_clients(self, cast: Cast) -> None:
        give(cast, people.NOOR, MANAGE_CLIENTS)
        without = replace(CALL_CENTRE, role="", entity="")

        with tenant_context(cast.bahrain):
            shown = add_client(without, by=cast.noor, at=time.now())
            add_secret(shown.client_id, by=cast.noor, at=time.now())

        assert cast.count(Secret) == 2
