"""A case full of markers in every column that its rows have, and a search for what is left."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
from django.db import models
from psycopg import sql
from psycopg.types.json import Jsonb

from sawti.accounts.models import Staff
from sawti.cases.facts import Contact, Filed
from sawti.cases.models import WordsField
from sawti.entities.actions import appoint
from sawti.retention.models import How, Kind, Policy, Unit
from sawti.retention.registry import Declared, declarations
from sawti.tenancy.context import tenant_context
from tests import people
from tests.cast import Cast, utc

MARKER = "zqmarker"
LONG_AGO = "2023-01-10T08:00Z"
TEXT = (models.CharField, models.TextField, models.JSONField, models.BinaryField)


def policy(cast: Cast, *, how: str = How.ANONYMISE, number: int | None = 24, **more: Any) -> Policy:
    """Let Bahrain's closed cases end after 24 months, unless said."""
    start = utc("2020-01-01T00:00Z")
    values = {"kind": Kind.CASES, "unit": Unit.MONTHS, "from_at": start, "set_at": start, **more}
    with cast.writing(cast.bahrain):
        found: Policy = Policy.objects.create(how=how, number=number, **values)
    return found


def officer_of_jordan(cast: Cast) -> Staff:
    """Let Omar watch over Jordan's data."""
    with tenant_context(cast.jordan):
        appoint(
            staff=cast.omar,
            entity_id=None,
            post="data_protection_officer",
            at=utc("2020-01-01T00:00Z"),
        )
    return cast.omar


def closed_case(cast: Cast, *, on: str = LONG_AGO, **changes: Any) -> Filed:
    """File, take and answer a case on one day."""
    filed = cast.file_case(on=on, **changes)
    cast.take(filed.case_id, on=on)
    cast.answer(filed.case_id, on=on)
    return filed


def full_case(cast: Cast, marker: str, *, on: str = LONG_AGO) -> Filed:
    """Do with a case of Sara's all that can be done with one, the marker in all words."""
    person = cast.applicant(people.SARA)
    filed = cast.file_case(
        on=on,
        story=f"{marker} in the story",
        place=f"{marker} street",
        key=f"key of {marker}",
        person_id=person.id,
        contact=Contact(marker, f"{marker}@example.com", "+97336123456"),
        files=(cast.upload(on=on, name=f"{marker}.jpg").token,),
    )
    cast.take(filed.case_id, on=on)
    cast.ask(filed.case_id, on=on)
    cast.reply(filed.case_id, on=on)
    cast.note(filed.case_id, f"{marker} in a note")
    cast.answer(filed.case_id, on=on)
    cast.rate(filed.case_id, on=on)
    cast.deliver()
    return filed


def text_columns(declared: Declared) -> list[Any]:
    """Return the fields of a table in which words or bytes may stand."""
    return [
        field
        for field in declared.model._meta.local_concrete_fields
        if isinstance(field, TEXT) and not field.choices and not field.primary_key
    ]


def plant(connection: psycopg.Connection[Any], tenant_id: UUID, case_id: UUID, marker: str) -> None:
    """Write the marker into every text column of every row about the case; make missing rows."""
    connection.execute("SET session_replication_role = replica")  # no keys, no triggers
    for declared in declarations():
        if declared.keeps.case and declared.keeps.case != "pk":
            _make_row(connection, declared, tenant_id, case_id)
        if declared.keeps.case:
            _mark_rows(connection, declared, case_id, marker)
    connection.execute("UPDATE retention_hold SET lifted_at = placed_at")
    connection.execute("SET session_replication_role = origin")


def _column(model: Any, path: str) -> str:
    field: Any = model._meta.pk if path == "pk" else model._meta.get_field(path)
    return str(field.column)


def _of_case(model: Any, path: str) -> sql.Composable:
    """Return the condition for the rows of a case, whose id is its one parameter."""
    first, _, rest = path.partition("__")
    column = sql.Identifier(_column(model, first))
    if not rest:
        return sql.SQL("{} = %s").format(column)
    other = model._meta.get_field(first).related_model
    table = sql.Identifier(other._meta.db_table)
    nested = sql.SQL("{} IN (SELECT id FROM {} WHERE {})")
    return nested.format(column, table, _of_case(other, rest))


