"""What PostgreSQL's catalogue says about the walls between tenants, as questions that find holes.

Each question returns the offenders; none is the answer that is wanted. Those `at_start` are asked
by every process before it serves, the others by `sawti check_isolation`. Sources: reference/
security.md, part D, of the project; PostgreSQL 15, 5.8 "Row Security Policies".
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import psycopg
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader

from sawti.tenancy.catalogue import CHECKS, Check
from sawti.tenancy.global_tables import GLOBAL_TABLES
from sawti.tenancy.models import TenantModel
from sawti.tenancy.schema import AppendOnly, role


@dataclass(frozen=True)
class Finding:
    """One hole: which question found it, in what, and a sentence with what to do."""

    code: str
    section: str
    subject: str
    says: str


def findings(connection: psycopg.Connection[Any], *, account: str = "") -> list[Finding]:
    """Return every hole, in the order of CHECKS; `account` is who serves, by default the app role.

    Any account may ask: the catalogue is open to all.
    """
    return _asked(connection, CHECKS, _facts(account) | {"append_only": append_only_tables()})


def findings_at_start(connection: psycopg.Connection[Any], *, account: str) -> list[Finding]:
    """Return the holes that forbid `account` to serve; one statement of some milliseconds."""
    return _asked(connection, [check for check in CHECKS if check.at_start], _facts(account))


def _asked(
    connection: psycopg.Connection[Any], checks: Sequence[Check], facts: Mapping[str, Any]
) -> list[Finding]:
    by_code = {check.code: check for check in checks}
    union = " UNION ALL ".join(
        f"SELECT {place} AS place, '{check.code}' AS code, subject::text "  # noqa: S608 - ours
        f"FROM ({check.query}) AS found (subject)"
        for place, check in enumerate(checks)
    )
    with connection.cursor(row_factory=psycopg.rows.tuple_row) as cursor:
        # Bound by the client: such a statement is asked once and needs no plan of its own.
        bound = psycopg.ClientCursor(connection).mogrify(f"{union} ORDER BY 1, 3", facts)
        cursor.execute(bound.encode())
        return [
            Finding(code, by_code[code].section, subject, by_code[code].says.format(subject))
            for _place, code, subject in cursor.fetchall()
        ]


def _facts(account: str) -> dict[str, Any]:
    names = ("owner", "app", "system", "backup", "search", "retention")
    return {
        **{name: role(name) for name in names},
        "account": account or role("app"),
        "prefix": f"{settings.SAWTI_ROLE_PREFIX}_",
        "global": list(GLOBAL_TABLES),
        "models": sorted(_tables_of_models() - set(GLOBAL_TABLES)),
        "keys": sorted(
            f"{table} {column} {target}" for table, column, target in keys_within_tenants()
        ),
    }


def _tables_of_models() -> set[str]:
    """Return the tables of all installed models, many-to-many tables included."""
    models = apps.get_models(include_auto_created=True)
    return {model._meta.db_table for model in models if model._meta.managed}


def keys_within_tenants() -> set[tuple[str, str, str]]:
    """Return (table, column, target) of every key from a tenant model to a tenant model."""
    models: list[Any] = apps.get_models(include_auto_created=True)
    return {
        (model._meta.db_table, field.column, field.related_model._meta.db_table)
        for model in models
        if issubclass(model, TenantModel)
        for field in model._meta.local_concrete_fields
        if field.is_relation and issubclass(field.related_model, TenantModel)
    }


def append_only_tables() -> list[str]:
    """Return the tables that migrations made append-only."""
    migrations: Iterable[Any] = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    operations = (
        (label, operation)
        for (label, _name), migration in cast("Any", migrations).items()
        for operation in migration.operations
        if isinstance(operation, AppendOnly)
    )
    return sorted(
        apps.get_model(label, name)._meta.db_table
        for label, operation in operations
        for name in operation.models
    )
