"""Programs: a token for id and secret, scopes, two live secrets, revocation that bites at once."""

import base64
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse

from sawti.accounts.models import Staff
from sawti.audit.models import Entry
from sawti.clients.actions import (
    NewClient,
    ShownSecret,
    add_client,
    revoke_client,
)
from sawti.clients.models import Client, Token
from sawti.lib import clock as time
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast

TOKEN, REVOKE = "/api/v1/oauth/token", "/api/v1/oauth/revoke"
CASES, STAFF_CASES = "/api/v1/cases", "/api/v1/staff/cases"
CALL_CENTRE = NewClient(
    name="Call centre",
    scopes=("cases:file", "cases:read", "cases:answer"),
    channel="contact_centre",
    days=365,
    role="focal_point",
    entity="ewa-electricity-distribution",
)
NONSENSE = {"Authorization": "Basic x"}
CASE = {
    "type": "complaint",
    "story": "The light is out.",
    "language": "en",
    "category": "street-lighting",
}


def made(cast: Cast, **changes: Any) -> ShownSecret:
    with tenant_context(cast.bahrain):
        return add_client(
            replace(CALL_CENTRE, **changes), by=cast.staff(people.SALMA), at=time.now()
        )


def basic(client: ShownSecret) -> dict[str, str]:
    text = f"{client.client_id}:{client.secret}"
    return {"Authorization": f"Basic {base64.b64encode(text.encode()).decode()}"}


def post(cast: Cast, address: str, tenant: str = "bahrain", **sent: Any) -> HttpResponse:
    headers = sent.pop("headers", {})
    body = "&".join(f"{name}={value}" for name, value in sent.items())
    return cast.client(tenant=tenant).post(  # type: ignore[no-any-return]
        address, body, content_type="application/x-www-form-urlencoded", headers=headers
    )


def asked(cast: Cast, client: ShownSecret, **form: str) -> HttpResponse:
    sent = {"grant_type": "client_credentials", **form}
    return post(cast, TOKEN, headers=basic(client), **sent)


def bearer(cast: Cast, client: ShownSecret, **form: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {asked(cast, client, **form).json()['access_token']}"}


def events(cast: Cast, prefix: str) -> list[str]:
    with cast.inside(cast.bahrain):
        rows = Entry.objects.filter(event__startswith=prefix).order_by("at", "id")
        return list(rows.values_list("event", flat=True))


class TestAskingForAToken:
    def test_id_and_secret_give_a_token_for_a_quarter_of_an_hour(self, cast: Cast) -> None:
        response = asked(cast, made(cast))

        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "no-store"
        body = response.json()
        assert body.pop("access_token").startswith("sawti_token_")
        assert body == {
            "token_type": "Bearer",
            "expires_in": 900,
            "scope": "cases:answer cases:file cases:read",
        }

    def test_the_secret_may_come_in_the_form(self, cast: Cast) -> None:
        client = made(cast)

        response = post(
            cast,
            TOKEN,
            grant_type="client_credentials",
            client_id=client.client_id,
            client_secret=client.secret,
        )

        assert response.status_code == 200

    def test_fewer_scopes_may_be_asked_for_and_no_others(self, cast: Cast) -> None:
        client = made(cast, scopes=("cases:read",))

        assert asked(cast, client, scope="cases:read").json()["scope"] == "cases:read"
        for scope in ("cases:file", "cases:everything", "cases:read cases:file"):
            response = asked(cast, client, scope=scope)
            assert (response.status_code, response.json()) == (400, {"error": "invalid_scope"})

    def test_whatever_is_wrong_is_answered_the_same(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        client, over, ended, elsewhere = (
            made(cast),
            made(cast, name="Over", days=1),
            made(cast, name="Ended"),
            made(cast, name="Elsewhere", networks=("192.0.2.0/24",)),
        )
        with tenant_context(cast.bahrain):
            revoke_client(ended.client_id, by=cast.staff(people.SALMA), at=time.now())
        clock.shift(timedelta(days=2))
        unknown = ShownSecret(cast.fatima.id, client.secret)

        answers = [
            asked(cast, replace(client, secret="sawti_secret_wrong")),
            asked(cast, unknown),
            asked(cast, over),
            asked(cast, ended),
            asked(cast, elsewhere),
            post(
                cast,
                TOKEN,
                tenant="jordan",
                headers=basic(client),
                grant_type="client_credentials",
            ),
            post(cast, TOKEN, grant_type="client_credentials"),
            post(
                cast, TOKEN, headers={"Authorization": "Basic x"}, grant_type="client_credentials"
            ),
        ]

        assert {
            (each.status_code, each.content, each.headers["WWW-Authenticate"]) for each in answers
        } == {(401, b'{"error":"invalid_client"}', 'Basic realm="api clients"')}
        assert cast.count(Token) == 0

    @pytest.mark.parametrize(
        ("form", "error"),
        [
            ({}, "invalid_request"),
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"grant_type": "client_credentials&grant_type=x"}, "invalid_request"),
            ({"grant_type": "client_credentials", "client_secret": "x"}, "invalid_request"),
        ],
    )
    def test_a_wrong_form_is_refused_in_the_words_of_the_rfc(
        self, cast: Cast, form: dict[str, str], error: str
    ) -> None:
        response = post(cast, TOKEN, headers=basic(made(cast)), **form)

        assert (response.status_code, response.json()) == (400, {"error": error})

    def test_a_client_comes_from_its_networks(self, cast: Cast) -> None:
        client = made(cast, networks=("127.0.0.0/8",))

        assert asked(cast, client).status_code == 200


