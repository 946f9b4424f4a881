"""The state of the walls between tenants, read by a connection past Django.

Django refuses to serve behind an open wall, and this is to be read just then.
"""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core.files.storage import storages

from sawti.isolation.facts import SECTIONS, Report
from sawti.tenancy.catalogue import FUNCTION_STATE, KEY_STATE, ROLE_STATE, TABLE_STATE
from sawti.tenancy.global_tables import GLOBAL_TABLES
from sawti.tenancy.holes import Finding, append_only_tables, findings

CACHE_KEYS = "sawti.tenancy.cache_keys.tenant_key"
SESSIONS = "sawti.accounts.sessions"
Rows = list[tuple[Any, ...]]


def isolation_report() -> Report:
    """Return the state and every hole; raises psycopg.OperationalError without a database."""
    with serving_connection() as connection:
        state = {
            **_catalogue_state(connection),
            "hosts": _hosts(connection),
            "cache": _cache(),
            "files": _files(connection),
            "sessions": _sessions(connection),
        }
        found = [
            *findings(connection, account=connection.info.user),
            *_holes_of_hosts(connection),
            *_holes_of_stores(state),
        ]
    order = {section: place for place, section in enumerate(SECTIONS)}
    found.sort(key=lambda hole: (order[hole.section], hole.code, hole.subject))
    return Report(settings.DATABASES["default"]["NAME"], state, tuple(found))


@contextmanager
def serving_connection() -> Iterator[psycopg.Connection[Any]]:
    """Connect as DATABASE_URL says, without what Django adds."""
    database = settings.DATABASES["default"]
    with psycopg.connect(
        dbname=database["NAME"],
        user=database["USER"] or None,
        password=database["PASSWORD"] or None,
        host=database["HOST"] or None,
        port=database["PORT"] or None,
        connect_timeout=5,
    ) as connection:
        yield connection


def _catalogue_state(connection: psycopg.Connection[Any]) -> dict[str, dict[str, Any]]:
    tables = connection.execute(TABLE_STATE, [list(GLOBAL_TABLES)]).fetchall()
    names = [f"{settings.SAWTI_ROLE_PREFIX}_{name}" for name in _ROLES]
    return {
        "roles": {"this process": connection.info.user}
        | dict(connection.execute(ROLE_STATE, [names]).fetchall()),
        "tables": {
            kind: sorted(name for name, found in tables if found == kind)
            for kind in ("protected", "global", "unprotected")
        },
        "keys": dict(connection.execute(KEY_STATE).fetchall()),
        "functions": dict(connection.execute(FUNCTION_STATE).fetchall()),
        "grants": {"append-only": append_only_tables()},
    }


_ROLES = ("owner", "app", "system", "backup", "search")


def _tenants(connection: psycopg.Connection[Any]) -> Rows:
    return connection.execute("SELECT slug, id FROM tenancy_tenant ORDER BY slug").fetchall()


def _hosts(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    return dict(
        connection.execute(
            "SELECT host, slug FROM tenancy_tenanthost h JOIN tenancy_tenant t "
            "ON t.id = h.tenant_id ORDER BY slug, host"
        ).fetchall()
    )


def _holes_of_hosts(connection: psycopg.Connection[Any]) -> list[Finding]:
    silent = connection.execute(
        "SELECT slug FROM tenancy_tenant t WHERE NOT EXISTS "
        "(SELECT FROM tenancy_tenanthost h WHERE h.tenant_id = t.id)"
    ).fetchall()
    odd = connection.execute(
        "SELECT host FROM tenancy_tenanthost WHERE host !~ '^[a-z0-9.-]+$'"
    ).fetchall()
    return [
        Finding("host-missing", "hosts", slug, f"No host leads to the tenant {slug}.")
        for (slug,) in silent
    ] + [
        Finding("host-odd", "hosts", host, f"{host} is no host name in lower case without port.")
        for (host,) in odd
    ]


def _cache() -> dict[str, Any]:
    return {
        name: {"backend": kept["BACKEND"], "key function": kept.get("KEY_FUNCTION", "")}
        for name, kept in settings.CACHES.items()
    }


def _files(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    """Return, per tenant, its prefix, how many files it has, and how many of them lie elsewhere."""
    return {"storage": settings.STORAGES["attachments"]["BACKEND"]} | {
        slug: _in_tenant(
            connection,
            tenant_id,
            "SELECT json_build_object('prefix', current_setting('app.tenant') || '/', "
            "'files', count(*), 'elsewhere', count(*) FILTER (WHERE NOT starts_with(key, "
            "current_setting('app.tenant') || '/'))) FROM attachments_attachment",
        )
        for slug, tenant_id in _tenants(connection)
    }


def _sessions(connection: psycopg.Connection[Any]) -> dict[str, Any]:
    return {"engine": settings.SESSION_ENGINE} | dict(
        connection.execute(
            "SELECT slug, count(session_key) FROM tenancy_tenant t LEFT JOIN accounts_session s "
            "ON s.tenant_id = t.id AND expire_date > now() GROUP BY slug ORDER BY slug"
        ).fetchall()
    )


def _in_tenant(connection: psycopg.Connection[Any], tenant_id: Any, query: str) -> Any:
    with connection.transaction():
        connection.execute("SELECT set_config('app.tenant', %s, true)", [str(tenant_id)])
        return connection.execute(query.encode()).fetchall()[0][0]


def _holes_of_stores(state: dict[str, dict[str, Any]]) -> list[Finding]:
    found = [
        Finding("cache-key", "cache", name, f"Keys of the cache {name} do not name their tenant.")
        for name, kept in state["cache"].items()
        if kept["key function"] != CACHE_KEYS
    ]
    found += [
        Finding("files-elsewhere", "files", slug, f"{kept['elsewhere']} files of {slug} lie "
                "outside of its folder; nobody can open them there.")
        for slug, kept in state["files"].items()
        if slug != "storage" and kept["elsewhere"]
    ]  # fmt: skip
    if settings.SESSION_ENGINE != SESSIONS:
        sentence = "Sessions do not name their tenant: one host's would serve another."
        found.append(Finding("session-engine", "sessions", settings.SESSION_ENGINE, sentence))
    return found + _holes_of_folder()


def _holes_of_folder() -> list[Finding]:
    place = getattr(storages["attachments"], "location", None)
    if (
        place is None
        or not Path(place).is_dir()
        or not stat.S_IMODE(Path(place).stat().st_mode) & 7
    ):
        return []
    sentence = f"Every account of this machine may look into {place}. Run chmod o-rwx on it."
    return [Finding("files-open", "files", str(place), sentence)]
