"""Many rows of a tenant's table in one statement."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from django.db import connection, models


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
