"""Reading everything that belongs to one tenant into an archive, as the backup role."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from psycopg import sql

from sawti.attachments.content import SMALL, storage
from sawti.isolation import archive
from sawti.isolation.archive import Manifest, Part
from sawti.isolation.errors import ArchiveBroken
from sawti.isolation.tables import (
    NAMES_OF_GLOBAL_ROWS,
    Table,
    migrations_of,
    tables_of_tenants,
)

CHUNK = 1024 * 1024


def export_tenant(slug: str, folder: Path, *, at: datetime) -> Manifest:
    """Write rows and files of a tenant into `folder`, which must be new or empty.

    All rows are of one moment (REPEATABLE READ), in a transaction that lasts as long as they take;
    files are read after it, so that a slow store holds no snapshot. What we write is for us alone
    (0700, 0600). Raises ArchiveBroken when there is no such tenant or a file of a row is gone.
    """
    archive.make_folder(folder)
    rows, keys = _rows_of_one_moment(slug, folder, at)
    manifest = replace(rows, files=dict(_files(folder, keys)))
    archive.write_manifest(folder, manifest)
    return manifest


def _rows_of_one_moment(
    slug: str, folder: Path, at: datetime
) -> tuple[Manifest, list[tuple[str, bool]]]:
    """Write all rows; return the manifest without files, and the keys of the files to come."""
    with psycopg.connect(settings.SAWTI_BACKUP_URL) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        tenant_id = _tenant_id(connection, slug)
        tables = {
            table.name: archive.write_part(
                archive.table_path(folder, table.name),
                _rows(connection, table, tenant_id),
                is_table=True,
            )
            for table in tables_of_tenants(connection)
        }
        found = Manifest(
            tenant_id=tenant_id,
            slug=slug,
            exported_at=at.isoformat(),
            migrations=migrations_of(connection),
            keys=archive.hash_of_keys(),
            tables=tables,
        )
        return found, _keys(connection, tenant_id)


def _tenant_id(connection: psycopg.Connection[Any], slug: str) -> str:
    row = connection.execute("SELECT id FROM tenancy_tenant WHERE slug = %s", [slug]).fetchone()
    if row is None:
        raise ArchiveBroken(f"there is no tenant {slug}")
    return str(row[0])


def _rows(connection: psycopg.Connection[Any], table: Table, tenant_id: str) -> Iterator[bytes]:
    """Yield each row as a line of JSON, in the order of its key."""
    columns = sql.SQL(", ").join(_column(table, column) for column in table.columns)
    query = sql.SQL(
        "SELECT to_jsonb(r)::text FROM (SELECT {} FROM {} t WHERE {} = %s ORDER BY id) r"
        if "id" in table.columns
        else "SELECT to_jsonb(r)::text FROM (SELECT {} FROM {} t WHERE {} = %s) r"
    ).format(columns, sql.Identifier(table.name), sql.Identifier(table.tenant_column))
    with connection.cursor(name="rows") as cursor:
        cursor.execute(query, [tenant_id])
        for (line,) in cursor:
            yield line.encode() + b"\n"


def _column(table: Table, column: str) -> sql.Composable:
    if column not in table.named:
        return sql.SQL("t.{}").format(sql.Identifier(column))
    name = NAMES_OF_GLOBAL_ROWS[table.named[column]].format(column=column)
    return sql.SQL("{} AS {}").format(sql.SQL(name), sql.Identifier(column))


def _keys(connection: psycopg.Connection[Any], tenant_id: str) -> list[tuple[str, bool]]:
    query = "SELECT key, width IS NOT NULL FROM attachments_attachment WHERE tenant_id = %s"
    return connection.execute(query, [tenant_id]).fetchall()


def _files(folder: Path, keys: list[tuple[str, bool]]) -> Iterator[tuple[str, Part]]:
    for key, is_picture in keys:
        for name in (key, key + SMALL) if is_picture else (key,):
            yield name, archive.write_part(archive.file_path(folder, name), _bytes(name))


def _bytes(name: str) -> Iterator[bytes]:
    try:
        with storage().open(name) as file:
            yield from iter(lambda: file.read(CHUNK), b"")
    except FileNotFoundError as error:
        raise ArchiveBroken(f"the file {name} went away meanwhile; export again") from error
