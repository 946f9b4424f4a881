"""What an edge calls before it acts: count the attempt, or refuse it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.db import connection, transaction

from sawti.limits.errors import TooMany
from sawti.limits.rules import Axis
from sawti.limits.sources import hash_of_source, key_of
from sawti.tenancy.context import current_tenant

# The generic cell rate algorithm (ITU-T I.371, annex A): one instant for each bucket says how
# full it is. One statement tests and counts, so two processes never let one too many through;
# rows are locked in the order of keys, so they never wait for each other in a circle.
TAKE = """
WITH wanted (key, step, room) AS (
  SELECT * FROM unnest(%(keys)s::bytea[], %(steps)s::interval[], %(rooms)s::interval[])
)
INSERT INTO limits_bucket AS kept (key, free_at)
SELECT key, %(at)s::timestamptz + step FROM wanted ORDER BY key
ON CONFLICT (key) DO UPDATE
SET free_at = greatest(kept.free_at, %(at)s::timestamptz)
            + (EXCLUDED.free_at - %(at)s::timestamptz)
WHERE greatest(kept.free_at, %(at)s::timestamptz) + (EXCLUDED.free_at - %(at)s::timestamptz)
   <= %(at)s::timestamptz + (SELECT room FROM wanted WHERE wanted.key = kept.key)
RETURNING key
"""


@dataclass(frozen=True)
class Attempt:
    """What is tried: a rule of the table, the account or case it is about, how often at once."""

    rule: str
    subject: str = ""
    times: int = 1


def take(rule: str, *, at: datetime, source: str = "", subject: str = "") -> None:
    """Count one attempt on every axis of `rule`; raises TooMany where one is used up.

    Call it before an action, outside of its transaction: what is counted stays counted when the
    action is refused. `source` is the network that asks (`network_of`), `subject` the account or
    case it is about; an axis without a value is left out. Nothing of either is stored in clear.
    """
    take_all([Attempt(rule, subject)], source=source, at=at)


def take_all(attempts: Iterable[Attempt], *, source: str, at: datetime) -> None:
    """Count several attempts at once, all or none; raises TooMany with the longest wait."""
    if not settings.SAWTI_LIMITS:
        return
    wanted = {
        key: bucket for each in attempts for key, bucket in _buckets(each, source, at).items()
    }
    if not wanted:
        return
    with transaction.atomic(durable=True):
        refused = _count(wanted, at)
        wait = _wait(refused, wanted, at) if refused else None
        if wait is not None:
            transaction.set_rollback(True)  # an attempt that one axis refuses uses up no other
    if wait is not None:
        raise TooMany(retry_after=ceil(wait.total_seconds()))


@dataclass(frozen=True)
class _Bucket:
    """What an attempt adds to a bucket, and how much fits in it, both as time."""

    step: timedelta
    room: timedelta


def _buckets(attempt: Attempt, source: str, at: datetime) -> dict[bytes, _Bucket]:
    """Return the bucket of each axis that has a value, by its key."""
    tenant = current_tenant()
    limits = settings.SAWTI_LIMITS.get(tenant.slug) or settings.SAWTI_LIMITS[""]
    network = hash_of_source(source, at=at) if source else ""
    values: Mapping[Axis, tuple[str, ...]] = {
        Axis.SYSTEM: ("all",),
        Axis.TENANT: (str(tenant.id),),
        Axis.SUBJECT: (str(tenant.id), attempt.subject),
        Axis.SOURCE: (str(tenant.id), network),
        Axis.BOTH: (str(tenant.id), attempt.subject, network),
    }
    return {
        key_of(attempt.rule, axis, *values[axis]): _Bucket(
            step=limit.period / limit.most * attempt.times, room=limit.period
        )
        for axis, limit in limits[attempt.rule].items()
        if all(values[axis])
    }


def _count(wanted: Mapping[bytes, _Bucket], at: datetime) -> set[bytes]:
    """Count on every bucket that has room; return the others."""
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "at": at,
                "keys": list(wanted),
                "steps": [bucket.step for bucket in wanted.values()],
                "rooms": [bucket.room for bucket in wanted.values()],
            },
        )
        return set(wanted) - {bytes(key) for (key,) in cursor.fetchall()}


def _wait(refused: set[bytes], wanted: Mapping[bytes, _Bucket], at: datetime) -> timedelta:
    """Return how long it takes until the last of the buckets has room again."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT key, free_at FROM limits_bucket WHERE key = ANY(%s::bytea[])", [list(refused)]
        )
        rows = [(wanted[bytes(key)], free_at) for key, free_at in cursor.fetchall()]
    waits: list[timedelta] = [free + b.step - b.room - at for b, free in rows]
    return max(waits)
