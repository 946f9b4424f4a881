"""What somebody with the database's own account can do to the record; nobody else can."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from tests import servers


class Superuser:
    """A connection that no policy and no grant stops."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def run(self, sql: str, *values: Any) -> list[Any]:
        cursor = self.connection.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def superuser(admin_url: str, database_name: str) -> Iterator[Superuser]:
    url = servers.with_database(admin_url, database_name)
    with psycopg.connect(url, autocommit=True) as connection:
        yield Superuser(connection)
