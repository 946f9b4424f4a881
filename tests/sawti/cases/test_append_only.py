"""History can be added to and read; PostgreSQL refuses the serving role anything else."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from psycopg.errors import InsufficientPrivilege

from sawti.cases.models import HistoryRow
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

REFUSED = {
    "a change": "UPDATE cases_historyrow SET reason = 'x'",
    "a removal": "DELETE FROM cases_historyrow",
    "emptying": "TRUNCATE cases_historyrow",
}


@pytest.mark.parametrize("sql", REFUSED.values(), ids=REFUSED)
def test_history_refuses(cast: Cast, clock: Any, sql: str) -> None:
    cast.file_case()

    with (
        tenant_context(cast.bahrain),
        pytest.raises(DatabaseError) as refusal,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert isinstance(refusal.value.__cause__, InsufficientPrivilege)
    with cast.inside(cast.bahrain):
        assert HistoryRow.objects.filter(reason="").count() == 1
