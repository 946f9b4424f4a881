"""Which request counts against which limit, and what somebody reads who came too often."""

import base64
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import get_resolver

from sawti.accounts.models import OneTimeCode
from sawti.audit.models import Entry
from sawti.limits.models import Bucket
from sawti.limits.rules import RULES, changed_rules
from sawti.project.limited import ROUTES, Calls
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc

HOST = {"HTTP_HOST": "bahrain.localhost"}
WRONG = {"email": "fatima@ewa.example", "password": "wrong wrong wrong"}


@pytest.fixture
def limits(settings: Any) -> Any:
    def turn_on(changes: str) -> None:
        settings.SAWTI_LIMITS = changed_rules(changes)

    return turn_on


def browser(address: str = "192.0.2.1", **headers: str) -> Client:
    return Client(REMOTE_ADDR=address, **HOST, **headers)


def asked(address: str = "192.0.2.1", **headers: str) -> int:
    """Ask for a one-time code; return the status."""
    client = browser(address, **headers)
    return client.post("/en/sign-in/", {"email": "sara@example.com"}).status_code


def test_every_rule_that_a_route_names_is_in_the_table() -> None:
    assert {each.rule for limited in ROUTES.values() for each in limited} <= set(RULES)


def test_every_route_that_is_named_exists() -> None:
    assert [name for name in ROUTES if not exists(name)] == []


def exists(name: str) -> bool:
    space, _, last = name.rpartition(":")
    resolver = get_resolver()
    if space == "portal":
        _prefix, resolver = next(
            each.namespace_dict[space]
            for each in resolver.url_patterns
            if space in getattr(each, "namespace_dict", {})
        )
    elif space:
        _prefix, resolver = resolver.namespace_dict[space]
    return last in resolver.reverse_dict


def test_whoever_comes_too_often_reads_when_to_come_again(cast: Cast, limits: Any) -> None:
    limits("code.both=2/10m")
    asked()
    asked()

    client = browser()
    response = client.post("/en/sign-in/", {"email": "sara@example.com"})

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "300"
    assert "Too many attempts came in a short time. Try again in 5 minutes." in response.text
    assert cast.count(OneTimeCode) == 2


def test_in_arabic_too(cast: Cast, limits: Any) -> None:
    limits("code.source=1/h")
    asked()

    response = browser().post("/ar/sign-in/", {"email": "sara@example.com"})

    assert response.status_code == 429
    assert "حاول مجددًا" in response.text


def test_the_api_answers_with_a_problem(cast: Cast, limits: Any) -> None:
    limits("file.source=1/h")
    client = browser()
    client.post("/api/v1/cases", {}, content_type="application/json")

    response = client.post("/api/v1/cases", {}, content_type="application/json")

    assert response.status_code == 429
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["Retry-After"] == "3600"
    assert response.json()["code"] == "too_many_requests"


def test_a_refused_attempt_stays_counted(cast: Cast, limits: Any) -> None:
    limits("receipt.both=1/h")
    case = cast.file_case()
    client = browser()
    wrong = {"number": case.number, "receipt": "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA"}

    first, second = (client.post("/en/track/", wrong).status_code for _ in range(2))

    assert (first, second) == (422, 429)


def test_an_address_that_a_sender_made_up_changes_nothing(cast: Cast, limits: Any) -> None:
    limits("code.source=1/h")

    statuses = [asked(HTTP_X_FORWARDED_FOR=f"198.51.100.{n}") for n in range(2)]

    assert statuses == [303, 429]


def test_behind_proxies_the_address_counts_that_the_outermost_one_saw(
    cast: Cast, limits: Any, settings: Any
) -> None:
    settings.SAWTI_BEHIND_PROXY, settings.SAWTI_TRUSTED_PROXIES = True, 2
    limits("code.source=1/h")

    same = [asked(HTTP_X_FORWARDED_FOR=f"203.0.113.{n}, 198.51.100.1, 10.0.0.2") for n in (1, 2)]
    other = asked(HTTP_X_FORWARDED_FOR="198.51.100.2, 10.0.0.2")

    assert (same, other) == ([303, 429], 303)


