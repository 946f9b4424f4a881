"""The PostgreSQL server and the template database of a test run; no Django in this process part."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from sawti.tenancy.roles import create_database, create_roles

ROOT = Path(__file__).resolve().parent.parent
PREFIX = "sawti_test"
PASSWORDS = dict.fromkeys(("owner", "app", "system", "backup"), "only-for-tests")
RUNS, BUILDING = 7302601, 7302602  # keys of advisory locks
# What the template is made of: when any of it changes, a new template is built. Its tables alone
# take most of that time, so they are kept too, empty, for as long as no migration changes.
TABLES = (
    "platform/sawti/**/migrations/*.py",
    "platform/sawti/lib/permissions.py",
    "platform/sawti/tenancy/*.py",
    "plugins/*/sawti_*/migrations/*.py",
    "cms/sawti_cms/migrations/*.py",
    "tests/servers.py",
    "requirements.lock",
)
ROWS = (
    "platform/sawti/entities/*.py",
    "platform/sawti/packs/*.py",
    "platform/sawti/packs/defaults/*.toml",
    "platform/sawti/plugins/*.py",
    "cms/sawti_cms/*.py",
    "tenants/*/*.toml",
    "tests/build_template.py",
    "tests/people.py",
)


def with_database(url: str, name: str, role: str | None = None) -> str:
    """Return `url` pointing at another database, as one of our roles if given."""
    parts = urlsplit(url)
    netloc = parts.netloc
    if role:
        host = netloc.rpartition("@")[2]
        netloc = f"{PREFIX}_{role}:{PASSWORDS[role]}@{host}"
    return urlunsplit(parts._replace(netloc=netloc, path=f"/{name}"))


def template_name() -> str:
    """Return the name of the template that fits the sources as they were when the run began."""
    chosen = os.environ.get("SAWTI_TEST_TEMPLATE")
    if chosen:
        return chosen
    return f"sawti_template_{_digest(*TABLES, *ROWS)}"


def _tables_name() -> str:
    return f"sawti_template_tables_{_digest(*TABLES)}"


def _digest(*patterns: str) -> str:
    digest = hashlib.sha256()
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def environment(admin_url: str, name: str, *, settings: str = "test") -> dict[str, str]:
    """Return the variables with which a process works on database `name`."""
    return {
        **os.environ,
        "DATABASE_URL": with_database(admin_url, name, "app"),
        "DATABASE_OWNER_URL": with_database(admin_url, name, "owner"),
        "DATABASE_SYSTEM_URL": with_database(admin_url, name, "system"),
        "SAWTI_ROLE_PREFIX": PREFIX,
        "DJANGO_SETTINGS_MODULE": f"sawti.project.settings.{settings}",
        "PYTHONPATH": str(ROOT),
    }


def join_runs(admin_url: str) -> psycopg.Connection[tuple[object, ...]]:
    """Return a connection to keep open during the run; who finds no other run cleans up first.

    Several runs may share one server: what a run needs is never dropped by another.
    """
    connection = psycopg.connect(admin_url, autocommit=True)
    row = connection.execute("SELECT pg_try_advisory_lock(%s)", [RUNS]).fetchone()
    if row and row[0]:
        _drop_leftovers(connection)
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [RUNS])
        connection.execute("SELECT pg_advisory_unlock(%s)", [RUNS])
    else:
        connection.execute("SELECT pg_advisory_lock_shared(%s)", [RUNS])
    return connection


def build_template(admin_url: str) -> str:
    """Make the roles, and the template database where it is missing; return its name."""
    name = template_name()
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [BUILDING])
        create_roles(admin_url, PREFIX, PASSWORDS)
        if not _is_template(connection, name):
            tables = _tables_name()
            if not _is_template(connection, tables):
                _make_tables(admin_url, tables)
            _clone(admin_url, name, of=tables)
            _fill(admin_url, name)
    return name


def _is_template(connection: psycopg.Connection[tuple[object, ...]], name: str) -> bool:
    """Tell whether a template is finished; one whose build was broken off is none."""
    row = connection.execute("SELECT datistemplate FROM pg_database WHERE datname = %s", [name])
    found = row.fetchone()
    return bool(found and found[0])


def _make_tables(admin_url: str, name: str) -> None:
    drop_database(admin_url, name)
    create_database(admin_url, name, PREFIX)
    owner = {**environment(admin_url, name), "SAWTI_DATABASE_ROLE": "owner"}
    _run("django", "migrate", "--skip-checks", "--verbosity", "0", env=owner)
    _finish(admin_url, name)


def _fill(admin_url: str, name: str) -> None:
    _run("tests.build_template", env=environment(admin_url, name))
    with psycopg.connect(with_database(admin_url, name), autocommit=True) as connection:
        for left_by_the_commands in ("huey_task", "outbox_message"):
            connection.execute(f"DELETE FROM {left_by_the_commands}")
    _finish(admin_url, name)


def _run(*command: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", *command], env=env, cwd=ROOT, check=True)


def _finish(admin_url: str, name: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(_id(name)))


def clone_template(admin_url: str, name: str) -> None:
    """Make database `name` anew from the template, whoever is connected to the old one."""
    _clone(admin_url, name, of=template_name())


def _clone(admin_url: str, name: str, *, of: str) -> None:
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} OWNER {} STRATEGY FILE_COPY").format(
                _id(name), _id(of), _id(f"{PREFIX}_owner")
            )
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(_id(name)))
        for role in ("app", "system", "backup"):
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    _id(name), _id(f"{PREFIX}_{role}")
                )
            )


def drop_database(admin_url: str, name: str) -> None:
    """Remove a database of this run."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(_id(name)))


def _drop_leftovers(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Drop what ended runs left: their databases, and templates of other sources."""
    rows = connection.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^sawti_(template|test)_' "
        "AND datname <> ALL(%s)",
        [[template_name(), _tables_name()]],
    )
    for (name,) in rows.fetchall():
        connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(_id(str(name))))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(_id(str(name))))


def _id(name: str) -> sql.Identifier:
    return sql.Identifier(name)