class TestCalling:
    def test_a_client_sees_the_cases_of_its_post_and_no_others(self, cast: Cast) -> None:
        own, other = cast.file_case(), cast.file_case(category="road-pothole")
        headers = bearer(cast, made(cast))

        listed = cast.client().get(STAFF_CASES, headers=headers).json()["results"]
        statuses = [
            cast.client().get(f"{STAFF_CASES}/{each.case_id}", headers=headers).status_code
            for each in (own, other)
        ]

        assert [row["number"] for row in listed] == [own.number]
        assert statuses == [200, 404]

    def test_a_client_without_a_post_sees_nothing(self, cast: Cast) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast, role="", entity=""))

        response = cast.client().get(f"{STAFF_CASES}/{filed.case_id}", headers=headers)

        assert response.status_code == 404

    def test_a_case_that_a_client_files_has_the_clients_channel_and_is_recorded(
        self, cast: Cast
    ) -> None:
        headers = bearer(cast, made(cast))

        response = cast.client().post(
            CASES, {**CASE, "channel": "web"}, content_type="application/json", headers=headers
        )

        assert response.status_code == 201
        with cast.inside(cast.bahrain):
            entry = Entry.objects.get(event="case.filed_by_client")
            account = Client.objects.get().staff_id
        assert cast.case(entry.object_id).channel == "contact_centre"
        assert (entry.actor_kind, entry.actor_id) == ("client", account)

    def test_what_a_client_does_is_recorded_as_its_own(self, cast: Cast) -> None:
        headers = bearer(cast, made(cast))

        cast.client().get(f"{STAFF_CASES}/{cast.fatima.id}", headers=headers)

        with cast.inside(cast.bahrain):
            assert Entry.objects.get(event="access.denied").actor_kind == "client"

    @pytest.mark.parametrize(
        ("scope", "method", "address", "body"),
        [
            ("cases:file", "get", STAFF_CASES, None),
            ("cases:read", "post", CASES, CASE),
            ("cases:read", "post", f"{STAFF_CASES}/{{case}}/take", {"version": 1}),
        ],
    )
    def test_a_call_without_its_scope_is_refused(
        self, cast: Cast, scope: str, method: str, address: str, body: Any
    ) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast), scope=scope)
        sent = {"data": body, "content_type": "application/json"} if body else {}

        response = getattr(cast.client(), method)(
            address.format(case=filed.case_id), headers=headers, **sent
        )

        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
        assert 'error="insufficient_scope"' in response.headers["WWW-Authenticate"]
        assert cast.case(filed.case_id).state == "received"

    def test_no_client_opens_an_identity(self, cast: Cast) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast))

        response = cast.client().post(
            f"{STAFF_CASES}/{filed.case_id}/identity",
            {"reason": "to call back"},
            content_type="application/json",
            headers=headers,
        )

        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
        assert events(cast, "identity.") == []

    @pytest.mark.parametrize("address", ["circle", "colleagues"])
    def test_no_client_reads_who_may_know_of_a_case(self, cast: Cast, address: str) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast))

        response = cast.client().get(f"{STAFF_CASES}/{filed.case_id}/{address}", headers=headers)

        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")

    @pytest.mark.parametrize(
        ("deed", "body"),
        [
            ("classify", {"version": 1, "confidentiality": "integrity", "reason": "why"}),
            ("participants", {"kind": "reader", "reason": "why"}),
            ("conflicts", {"version": 1, "entity": "ministry-of-works", "reason": "why"}),
        ],
    )
    def test_no_client_changes_who_may_know_of_a_case(
        self, cast: Cast, deed: str, body: Any
    ) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast, role="dispatcher"))

        response = cast.client().post(
            f"{STAFF_CASES}/{filed.case_id}/{deed}",
            {**body, "colleague": str(cast.yusuf.id)},
            content_type="application/json",
            headers=headers,
        )

        assert (response.status_code, response.json()["code"]) == (403, "insufficient_scope")
        assert cast.case(filed.case_id).version == 1

    def test_a_client_takes_and_answers_without_a_csrf_token(self, cast: Cast) -> None:
        filed = cast.file_case()
        headers = bearer(cast, made(cast))
        client = cast.client()
        client.handler.enforce_csrf_checks = True

        response = client.post(
            f"{STAFF_CASES}/{filed.case_id}/take",
            {"version": cast.case(filed.case_id).version},
            content_type="application/json",
            headers=headers,
        )

        assert response.status_code == 200

    def test_whoever_sends_a_token_is_not_helped_by_a_cookie(self, cast: Cast) -> None:
        signed_in = cast.client(people.FATIMA)

        response = signed_in.get(STAFF_CASES, headers={"Authorization": "Bearer nonsense"})

        assert (response.status_code, response.json()["code"]) == (401, "invalid_token")
        assert 'error="invalid_token"' in response.headers["WWW-Authenticate"]


