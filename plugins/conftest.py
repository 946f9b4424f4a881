"""The suite's fixtures for the tests of plugins: cast, clock, database."""

from typing import Any

import pytest

from tests import conftest as suite
from tests.conftest import (
    _fresh_snapshots,
    admin_url,
    at,
    autocommit,
    cast,
    clock,
    committed,
    database_name,
    django_db_setup,
)
from tests.plugins.conftest import enable

__all__ = (
    "_fresh_snapshots",
    "admin_url",
    "at",
    "autocommit",
    "cast",
    "clock",
    "committed",
    "database_name",
    "django_db_setup",
    "enable",
)


def pytest_configure(config: pytest.Config) -> None:
    """Start the server where only plugins are tested: the suite's own conftest is not loaded."""
    suite.pytest_configure(config)  # a second call does nothing


def pytest_unconfigure(config: Any) -> None:
    suite.pytest_unconfigure(config)