def _make_row(
    connection: psycopg.Connection[Any], declared: Declared, tenant_id: UUID, case_id: UUID
) -> None:
    model, path, table = declared.model, declared.keeps.case, sql.Identifier(declared.table)
    found = sql.SQL("SELECT 1 FROM {} WHERE {}").format(table, _of_case(model, path))
    if connection.execute(found, [case_id]).fetchone():
        return
    values: dict[str, Any] = {}
    for field in model._meta.local_concrete_fields:
        if not field.generated:
            values[field.column] = _sample(field)
    key = _key(connection, declared, tenant_id, case_id)
    values |= {"tenant_id": tenant_id, _column(model, path.partition("__")[0]): key}
    optional = [f.column for f in model._meta.local_concrete_fields if _may_point(f)]
    for column in (None, *optional):  # a constraint may want one of several keys
        given = values | ({column: uuid4()} if column else {})
        if _insert(connection, table, given):
            return
    raise AssertionError(f"{declared.table}: give the scene a row of its own")


def _key(
    connection: psycopg.Connection[Any], declared: Declared, tenant_id: UUID, case_id: UUID
) -> UUID:
    """Return what a row points at: the case, or a row of the case that is made where it lacks."""
    first, _, rest = declared.keeps.case.partition("__")
    if not rest:
        return case_id
    model: Any = declared.model._meta.get_field(first).related_model
    other = next(each for each in declarations() if each.model is model)
    _make_row(connection, other, tenant_id, case_id)
    of_case = _of_case(model, rest)
    select = sql.SQL("SELECT id FROM {} WHERE {}").format(sql.Identifier(other.table), of_case)
    row = connection.execute(select, [case_id]).fetchone()
    assert row is not None
    return UUID(str(row[0]))


def _may_point(field: Any) -> bool:
    return bool(field.null and field.is_relation)


def _insert(
    connection: psycopg.Connection[Any], table: sql.Identifier, values: dict[str, Any]
) -> bool:
    names = sql.SQL(", ").join(map(sql.Identifier, values))
    places = sql.SQL(", ").join(sql.Placeholder() * len(values))
    insert = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(table, names, places)
    try:
        connection.execute(insert, list(values.values()))
    except psycopg.errors.CheckViolation:
        return False
    return True


def _sample(field: Any) -> Any:
    if field.null and not isinstance(field, TEXT):
        return None
    if field.choices:
        return field.choices[0][0]
    if field.is_relation or isinstance(field, models.UUIDField):
        return uuid4()
    if isinstance(field, models.DateTimeField):
        return utc(LONG_AGO)
    if isinstance(field, models.BooleanField):
        return False
    if isinstance(field, models.IntegerField):
        return 1
    if isinstance(field, models.JSONField):
        return Jsonb({})
    return b"x" if isinstance(field, models.BinaryField) else "x"


def _mark_rows(
    connection: psycopg.Connection[Any], declared: Declared, case_id: UUID, marker: str
) -> None:
    stays = {"number", "receipt_hash", *declared.keeps.stays}  # these two are looked for as such
    for field in text_columns(declared):
        if field.name in stays:
            continue
        value: Any = marker
        if isinstance(field, models.JSONField):
            value = Jsonb({"planted": marker})
        elif isinstance(field, models.BinaryField):
            value = marker.encode() + uuid4().bytes
        statement = sql.SQL("UPDATE {} SET {} = %s WHERE {}").format(
            *map(sql.Identifier, (declared.table, field.column)),
            _of_case(declared.model, declared.keeps.case),
        )
        if isinstance(field, WordsField):
            value = f"'{marker}'"
        connection.execute(statement, [value, case_id])


def where_is(connection: psycopg.Connection[Any], needle: str) -> list[str]:
    """Return every `table.column` of the whole database in which the needle stands."""
    columns = connection.execute(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' "
        "ORDER BY 1, 2"
    ).fetchall()
    return list(_containing(connection, columns, needle))


def _containing(
    connection: psycopg.Connection[Any], columns: list[Any], needle: str
) -> Iterator[str]:
    for table, column, kind in columns:
        is_bytes = kind == "bytea"
        test = "position(%s::bytea IN {}) > 0" if is_bytes else "position(%s IN {}::text) > 0"
        statement = sql.SQL("SELECT 1 FROM {} WHERE " + test).format(
            sql.Identifier(table), sql.Identifier(column)
        )
        if connection.execute(statement, [needle.encode() if is_bytes else needle]).fetchone():
            yield f"{table}.{column}"
