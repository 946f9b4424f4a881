"""Queries that are built once per process: on hot paths, to build one costs more than to run it."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from sawti.tenancy.context import current_tenant

Value = UUID | datetime | str
Given = Value | tuple[Value, ...] | None
_BEFORE_ALL = datetime(1900, 1, 1, tzinfo=UTC)


class BuiltQuery:
    """A query that gets its values later: `query(staff_id=…, at=…)` returns its rows.

    `build` is called with a stand-in for each value and returns the queryset. Its statement is
    kept, and each call puts its own values, and the tenant that is served, where the stand-ins are;
    so `build` may depend on nothing but its arguments. These are ids, instants, texts, tuples of
    them (one statement for each length), or None (a statement of its own).
    Raises ValueError for a value that does not reach the statement as it is, as of a sealed field.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Any]]) -> None:
        self._build = build
        self._kept: dict[tuple[tuple[str, int | None], ...], _Built] = {}

    def __call__(self, **given: Given) -> list[Any]:
        shape = tuple((name, _length(value)) for name, value in given.items())
        built = self._kept.get(shape)
        if built is None:
            try:
                built = self._kept[shape] = _built(self._build, given)
            except EmptyResultSet:  # an empty tuple lets nothing through
                return []
        return built.rows_for(given)


@dataclass(frozen=True)
class _Place:
    """Where a value goes: the one of this name, or one of its tuple; without a name the tenant."""

    name: str = ""
    index: int | None = None

    def filled(self, given: dict[str, Given]) -> Any:
        if not self.name:
            return current_tenant().id
        value = given[self.name]
        return value if self.index is None else cast("tuple[Value, ...]", value)[self.index]


@dataclass(frozen=True)
class _Built:
    rows: QuerySet[Any, Any]
    compiler: Any
    statement: str
    params: tuple[Any, ...]

    def rows_for(self, given: dict[str, Given]) -> list[Any]:
        params = [p.filled(given) if isinstance(p, _Place) else p for p in self.params]
        compiler = copy(self.compiler)
        rows: Any = self.rows.all()
        compiler.connection = connection  # each thread has its own
        compiler.as_sql = lambda *args, **kwargs: (self.statement, params)
        rows.query.get_compiler = lambda *args, **kwargs: compiler
        return list(rows)


def _built(build: Callable[..., QuerySet[Any, Any]], given: dict[str, Given]) -> _Built:
    places = dict(_places(given))
    values = {place: value for value, place in places.items()}
    rows = build(**{name: _stand_in(name, value, values) for name, value in given.items()})
    compiler = rows.query.get_compiler(connection=connection)
    statement, params = compiler.as_sql()
    places[current_tenant().id] = _Place()
    found = tuple(places.get(p, p) if isinstance(p, Value) else p for p in params)
    if lost := values.keys() - {each for each in found if isinstance(each, _Place)}:
        raise ValueError(f"These values do not reach the statement as they are: {lost}")
    return _Built(rows, compiler, statement, found)


def _places(given: dict[str, Given]) -> Iterator[tuple[Value, _Place]]:
    """Yield a value of the same type, which nothing else has, and its place."""
    number = 0
    for name, value in given.items():
        for index, each in enumerate(value if isinstance(value, tuple) else (value,)):
            if each is not None:
                number += 1
                yield (
                    _unique(each, number),
                    _Place(name, index if isinstance(value, tuple) else None),
                )


def _unique(value: Value, number: int) -> Value:
    if isinstance(value, UUID):
        return UUID(int=number)
    if isinstance(value, datetime):
        return _BEFORE_ALL + timedelta(days=number)
    return f"\0{number}"


def _stand_in(name: str, value: Given, values: dict[_Place, Value]) -> Given:
    if value is None:
        return None
    if isinstance(value, tuple):
        return tuple(values[_Place(name, index)] for index in range(len(value)))
    return values[_Place(name)]


def _length(value: Given) -> int | None:
    """Return what decides on the statement: the length of a tuple; -1 for None."""
    if isinstance(value, tuple):
        return len(value)
    return -1 if value is None else None
