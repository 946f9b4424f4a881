"""The demo's database: a private PostgreSQL, or the server that DATABASE_URL names."""

from urllib.parse import quote, urlsplit

import psycopg

from sawti.project import env
from sawti.project.demo import passwords
from sawti.project.demo.children import APP, OWNER, SYSTEM, Children
from sawti.project.demo.fingerprint import is_prepared, record_prepared
from sawti.project.demo.places import DemoFolder
from sawti.project.demo.progress import run_step
from sawti.project.embedded.server import EmbeddedPostgres
from sawti.project.env import SetUpError
from sawti.tenancy.roles import create_database, create_roles

NAME = PREFIX = "sawti"
VARIABLES = {APP: "app", OWNER: "owner", SYSTEM: "system"}


def private_server(folder: DemoFolder) -> EmbeddedPostgres | None:
    """Return the private server, or None when DATABASE_URL names another."""
    return None if env.is_set(APP) else EmbeddedPostgres(folder.postgres)


def addresses(folder: DemoFolder, server: EmbeddedPostgres | None) -> dict[str, str]:
    """Return the three addresses for Django's settings, as variables of the environment."""
    if server is None:
        return {name: env.secret(name) for name in VARIABLES}
    secrets = passwords.role_passwords(folder.secrets)
    return {name: _address(server, role, secrets[role]) for name, role in VARIABLES.items()}


def _address(server: EmbeddedPostgres, role: str, password: str) -> str:
    port = urlsplit(server.admin_url).port
    return f"postgresql://{PREFIX}_{role}:{quote(password)}@127.0.0.1:{port}/{NAME}"


def prepare(
    folder: DemoFolder, server: EmbeddedPostgres | None, children: Children, tenants: list[str]
) -> None:
    """Make roles, tables, tenants and accounts, unless all of it is there already."""
    identity = _identity(folder, server)
    if is_prepared(folder, identity):
        return
    folder.fingerprint.unlink(missing_ok=True)
    if server:
        _create_roles_and_database(folder, server)
    first = "" if folder.accounts.exists() else " (first start only)"
    # Django's checks belong to CI; a newcomer need not wait for them.
    migrate = ("sawti.project.console", "migrate", "--skip-checks")
    run_step(children, f"Preparing the database{first}", *migrate, database=OWNER)
    load = ("sawti.project.demo.load", str(folder.accounts), *tenants)
    run_step(children, "Loading the tenants", *load, database=APP)
    record_prepared(folder, identity)


def _identity(folder: DemoFolder, server: EmbeddedPostgres | None) -> str:
    """Name the data, so that a fingerprint never vouches for another database."""
    if server is None:
        url = urlsplit(env.secret(APP))
        return f"{url.hostname}:{url.port}{url.path}"
    return str(server.place / "data") + str((server.place / "password").stat().st_mtime_ns)


def _create_roles_and_database(folder: DemoFolder, server: EmbeddedPostgres) -> None:
    try:
        create_roles(server.admin_url, PREFIX, passwords.role_passwords(folder.secrets))
        create_database(server.admin_url, NAME, PREFIX)
    except psycopg.Error as error:
        line = str(error).strip().split("\n", 1)[0]
        raise SetUpError(f"The roles of the database cannot be made: {line}") from error
