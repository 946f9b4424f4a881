"""Which request counts against which limit, and what somebody reads who came too often."""

from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from sawti.accounts.models import OneTimeCode
from sawti.audit.models import Entry
from sawti.limits.models import Bucket
from sawti.limits.rules import RULES, changed_rules
from sawti.project.limited import ROUTES, Calls
from sawti.tenancy.context import tenant_context
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
