"""The audit record can be added to and read; PostgreSQL refuses the serving role anything else."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from sawti.audit.models import Entry
from sawti.audit.steps import write_entry
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

REFUSED = {
    "a change": "UPDATE audit_entry SET reason = 'x'",
    "a removal": "DELETE FROM audit_entry",
    "emptying": "TRUNCATE audit_entry",
}


def written(cast: Cast, at: datetime, reason: str) -> None:
    with tenant_context(cast.bahrain), transaction.atomic():
        write_entry("test.event", at=at, actor_id=cast.fatima.id, reason=reason)


def entry(cast: Cast) -> Entry:
    with cast.inside(cast.bahrain):
        found: Entry = Entry.objects.get(event="test.event")
    return found


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_the_record_refuses(cast: Cast, at: datetime, sql: str) -> None:
    written(cast, at, "as it was")

    with (
        tenant_context(cast.bahrain),
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)
    assert entry(cast).reason == "as it was"


def test_an_entry_says_who_what_when_and_why(cast: Cast, at: datetime) -> None:
    written(cast, at, "why")

    found = entry(cast)
    assert (found.event, found.actor_id, found.at, found.reason) == (
        "test.event",
        cast.fatima.id,
        at,
        "why",
    )


def test_a_long_reason_is_cut_to_300_characters(cast: Cast, at: datetime) -> None:
    written(cast, at, "س" * 400)

    assert entry(cast).reason == "س" * 300


def test_an_entry_of_an_action_that_fails_is_not_kept(cast: Cast, at: datetime) -> None:
    def fail() -> None:
        with tenant_context(cast.bahrain), transaction.atomic():
            write_entry("test.event", at=at)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()

    with cast.inside(cast.bahrain):
        assert Entry.objects.filter(event="test.event").count() == 0


def test_the_record_of_one_tenant_is_not_read_in_the_other(cast: Cast, at: datetime) -> None:
    written(cast, at, "why")

    with cast.inside(cast.jordan):
        assert Entry.objects.filter(event="test.event").count() == 0