class TestEnding:
    def test_every_token_that_does_not_count_is_answered_the_same(
        self, cast: Cast, clock: time_machine.Traveller
    ) -> None:
        old = bearer(cast, made(cast))
        clock.shift(timedelta(minutes=16))
        client = made(cast, name="Second")
        revoked, foreign = bearer(cast, client), bearer(cast, made(cast, name="Third"))
        with tenant_context(cast.bahrain):
            revoke_client(client.client_id, by=cast.staff(people.SALMA), at=time.now())

        answers = [
            cast.client().get(STAFF_CASES, headers=old),
            cast.client().get(STAFF_CASES, headers=revoked),
            cast.client(tenant="jordan").get(STAFF_CASES, headers=foreign),
            cast.client().get(STAFF_CASES, headers={"Authorization": "Bearer nonsense"}),
        ]

        bodies = {each.content for each in answers}
        assert {each.status_code for each in answers} == {401}
        assert len(bodies) == 1

    def test_disabling_the_service_account_bites_on_the_next_request(self, cast: Cast) -> None:
        client = made(cast)
        headers = bearer(cast, client)
        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 200

        with cast.writing(cast.bahrain):
            Staff.objects.filter(clients__id=client.client_id).update(is_active=False)

        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 401

    def test_a_scope_that_is_taken_bites_on_the_next_request(self, cast: Cast) -> None:
        headers = bearer(cast, made(cast))

        with cast.writing(cast.bahrain):
            Client.objects.update(scopes=["cases:file"])

        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 403

    def test_a_client_ends_its_own_token(self, cast: Cast) -> None:
        client = made(cast)
        headers = bearer(cast, client)
        token = headers["Authorization"].removeprefix("Bearer ")

        response = post(cast, REVOKE, headers=basic(client), token=token)

        assert (response.status_code, response.content) == (200, b"")
        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 401

    def test_a_client_cannot_end_the_token_of_another(self, cast: Cast) -> None:
        headers = bearer(cast, made(cast))
        token = headers["Authorization"].removeprefix("Bearer ")

        response = post(cast, REVOKE, headers=basic(made(cast, name="Second")), token=token)

        assert response.status_code == 200
        assert cast.client().get(STAFF_CASES, headers=headers).status_code == 200
