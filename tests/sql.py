"""The statements a piece of code sends, without those that only bracket a transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

BRACKETS = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "SET LOCAL")


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements of the block; `len()` of the list is what the budgets count."""
    found: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield found
    sent = [query["sql"] for query in captured.captured_queries]
    found.extend(sql for sql in sent if not sql.startswith(BRACKETS))