def test_a_refusal_leaves_no_trace_of_the_action(cast: Cast, limits: Any) -> None:
    limits("sign_in.both=1/h")
    client = browser()
    client.post("/desk/sign-in/", WRONG)
    before = cast.count(Entry)

    response = client.post("/desk/sign-in/", WRONG)

    assert response.status_code == 429
    assert cast.count(Entry) == before


def test_a_stranger_cannot_lock_an_account_for_its_owner(cast: Cast, limits: Any) -> None:
    limits("sign_in.both=2/h")
    for _ in range(5):
        browser("192.0.2.66").post("/desk/sign-in/", WRONG)

    assert browser("192.0.2.1").post("/desk/sign-in/", WRONG).status_code == 403


def test_calls_of_the_api_are_counted_some_at_a_time(cast: Cast, limits: Any) -> None:
    limits("api.source=40/m")
    client = browser()

    statuses = [client.get("/api/v1/types").status_code for _ in range(42)]

    assert statuses.count(200) == 40
    assert statuses[-2:] == [429, 429]


def test_most_calls_write_nothing(cast: Cast) -> None:
    calls, at = Calls(), utc("2026-03-01T08:00Z")

    with tenant_context(cast.bahrain):
        taken = [len(calls.attempts("192.0.2.1", at)) for _ in range(21)]

    assert taken == [1] + [0] * 19 + [1]


def test_without_limits_nothing_is_counted(cast: Cast) -> None:
    asked()

    assert Bucket.objects.count() == 0


def basic(name: str) -> str:
    return f"Basic {base64.b64encode(f'{name}:wrong'.encode()).decode()}"


@pytest.mark.parametrize("path", ["/api/v1/oauth/token", "/api/v1/oauth/revoke"])
def test_guesses_at_a_programs_secret_are_counted_by_the_name_that_the_header_says(
    cast: Cast, limits: Any, path: str
) -> None:
    limits("sign_in.subject=2/h")

    statuses = [
        browser(f"192.0.2.{n}", HTTP_AUTHORIZATION=basic("one")).post(path, {"client_id": f"c{n}"})
        for n in range(3)
    ]
    other = browser(HTTP_AUTHORIZATION=basic("another")).post(path, {})

    assert [each.status_code == 429 for each in [*statuses, other]] == [False, False, True, False]


@pytest.mark.parametrize(
    ("path", "typed", "limit"),
    [
        ("/desk/sign-in/forgotten/", {"email": "fatima@ewa.example"}, "code.subject=1/h"),
        ("/desk/sign-in/provider/", {"purpose": "sign_in"}, "sign_in.source=1/h"),
        ("/desk/sign-in/enrol/", {"code": "000000"}, "enter_code.source=1/h"),
        ("/desk/link/guessed/", {"new": "other words in a row"}, "enter_code.source=1/h"),
        ("/desk/support/enter/guessed/", {}, "enter_code.source=1/h"),
    ],
)
def test_every_way_in_is_under_a_limit(
    cast: Cast, limits: Any, path: str, typed: dict[str, str], limit: str
) -> None:
    limits(limit)
    client = browser()

    first, second = (client.post(path, typed).status_code for _ in range(2))

    assert first != 429
    assert second == 429


def test_coming_back_from_a_provider_is_under_a_limit(cast: Cast, limits: Any) -> None:
    limits("enter_code.source=1/h")
    client, path = browser(), "/desk/sign-in/provider/back/?state=x&code=y"

    assert [client.get(path).status_code for _ in range(2)] == [303, 429]


@pytest.mark.parametrize("path", ["/desk/confirm/", "/desk/account/password/"])
def test_the_password_of_whoever_is_signed_in_is_guessed_slowly(
    cast: Cast, limits: Any, path: str
) -> None:
    limits("sign_in.both=1/h")
    client = cast.client(people.FATIMA)

    statuses = [client.post(path, {}).status_code for _ in range(2)]

    assert statuses == [422, 429]


def test_a_list_of_what_was_erased_is_fetched_slowly(cast: Cast, limits: Any) -> None:
    limits("export.subject=1/h")
    client, path = cast.client(people.ADEL), f"/desk/keeping/runs/{uuid4()}.csv"

    assert [client.get(path).status_code for _ in range(2)] == [403, 429]
