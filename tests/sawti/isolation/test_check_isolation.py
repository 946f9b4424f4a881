"""`sawti check_isolation` tells how tenants are kept apart; nothing serves otherwise."""

import json
import subprocess
import sys
from io import StringIO
from typing import Any

import psycopg
import pytest
from django.core.cache import cache
from django.core.management import CommandError, call_command

from sawti.isolation.facts import SECTIONS
from sawti.tenancy.cache_keys import tenant_key
from sawti.tenancy.context import tenant_context
from sawti.tenancy.global_tables import GLOBAL_TABLES
from sawti.tenancy.schema import role
from tests import servers

HOLE = "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY"


def checked(*options: str) -> str:
    """Run the command and return what it printed, whether it found something or not."""
    out = StringIO()
    try:
        call_command("check_isolation", *options, stdout=out)
    except CommandError as error:
        out.write(str(error))
    return out.getvalue()


@pytest.fixture
def open_wall(committed: None, admin_url: str, database_name: str) -> None:
    """Open one wall, as somebody with the owner's account could."""
    url = servers.with_database(admin_url, database_name)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(HOLE)


def test_the_state_is_printed_by_section_and_without_a_hole_it_ends_well(autocommit, database_name):
    printed = checked().splitlines()

    assert [line for line in printed if not line.startswith("  ")] == [
        *SECTIONS,
        f"No hole was found in {database_name}.",
    ]
    assert "  this process: sawti_test_app" in printed
    assert "  sawti_test_backup: signs in, bypasses row-level security" in printed
    assert f"  global: {len(GLOBAL_TABLES)}" in printed
    assert "  unprotected: 0" in printed
    assert "  bahrain.localhost: bahrain" in printed
    assert [line for line in printed if "sawti_test_search, for sawti_test_app" in line] != []


def test_a_program_reads_the_same_as_json(autocommit, cast):
    state = json.loads(checked("--json"))["state"]

    assert state["tables"]["unprotected"] == []
    assert {"cases_case", "audit_entry"} <= set(state["tables"]["protected"])
    assert state["hosts"]["jordan.localhost"] == "jordan"
    assert state["files"]["bahrain"]["prefix"] == f"{cast.bahrain.id}/"
    assert state["files"]["bahrain"]["elsewhere"] == 0
    assert state["cache"]["default"]["key function"] == "sawti.tenancy.cache_keys.tenant_key"


def test_a_hole_is_printed_and_the_command_fails(open_wall):
    printed = checked()

    assert "  HOLE unprotected: Every tenant can read cases_case" in printed
    assert printed.endswith("1 holes between tenants.")


def test_a_store_without_the_tenant_in_its_keys_is_a_hole(autocommit, settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"

    printed = checked()

    assert "HOLE cache-key: Keys of the cache default do not name their tenant." in printed
    assert "HOLE session-engine: Sessions do not name their tenant" in printed


def test_a_folder_of_files_that_everybody_may_read_is_a_hole(autocommit, files_folder):
    files_folder.mkdir(mode=0o755)
    assert "HOLE files-open" in checked()

    files_folder.chmod(0o750)
    assert "HOLE" not in checked()


def started(admin_url: str, database_name: str, *command: str, **more: str) -> Any:
    """Run Python with the variables of a deployment and wait for its end."""
    variables = servers.environment(admin_url, database_name) | more
    return subprocess.run(
        [sys.executable, *command], env=variables, capture_output=True, text=True, timeout=120
    )


def test_neither_web_nor_worker_starts_behind_an_open_wall(open_wall, admin_url, database_name):
    web = started(admin_url, database_name, "-c", "import sawti.project.wsgi")
    worker = started(admin_url, database_name, "-m", "sawti.project.console", "run_huey")

    assert web.returncode == 1
    assert "SetUpError: Every tenant can read cases_case" in web.stderr
    assert worker.returncode == 1
    assert worker.stderr.startswith("sawti: Every tenant can read cases_case")


def test_the_web_server_starts_behind_closed_walls(autocommit, admin_url, database_name):
    assert started(admin_url, database_name, "-c", "import sawti.project.wsgi").returncode == 0


@pytest.mark.parametrize(
    ("account", "reason"),
    [
        ("owner", "The serving account owns"),
        ("backup", "is a superuser or bypasses row-level security"),
        ("system", "is a superuser or bypasses row-level security"),
    ],
)
def test_the_web_server_does_not_start_as_another_account(
    autocommit, admin_url, database_name, account, reason
):
    url = servers.with_database(admin_url, database_name, account)

    web = started(admin_url, database_name, "-c", "import sawti.project.wsgi", DATABASE_URL=url)

    assert web.returncode == 1
    assert reason in web.stderr


def test_without_a_database_the_web_server_starts_and_waits(admin_url, database_name):
    """A probe then says that it is not ready; the first connection looks at the walls."""
    away = "postgresql://sawti_test_app@127.0.0.1:9/none"

    web = started(admin_url, database_name, "-c", "import sawti.project.wsgi", DATABASE_URL=away)

    assert web.returncode == 0


def test_a_value_in_the_cache_is_of_its_tenant_only(cast):
    with tenant_context(cast.bahrain):
        cache.set("word", "of Bahrain")
    cache.set("word", "of nobody")

    with tenant_context(cast.jordan):
        assert cache.get("word") is None
        assert tenant_key("word", "", 1) == f":1:{cast.jordan.id}:word"
    with tenant_context(cast.bahrain):
        assert cache.get("word") == "of Bahrain"
    assert cache.get("word") == "of nobody"


def test_the_names_of_our_roles_carry_the_prefix_of_the_deployment():
    assert role("app") == "sawti_test_app"
