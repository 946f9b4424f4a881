"""Many rows of a tenant's table, or rows of several tables, in one statement."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import groupby
from typing import Any

from django.db import connection, models
from django.db.models.sql import InsertQuery


def insert_together(*rows: models.Model) -> None:
    """Insert new rows of several tables in one statement, in the open transaction.

    Rows of one table stand next to each other. They may point at each other: keys are checked at
    the end of the statement.
    """
    parts, params = list[str](), list[Any]()
    for _model, group in groupby(rows, key=type):
        of_model = list(group)
        query = InsertQuery(type(of_model[0]))
        query.insert_values(of_model[0]._meta.local_concrete_fields, of_model)
        [(sql, values)] = query.get_compiler(connection=connection).as_sql()
        parts.append(sql)
        params += values
    before = ", ".join(f"part{place} AS ({sql})" for place, sql in enumerate(parts[:-1]))
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {before} {parts[-1]}" if before else parts[-1], params)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


def insert_rows(
    model: type[models.Model], fields: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Insert plain rows by one `INSERT … SELECT … FROM unnest(…)`, in the open transaction.

    `fields` are attribute names (`case_id`); a row has their values in that order: ids, codes and
    JSON as text, instants as whole seconds since 1970, bytes as hex. Fields that are not named
    get the model's default. (COPY would be quicker; PostgreSQL refuses it under row-level
    security.)
    """
    if not rows:
        return
    sql, rest = _statement(model, tuple(fields))
    columns = zip(*rows, strict=True)
    literals = [
        _array(column, is_text=_is_text(model._meta.get_field(name)))
        for name, column in zip(fields, columns, strict=True)
    ]
    defaults = [field.get_db_prep_save(field.get_default(), connection) for field in rest]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*defaults, *literals])


@cache
def _statement(
    model: type[models.Model], names: tuple[str, ...]
) -> tuple[str, list[models.Field[Any, Any]]]:
    """Return the statement, and the fields whose defaults come first among its parameters."""
    fields: list[Any] = [model._meta.get_field(name) for name in names]
    rest = [
        field
        for field in model._meta.local_concrete_fields
        if field not in fields and not field.generated and field.get_default() is not None
    ]
    columns = ", ".join(f'"{field.column}"' for field in (*rest, *fields))
    given = ", ".join(
        [f"%s::{field.db_type(connection)}" for field in rest]
        + [_value(field, f"c{place}") for place, field in enumerate(fields)]
    )
    arrays = ", ".join(f"%s::{_array_type(field)}[]" for field in fields)
    aliases = ", ".join(f"c{place}" for place in range(len(fields)))
    table = model._meta.db_table
    source = f"unnest({arrays}) AS rows ({aliases})"
    return f'INSERT INTO "{table}" ({columns}) SELECT {given} FROM {source}', rest  # noqa: S608 - names of ours


def _value(field: Any, alias: str) -> str:
    match field:
        case models.DateTimeField():
            return f"to_timestamp({alias})"
        case models.BinaryField():
            return f"decode({alias}, 'hex')"
        case models.JSONField():
            return f"{alias}::jsonb"
    return alias


def _is_text(field: Any) -> bool:
    return isinstance(field, models.CharField | models.TextField | models.JSONField)


def _array_type(field: Any) -> str:
    if isinstance(field, models.DateTimeField):
        return "bigint"
    is_text = _is_text(field) or isinstance(field, models.BinaryField)
    return "text" if is_text else str(field.db_type(connection))


def _array(column: Iterable[Any], *, is_text: bool) -> str:
    """Return an array literal; texts are quoted, all at once (no text has a NUL in it)."""
    if is_text:
        joined = "\0".join(column).replace("\\", "\\\\").replace('"', '\\"')
        return '{"' + joined.replace("\0", '","') + '"}'
    return "{" + ",".join(["NULL" if value is None else str(value) for value in column]) + "}"
