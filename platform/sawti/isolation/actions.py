"""Writing an archive into a deployment that does not know its tenant."""

import json
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.files import File
from django.db import connection, transaction

from sawti.attachments.content import storage
from sawti.isolation import archive
from sawti.isolation.archive import Manifest
from sawti.isolation.errors import ArchiveBroken
from sawti.isolation.queries import serving_connection
from sawti.isolation.tables import TENANT, Table, migrations_of, tables_of_tenants
from sawti.tenancy.context import tenant_context
from sawti.tenancy.models import Tenant

BATCH = 500


def import_tenant(folder: Path) -> Manifest:
    """Bring the tenant of an archive in, with its rows and files; all of it or nothing.

    Rows go in as the serving role inside the tenant's own transaction, so an archive can write
    for no other tenant. Files come first: bytes without rows are swept. Raises ArchiveBroken if
    the archive is not whole, was made by another schema or under other keys, if the tenant or one
    of its hosts is here already, or if a table has another number of rows in the end.
    """
    manifest = archive.read_manifest(folder)
    tables = _require_fit(manifest)
    tenant = _tenant_in(folder)
    kept: list[str] = []
    try:
        for key in manifest.files:
            _keep(folder, key, manifest)
            kept.append(key)
        with tenant_context(tenant.facts()), transaction.atomic(durable=True):
            _fill(folder, tables, manifest)
    except BaseException:
        for key in kept:
            storage().delete(key)
        raise
    return manifest


def _require_fit(manifest: Manifest) -> list[Table]:
    """Return the tables here, which are those of the archive."""
    with serving_connection() as here:
        tables, migrations = tables_of_tenants(here), migrations_of(here)
        taken = here.execute(
            "SELECT slug FROM tenancy_tenant WHERE id = %s OR slug = %s",
            [manifest.tenant_id, manifest.slug],
        ).fetchone()
    if differing := set(migrations) ^ set(manifest.migrations):
        shown = ", ".join(sorted(differing)[:5])
        raise ArchiveBroken(
            f"the archive is of another schema; these are on one side only: {shown}"
        )
    if manifest.keys != archive.hash_of_keys():
        raise ArchiveBroken("what it holds is sealed under another SAWTI_SEALING_KEY")
    if taken:
        raise ArchiveBroken(f"the tenant {taken[0]} is here already")
    return tables


def _tenant_in(folder: Path) -> Tenant:
    line = archive.table_path(folder, TENANT).read_text(encoding="utf-8")
    return Tenant(**json.loads(line))


def _keep(folder: Path, key: str, manifest: Manifest) -> None:
    if not key.startswith(f"{manifest.tenant_id}/") or storage().exists(key):
        raise ArchiveBroken(f"the file {key} is another tenant's, or here already")
    with archive.file_path(folder, key).open("rb") as bytes_:
        storage().save(key, File(bytes_))


def _fill(folder: Path, tables: list[Table], manifest: Manifest) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in tables:
            with archive.table_path(folder, table.name).open(encoding="utf-8") as lines:
                for batch in _batches(table, lines):
                    _insert(cursor, table, batch)
            cursor.execute(  # names of our own catalogue
                f'SELECT count(*) FROM "{table.name}" WHERE "{table.tenant_column}" = %s',  # noqa: S608
                [manifest.tenant_id],
            )
            found, wanted = cursor.fetchone()[0], manifest.tables[table.name].rows
            if found != wanted:
                raise ArchiveBroken(f"{table.name} has {found} rows, the archive {wanted}")


def _batches(table: Table, lines: Iterator[str]) -> Iterator[str]:
    """Yield arrays of rows; where rows name global ones, with the numbers that those have here."""
    numbers = {column: _numbers(target) for column, target in table.named.items()}
    while batch := list(islice(lines, BATCH)):
        rows = [_numbered(line, numbers) for line in batch] if numbers else batch
        yield f"[{','.join(rows)}]"


def _numbered(line: str, numbers: dict[str, dict[str, int]]) -> str:
    row = json.loads(line)
    for column, by_name in numbers.items():
        if row[column] not in by_name:
            raise ArchiveBroken(f"{column} {row[column]} does not exist here")
        row[column] = by_name[row[column]]
    return json.dumps(row)


def _numbers(target: str) -> dict[str, int]:
    queries = {
        "auth_permission": "SELECT c.app_label || '.' || c.model || '.' || p.codename, p.id "
        "FROM auth_permission p JOIN django_content_type c ON c.id = p.content_type_id",
        "auth_group": "SELECT name, id FROM auth_group",
    }
    with connection.cursor() as cursor:
        cursor.execute(queries[target])
        return dict(cursor.fetchall())


def _insert(cursor: Any, table: Table, rows: str) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    cursor.execute(  # names of our own catalogue
        f'INSERT INTO "{table.name}" ({columns}) '  # noqa: S608
        f'SELECT {columns} FROM jsonb_populate_recordset(NULL::"{table.name}", %s::jsonb)',
        [rows],
    )
