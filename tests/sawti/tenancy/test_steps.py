"""Rows of several tables in one statement: all of them, or none."""

from typing import Any

import pytest
from django.db import IntegrityError

from sawti.cases.models import HistoryRow
from sawti.outbox.models import Message
from sawti.tenancy.steps import insert_together
from tests.cast import Cast
from tests.sql import statements


def rows_of(cast: Cast, case_id: Any, at: Any) -> tuple[HistoryRow, HistoryRow, Message]:
    """Return rows of two tables that are not inserted yet; the tenant is that of the context."""
    facts = {"event": "take", "from_state": "", "to_state": "open", "at": at}
    history = [HistoryRow(case_id=case_id, **facts) for _ in range(2)]
    return (*history, Message(topic="case.take", payload={"a": "b"}, created_at=at, due_at=at))


def test_rows_of_two_tables_are_inserted_in_one_statement(cast: Cast, at: Any) -> None:
    case_id = cast.file_case().case_id
    before = cast.count(HistoryRow), cast.count(Message)

    with cast.writing(cast.bahrain):
        rows = rows_of(cast, case_id, at)
        with statements() as sent:
            insert_together(*rows)

    assert len(sent) == 1
    assert (cast.count(HistoryRow), cast.count(Message)) == (before[0] + 2, before[1] + 1)
    assert [row._state.adding for row in rows] == [False] * 3


def test_a_row_that_points_at_another_tenants_takes_the_others_along(cast: Cast, at: Any) -> None:
    abroad = cast.file_case(
        tenant=cast.jordan, category="", entity="greater-amman-municipality"
    ).case_id
    before = cast.count(HistoryRow), cast.count(Message)

    with pytest.raises(IntegrityError), cast.writing(cast.bahrain):
        insert_together(*rows_of(cast, abroad, at))

    assert (cast.count(HistoryRow), cast.count(Message)) == before
