"""The PostgreSQL roles and the database, made by an administrator's connection; no Django."""

from collections.abc import Mapping

import psycopg
from psycopg import sql

# name → what the role may: see docs/architecture of the project, "Tenants cannot see each other".
ROLES: Mapping[str, str] = {
    "owner": "LOGIN NOSUPERUSER NOBYPASSRLS",
    "app": "LOGIN NOSUPERUSER NOBYPASSRLS",
    "system": "LOGIN NOSUPERUSER BYPASSRLS",
    "backup": "LOGIN NOSUPERUSER BYPASSRLS",
    "search": "NOLOGIN NOSUPERUSER BYPASSRLS",
    # Owns the functions that take words out of tables which `app` may only add to.
    "retention": "NOLOGIN NOSUPERUSER NOBYPASSRLS",
}


def create_roles(admin_url: str, prefix: str, passwords: Mapping[str, str]) -> None:
    """Make the roles, or set them right where they exist.

    `passwords` maps `owner`, `app`, `system` and `backup` to a password. BYPASSRLS needs a
    superuser before PostgreSQL 16. Raises psycopg.Error as the server gives it.
    """
    with psycopg.connect(admin_url, autocommit=True) as connection:
        for name, attributes in ROLES.items():
            role = sql.Identifier(f"{prefix}_{name}")
            found = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [f"{prefix}_{name}"]
            ).fetchone()
            verb = sql.SQL("ALTER ROLE {}" if found else "CREATE ROLE {}").format(role)
            connection.execute(verb + sql.SQL(" " + attributes))
            if name in passwords:
                connection.execute(
                    sql.SQL("ALTER ROLE {} PASSWORD {}").format(role, sql.Literal(passwords[name]))
                )
        # Migrations hand functions over to these roles; only a member may do that.
        owner = sql.Identifier(f"{prefix}_owner")
        for name in ("search", "retention"):
            role = sql.Identifier(f"{prefix}_{name}")
            connection.execute(sql.SQL("GRANT {} TO {}").format(role, owner))


def create_database(admin_url: str, name: str, prefix: str) -> None:
    """Make the database `name` where it is missing, owned by the owner role.

    What the owner creates later can be read and written by the serving role (row-level security
    narrows it) and read by backup; nobody else gets anything.
    """
    owner, app, backup = (sql.Identifier(f"{prefix}_{role}") for role in ("owner", "app", "backup"))
    database = sql.Identifier(name)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        connection.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(owner))
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0").format(database, owner)
        )
        connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
        for role in ("app", "system", "backup"):
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(
                    database, sql.Identifier(f"{prefix}_{role}")
                )
            )
    with psycopg.connect(admin_url, dbname=name, autocommit=True) as connection:
        _grant_defaults(connection, owner, app, backup)


def _grant_defaults(
    connection: psycopg.Connection[tuple[object, ...]],
    owner: sql.Identifier,
    app: sql.Identifier,
    backup: sql.Identifier,
) -> None:
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    connection.execute("REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    for statement, role in (
        ("GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES", app),
        ("GRANT USAGE, SELECT ON SEQUENCES", app),
        ("GRANT SELECT ON TABLES", backup),
        ("GRANT SELECT ON SEQUENCES", backup),
    ):
        connection.execute(
            sql.SQL("ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public ").format(owner)
            + sql.SQL(statement + " TO {}").format(role)
        )
