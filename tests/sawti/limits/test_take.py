"""An attempt is counted on every axis, and refused where one is used up."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from sawti.limits.actions import forget_idle
from sawti.limits.errors import TooMany
from sawti.limits.models import Bucket
from sawti.limits.sources import hash_of_source, network_of
from sawti.limits.steps import take
from sawti.tenancy.context import TenantFacts, tenant_context
from tests import servers
from tests.cast import Cast


def tried(tenant: TenantFacts, times: int, at: datetime, **axes: str) -> list[bool]:
    """Return for each of so many attempts whether it was let through."""
    results = []
    with tenant_context(tenant):
        for _ in range(times):
            try:
                take("file", at=at, **axes)
            except TooMany:
                results.append(False)
            else:
                results.append(True)
    return results


def test_a_source_may_so_often_and_then_no_more(cast: Cast, limits: Any, at: datetime) -> None:
    assert tried(cast.bahrain, 4, at, source="192.0.2.1") == [True, True, True, False]


def test_another_source_has_a_count_of_its_own(cast: Cast, limits: Any, at: datetime) -> None:
    tried(cast.bahrain, 3, at, source="192.0.2.1")

    assert tried(cast.bahrain, 1, at, source="192.0.2.2") == [True]


def test_a_subject_is_counted_wherever_the_attempts_come_from(
    cast: Cast, limits: Any, at: datetime
) -> None:
    first = tried(cast.bahrain, 2, at, source="192.0.2.1", subject="sara")
    then = tried(cast.bahrain, 1, at, source="192.0.2.2", subject="sara")

    assert (first, then) == ([True, True], [False])


def test_a_tenant_has_a_limit_and_the_other_tenant_its_own(
    cast: Cast, limits: Any, at: datetime
) -> None:
    in_bahrain = [tried(cast.bahrain, 1, at, source=f"192.0.2.{n}")[0] for n in range(5)]
    in_jordan = tried(cast.jordan, 1, at, source="192.0.2.1")

    assert in_bahrain == [True, True, True, True, False]
    assert in_jordan == [True]


def test_the_system_has_one_limit_for_all_tenants(cast: Cast, limits: Any, at: datetime) -> None:
    for n in range(4):
        tried(cast.bahrain, 1, at, source=f"192.0.2.{n}")
    in_jordan = [tried(cast.jordan, 1, at, source=f"192.0.2.{n}")[0] for n in range(3)]

    assert in_jordan == [True, True, False]


def test_room_comes_back_evenly_and_the_refusal_says_when(
    cast: Cast, limits: Any, at: datetime
) -> None:
    tried(cast.bahrain, 3, at, source="192.0.2.1")

    with tenant_context(cast.bahrain), pytest.raises(TooMany) as refusal:
        take("file", at=at, source="192.0.2.1")
    early = tried(cast.bahrain, 1, at + timedelta(minutes=19), source="192.0.2.1")
    in_time = tried(cast.bahrain, 1, at + timedelta(minutes=20), source="192.0.2.1")

    assert refusal.value.retry_after == 20 * 60
    assert refusal.value.params == {"minutes": 20}
    assert (early, in_time) == ([False], [True])


def test_an_attempt_that_one_axis_refuses_uses_up_no_other(
    cast: Cast, limits: Any, at: datetime
) -> None:
    tried(cast.bahrain, 30, at, source="192.0.2.1")

    assert tried(cast.bahrain, 1, at, source="192.0.2.2") == [True]


def test_what_is_stored_names_nobody(cast: Cast, limits: Any, at: datetime) -> None:
    tried(cast.bahrain, 1, at, source="192.0.2.1", subject="sara@example.com")

    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(row_to_json(b)::text) FROM limits_bucket b")
        text = " ".join(cursor.fetchone()[0])
    assert Bucket.objects.count() == 4
    assert "192.0" not in text and "sara" not in text and b"sara".hex() not in text


def test_the_hash_of_a_source_is_another_one_on_the_next_day(at: datetime) -> None:
    today, tomorrow = (hash_of_source("192.0.2.1", at=at + timedelta(days=n)) for n in (0, 1))

    assert today == hash_of_source("192.0.2.1", at=at)
    assert today != tomorrow


def test_idle_buckets_are_forgotten(cast: Cast, limits: Any, at: datetime) -> None:
    tried(cast.bahrain, 2, at, source="192.0.2.1")

    assert forget_idle(at=at) == 0
    assert forget_idle(at=at + timedelta(hours=2)) == Bucket._meta.model.objects.count() + 3


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("nonsense", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_address_counts_as_its_network(address: str, network: str) -> None:
    assert network_of(address) == network


PROGRAM = """
import django; django.setup()
from sawti.limits.errors import TooMany
from sawti.limits.steps import take
from sawti.tenancy.context import tenant_context
from sawti.tenancy.queries import tenant_by_slug
from tests.cast import utc
passed = 0
with tenant_context(tenant_by_slug("bahrain")):
    for _ in range(40):
        try:
            take("file", at=utc("2026-03-01T08:00Z"), source="192.0.2.1")
        except TooMany:
            continue
        passed += 1
print(passed)
"""


def test_two_processes_together_let_through_what_one_limit_allows(
    committed: None, admin_url: str, database_name: str
) -> None:
    environment = {
        **servers.environment(admin_url, database_name),
        "SAWTI_LIMITS": "file.source=25/h file.tenant=900/h file.system=900/h",
    }

    def run(_: int) -> int:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, check=True
        )
        return int(done.stdout)

    with ThreadPoolExecutor(2) as pool:
        passed = list(pool.map(run, range(2)))

    assert sum(passed) == 25
