"""Connections past Django."""

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from tests import servers

Connect = Callable[[str], psycopg.Connection[Any]]


@pytest.fixture
def connect_as(django_db_setup: None, admin_url: str, database_name: str) -> Iterator[Connect]:
    """Return a function that opens a bare connection as `owner`, `app`, `system` or `backup`."""
    opened: list[psycopg.Connection[Any]] = []

    def connect(role: str) -> psycopg.Connection[Any]:
        url = servers.with_database(admin_url, database_name, role)
        opened.append(psycopg.connect(url, autocommit=True))
        return opened[-1]

    yield connect
    for connection in opened:
        connection.close()


@pytest.fixture
def rows(connect_as: Connect) -> Callable[..., list[Any]]:
    """Return a function that asks the catalogue and returns rows (bare values if one column)."""

    def ask(query: str, *params: Any) -> list[Any]:
        found = connect_as("owner").execute(query, list(params)).fetchall()
        return [row[0] if len(row) == 1 else tuple(row) for row in found]

    return ask
