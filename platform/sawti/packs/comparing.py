"""Makes the tables of a tenant equal to its pack, with one read and at most two writes a table."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sawti.lib.ids import new_id
from sawti.packs.changes import Change, ChangeKind, differences

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Table:
    """The rows that are there by code, and the id that every code has or is going to have."""

    name: str
    model: Any
    rows: dict[str, Any]
    ids: dict[str, UUID]


class Comparison:
    """Collects the changes while it writes them."""

    def __init__(self) -> None:
        self.changes: list[Change] = []
        self._codes: dict[UUID, str] = {}

    def table(
        self, name: str, model: Any, codes: Iterable[str], *, code_of: Callable[[Any], str] = str
    ) -> Table:
        """Read the rows of the current tenant; `codes` are those of the pack.

        `code_of` tells what a row is known by; our coded models are their code as a string.
        """
        rows = {code_of(row): row for row in model.objects.all()}
        ids = {code: row.id for code, row in rows.items()}
        ids |= {code: new_id() for code in codes if code not in ids}
        self._codes |= {row_id: code for code, row_id in ids.items()}
        return Table(name, model, rows, ids)

    def write(self, table: Table, wanted: Mapping[str, Values]) -> None:
        """Create what is missing and change what differs.

        `wanted`: code → the row's fields. All new rows go in one statement, at whose end PostgreSQL
        checks the keys, so that rows may point at each other.
        """
        created = {code: values for code, values in wanted.items() if code not in table.rows}
        table.model.objects.bulk_create(
            [table.model(id=table.ids[code], **values) for code, values in created.items()]
        )
        self.changes += [Change(table.name, code, ChangeKind.CREATED) for code in created]
        self._change(
            table, {code: values for code, values in wanted.items() if code not in created}
        )

    def deactivate(self, table: Table, wanted: Iterable[str], values: Values) -> None:
        """Set `values` where the pack has no such code any more and the row is still active."""
        gone = [
            code for code, row in table.rows.items() if code not in set(wanted) and row.is_active
        ]
        if gone:
            ids = [table.ids[code] for code in gone]
            table.model.objects.filter(id__in=ids).update(**values)
        self.changes += [Change(table.name, code, ChangeKind.DEACTIVATED) for code in gone]

    def remove(self, table: Table, codes: Iterable[str]) -> None:
        """Delete rows that nothing points at."""
        gone = list(codes)
        if gone:
            table.model.objects.filter(id__in=[table.ids[code] for code in gone]).delete()
        self.changes += [Change(table.name, code, ChangeKind.REMOVED) for code in gone]

    def note(self, table: str, code: str, old: Values, new: Values) -> None:
        """Record what differs between two sets of fields."""
        for key, value in new.items():
            for path, before, after in differences(key.removesuffix("_id"), old[key], value):
                seen = self._readable(before), self._readable(after)
                self.changes.append(Change(table, code, ChangeKind.CHANGED, path, *seen))

    def _change(self, table: Table, wanted: Mapping[str, Values]) -> None:
        rows: list[Any] = []
        fields: set[str] = set()
        for code, values in wanted.items():
            row = table.rows[code]
            old = {key: getattr(row, key) for key in values}
            new = {key: value for key, value in values.items() if old[key] != value}
            if new:
                self.note(table.name, code, old, _without_position(new))
                for key, value in new.items():
                    setattr(row, key, value)
                rows.append(row)
                fields.update(new)
        if rows:
            table.model.objects.bulk_update(rows, sorted(fields))
        if "position" in fields:
            self.changes.append(Change(table.name, "all", ChangeKind.REORDERED))

    def _readable(self, value: Any) -> Any:
        return self._codes.get(value, value) if isinstance(value, UUID) else value


def _without_position(values: Values) -> Values:
    """One row in between moves all that follow; that is told once for the table."""
    return {key: value for key, value in values.items() if key != "position"}
