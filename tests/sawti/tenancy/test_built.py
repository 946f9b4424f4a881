"""Queries that are built once give what they would give if they were built each time."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import QuerySet

from sawti.accounts.models import Person, Staff
from sawti.cases.models import Case, HistoryRow
from sawti.tenancy.built import BuiltQuery
from sawti.tenancy.context import reading, tenant_context
from tests.cast import Cast

EARLIER = "2026-02-01T08:00"


def _received(at: datetime) -> QuerySet[Case]:
    return Case.objects.filter(received_at__lte=at).order_by("received_at")


def _people(emails: tuple[str, ...], but: UUID | None) -> QuerySet[Staff]:
    rows = Staff.objects.filter(email__in=emails)
    return (rows.exclude(pk=but) if but else rows).order_by("email")


def test_each_call_has_its_own_values(cast: Cast, at: datetime):
    query = BuiltQuery(_received)
    early = cast.file_case(on="2026-02-01T08:00").case_id
    late = cast.file_case(on="2026-02-20T08:00").case_id

    with cast.inside(cast.bahrain):
        found = [[row.id for row in query(at=at - timedelta(days=days))] for days in (40, 20, 0)]

    assert found == [[], [early], [early, late]]


def test_each_tenant_gets_its_own_rows(cast: Cast, at: datetime):
    query = BuiltQuery(_received)
    ours = cast.file_case(on=EARLIER).case_id
    theirs = cast.file_case(tenant=cast.jordan, on=EARLIER).case_id

    def found(tenant: Any) -> list[UUID]:
        with cast.inside(tenant):
            return [row.id for row in query(at=at)]

    assert (found(cast.bahrain), found(cast.jordan)) == ([ours], [theirs])
    assert found(cast.bahrain) == [ours]


def test_rows_bring_what_the_query_selects(cast: Cast, django_assert_num_queries: Any):
    case_id = cast.file_case().case_id
    cast.take(case_id)

    def history(case_id: UUID) -> QuerySet[HistoryRow]:
        return HistoryRow.objects.filter(case_id=case_id).select_related("by").order_by("at", "id")

    query = BuiltQuery(history)
    with cast.inside(cast.bahrain):
        query(case_id=case_id)
        with django_assert_num_queries(1):
            rows = query(case_id=case_id)
            names = [row.by.name if row.by else "" for row in rows]

    assert rows == list(_plain(cast, history(case_id)))
    assert names == ["", cast.fatima.name]


def _plain(cast: Cast, rows: QuerySet[Any]) -> list[Any]:
    with cast.inside(cast.bahrain):
        return list(rows)


def test_tuples_of_any_length_and_none_have_statements_of_their_own(cast: Cast):
    query, emails = BuiltQuery(_people), (cast.fatima.email, cast.yusuf.email)

    with cast.inside(cast.bahrain):
        both, one, none = (query(emails=emails[:n], but=None) for n in (2, 1, 0))
        without = query(emails=emails, but=cast.yusuf.id)

    assert (both, one, none) == ([cast.fatima, cast.yusuf], [cast.fatima], [])
    assert without == [cast.fatima]


def test_threads_run_it_on_connections_of_their_own(committed: None, cast: Cast, at: datetime):
    query = BuiltQuery(_received)
    ours = cast.file_case(on=EARLIER).case_id

    def ask(_: int) -> list[UUID]:
        with closing(connection), tenant_context(cast.bahrain), reading():
            return [row.id for row in query(at=at)]

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(ask, range(12))) == [[ours]] * 12


def test_a_value_that_does_not_reach_the_statement_is_refused(cast: Cast):
    query = BuiltQuery(lambda email: Person.objects.filter(email_hash=email))

    with cast.inside(cast.bahrain), pytest.raises(ValueError, match="do not reach the statement"):
        query(email="sara@example.com")
