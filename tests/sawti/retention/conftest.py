"""A connection that sees everything, as somebody who stole the database would."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from tests import servers


@pytest.fixture
def superuser(
    committed: None, admin_url: str, database_name: str
) -> Iterator[psycopg.Connection[Any]]:
    url = servers.with_database(admin_url, database_name)
    with psycopg.connect(url, autocommit=True) as connection:
        yield connection
