"""A provider in trouble is left alone by all processes, and asked carefully whether it is back."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sawti.lib import waiting
from sawti.lib.waiting import jittered
from sawti.notifications.models import Breaker
from sawti.notifications.steps import breaker
from tests.cast import Cast

SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: Any) -> None:
    monkeypatch.setattr(waiting._random, "uniform", lambda least, most: most)


def fail(cast: Cast, times: int, at: datetime) -> Breaker:
    with cast.writing(cast.bahrain):
        for _ in range(times):
            breaker.note_failure("smtp", "away", at=at)
        found: Breaker = Breaker.objects.get(provider="smtp")
    return found


def may_send(cast: Cast, at: datetime) -> bool:
    with cast.writing(cast.bahrain):
        return breaker.may_send("smtp", at=at)


def test_each_failure_makes_all_wait_longer_at_most_five_minutes(cast: Cast, at: datetime) -> None:
    waits = [fail(cast, 1, at).wait_until - at for _ in range(8)]

    assert [wait.total_seconds() for wait in waits] == [5, 10, 20, 40, 80, 160, 300, 300]


def test_it_opens_after_the_fifth_failure_in_a_row(cast: Cast, at: datetime) -> None:
    closed, opened = fail(cast, 4, at).opened_at, fail(cast, 1, at).opened_at

    assert (closed, opened) == (None, at)


def test_through_an_open_breaker_goes_one_probe_and_nobody_else(cast: Cast, at: datetime) -> None:
    later = fail(cast, 5, at).wait_until + SECOND

    assert [may_send(cast, at), may_send(cast, later), may_send(cast, later)] == [
        False,
        True,
        False,
    ]


def test_a_probe_whose_worker_died_is_followed_by_another(cast: Cast, at: datetime) -> None:
    later = fail(cast, 5, at).wait_until + SECOND
    may_send(cast, later)

    assert may_send(cast, later + breaker.PROBE)


def test_a_probe_that_arrives_closes_it(cast: Cast, at: datetime) -> None:
    fail(cast, 9, at)

    with cast.writing(cast.bahrain):
        breaker.note_success("smtp")

    assert may_send(cast, at)


def test_one_tenants_trouble_is_not_anothers(cast: Cast, at: datetime) -> None:
    fail(cast, 5, at)

    with cast.writing(cast.jordan):
        assert breaker.may_send("smtp", at=at)


def test_waits_are_random_between_a_second_and_twice_as_long_each_time(monkeypatch: Any) -> None:
    monkeypatch.setattr(waiting._random, "uniform", lambda least, most: least)

    assert jittered(3, shortest=5 * SECOND, longest=timedelta(hours=1)) == SECOND
