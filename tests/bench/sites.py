"""The databases of the bench and the web servers over them."""

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg

from tests import servers

BARE_PORT, FIRST_PORT = 8123, 8124
BARE_ROWS = 10_000
SECRETS = {
    "SECRET_KEY": "bench" * 12,
    "SAWTI_SEALING_KEY": "bench" * 12,
    "SAWTI_FIELD_KEYS": "bench" * 12,
    "SAWTI_LIMITS": "off",
    "SAWTI_MAIL_FOLDER": "var/bench-mail",
}


@dataclass(frozen=True)
class Site:
    """Our site over so many cases: the `session` of a dispatcher, and endpoint → path."""

    size: int
    port: int
    session: str
    paths: dict[str, str]

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def prepare_ours(admin: str, size: int, place: int, *, is_fresh: bool) -> Site:
    """Fill a database with a history of `size` cases; one of an earlier run is brought up to date.

    `is_fresh` fills it anew.
    """
    name = name_of(size)
    if _is_filled(admin, name) and not is_fresh:
        run("-m", "django", "migrate", "--skip-checks", "-v0", of=(admin, name), as_owner=True)
    else:
        servers.clone_template(admin, name)
        run("-m", "django", "make_history", "--tenant=bahrain", f"--cases={size}", of=(admin, name))
        settle(admin, name)
    found = run("-m", "tests.bench.ours", of=(admin, name), is_read=True)
    told = json.loads(found)
    return Site(size, FIRST_PORT + place, told["session"], told["paths"])


def prepare_bare(admin: str) -> str:
    """Make the yardstick's database anew; return its address."""
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS baseline WITH (FORCE)")
        connection.execute("CREATE DATABASE baseline")
    url = servers.with_database(admin, "baseline")
    subprocess.run(
        [sys.executable, "-m", "tests.bench.baseline", str(BARE_ROWS)],
        env={**os.environ, "BASELINE_URL": url},
        check=True,
    )
    return url


@contextmanager
def serving_ours(admin: str, site: Site) -> Iterator[None]:
    with _serving(
        "sawti.project.wsgi:application", site.port, _variables(admin, name_of(site.size))
    ):
        yield


@contextmanager
def serving_bare(url: str) -> Iterator[None]:
    variables = {**os.environ, "BASELINE_URL": url}
    with _serving("tests.bench.baseline:application", BARE_PORT, variables):
        yield


def name_of(size: int) -> str:
    return f"sawti_bench_{size}"


def _variables(admin: str, name: str) -> dict[str, str]:
    return {**servers.environment(admin, name, settings="demo"), **SECRETS}


def run(*command: str, of: tuple[str, str], is_read: bool = False, as_owner: bool = False) -> str:
    role = {"SAWTI_DATABASE_ROLE": "owner"} if as_owner else {}
    found = subprocess.run(
        [sys.executable, *command],
        env={**_variables(*of), **role},
        check=True,
        text=True,
        stdout=subprocess.PIPE if is_read else None,
    )
    return found.stdout or ""


def _is_filled(admin: str, name: str) -> bool:
    """Tell whether the database was settled, which is the last step of filling it."""
    with psycopg.connect(admin, autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
    return bool(row and row[0] == "filled")


def settle(admin: str, name: str) -> None:
    """Do what autovacuum would do within minutes, and mark the database as filled."""
    with psycopg.connect(servers.with_database(admin, name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
        connection.execute(f"COMMENT ON DATABASE {name} IS 'filled'")


@contextmanager
def _serving(application: str, port: int, variables: dict[str, str]) -> Iterator[None]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--workers", "2", "--blocking-threads", "4", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), application),
    ]
    process = subprocess.Popen(command, env=variables, start_new_session=True)
    try:
        _wait_for(port)
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"bench: nothing answers on port {port}.")
