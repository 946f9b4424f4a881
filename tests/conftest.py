"""The database of the run, the cast, the clock, and a real site for browser journeys.

One template database holds both tenants and everybody; each worker clones it and connects as the
serving role. A test runs in a transaction that is rolled back; one marked `committed` really
commits, and its worker gets a fresh clone afterwards.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from hypothesis import settings as hypothesis_settings

from sawti.project.embedded.server import EmbeddedPostgres
from tests import servers
from tests.cast import Cast, utc

# The same examples in every run; a search for new ones is for a person to begin.
hypothesis_settings.register_profile("suite", derandomize=True)
hypothesis_settings.load_profile("suite")

START = "2026-03-01T08:00Z"  # a Sunday morning: both governments work

_embedded: EmbeddedPostgres | None = None
_run: Any = None  # an open connection: other runs on the same server leave our databases alone


def pytest_configure(config: pytest.Config) -> None:
    """Start the server and build the template once, in the process that starts the workers."""
    global _embedded, _run
    if os.environ.get("SAWTI_TEST_ADMIN_URL") or config.option.collectonly:
        return
    url = os.environ.get("SAWTI_TEST_SERVER_URL")
    if not url:
        _embedded = EmbeddedPostgres(Path("var/test-postgres"), durable=False)
        url = _embedded.start()
    _run = servers.join_runs(url)
    os.environ["SAWTI_TEST_TEMPLATE"] = servers.build_template(url)
    os.environ["SAWTI_TEST_ADMIN_URL"] = url


def pytest_unconfigure(config: pytest.Config) -> None:
    if _run:
        _run.close()
    if _embedded:
        _embedded.stop()


@pytest.fixture(scope="session")
def admin_url() -> str:
    return os.environ["SAWTI_TEST_ADMIN_URL"]


@pytest.fixture(scope="session")
def database_name(worker_id: str, testrun_uid: str) -> str:
    return f"sawti_test_{testrun_uid[:8]}_{worker_id}"


@pytest.fixture(scope="session")
def django_db_setup(admin_url: str, database_name: str) -> Iterator[None]:
    """Connect Django to a clone of the template, as the serving role (pytest-django's hook)."""
    from django.conf import settings

    servers.clone_template(admin_url, database_name)
    for alias, role in (("default", "app"), ("system", "system")):
        url = servers.urlsplit(servers.with_database(admin_url, database_name, role))
        settings.DATABASES[alias].update(
            NAME=database_name,
            USER=url.username,
            PASSWORD=url.password,
            HOST=url.hostname,
            PORT=str(url.port or ""),
        )
    settings.DATABASES["default"]["ENGINE"] = "tests.database"
    _forget_connections()
    yield
    _close_connections()
    servers.drop_database(admin_url, database_name)


def _forget_connections() -> None:
    """Drop wrappers that were made with other settings (set-up asks for the vendor)."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        connection.close()
        del connections[connection.alias]


def _close_connections() -> None:
    from django.db import connections
    from huey.contrib.djhuey import HUEY

    HUEY.storage.close()

    for connection in connections.all(initialized_only=True):
        connection.close()


@pytest.fixture
def committed(
    django_db_setup: None, django_db_blocker: Any, admin_url: str, database_name: str
) -> Iterator[None]:
    """Let a test really commit, in several threads or processes; afterwards clone anew."""
    with django_db_blocker.unblock():
        yield
        _close_connections()
    servers.clone_template(admin_url, database_name)


@pytest.fixture
def autocommit(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Be outside any transaction, as production is; for tests that change nothing."""
    with django_db_blocker.unblock():
        yield
        _close_connections()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stop the time at START; `clock.move_to("2026-03-02T09:00Z")` goes on."""
    with time_machine.travel(utc(START), tick=False) as traveller:
        yield traveller


@pytest.fixture
def cast(request: pytest.FixtureRequest) -> Cast:
    """Everybody, in both tenants. Without the fixture `committed` everything is rolled back."""
    if not {"committed", "autocommit"} & set(request.fixturenames):
        request.getfixturevalue("db")
    return Cast()


@pytest.fixture
def at() -> datetime:
    """The instant that most tests act at."""
    return utc(START)


@pytest.fixture(autouse=True)
def _fresh_snapshots() -> Iterator[None]:
    """Forget configuration that a rolled-back test changed."""
    yield
    from sawti.tenancy.snapshot import forget_everything

    forget_everything()


@pytest.fixture
def files_folder(tmp_path: Path, settings: Any) -> Path:
    """Keep the files of a test in a folder of its own, and return it."""
    folder = tmp_path / "files"
    storage = settings.STORAGES["attachments"]
    options = {**storage["OPTIONS"], "location": str(folder)}
    settings.STORAGES = {**settings.STORAGES, "attachments": {**storage, "OPTIONS": options}}
    return folder
