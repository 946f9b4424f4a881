"""Makes the tables of a tenant equal to its pack, with one read and at most two writes a table."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sawti.lib.ids import new_id
from sawti.packs.changes import Change, ChangeKind, differences

Values = Mapping[str, Any]
_FORGOTTEN: dict[str, Any] = {"edited_at": None}


@dataclass(frozen=True)
class Table:
    """The rows that are there by code, and the id that every code has or is going to have."""

    name: str
    model: Any
    rows: dict[str, Any]
    ids: dict[str, UUID]


class Comparison:
    """Collects the changes while it writes them.

    What an editor changed stays and is collected in `kept`, unless the pack is to `overwrite` it.
    """

    def __init__(self, *, overwrite: bool = False) -> None:
        self.changes: list[Change] = []
        self.kept: list[Change] = []
        self._overwrite = overwrite
        self._codes: dict[UUID, str] = {}
        self._left: Mapping[str, Collection[str]] = {}

    def leave(self, codes: Mapping[str, Collection[str]]) -> None:
        """Leave active what is not in the pack and still in use: table → codes."""
        self._left = codes

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
        stays = {*wanted, *self._left.get(table.name, ())}
        unknown = [code for code, row in table.rows.items() if code not in stays and row.is_active]
        gone = [code for code in unknown if self._gives_way(table, code, values)]
        if gone:
            ids = [table.ids[code] for code in gone]
            forgotten = _FORGOTTEN if hasattr(table.model, "edited_at") else {}
            table.model.objects.filter(id__in=ids).update(**values, **forgotten)
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
            if new and self._gives_way(table, code, new):
                self.note(table.name, code, old, _without_position(new))
                for key, value in (new | _FORGOTTEN if _is_edited(row) else new).items():
                    setattr(row, key, value)
                    fields.add(key)
                rows.append(row)
        if rows:
            table.model.objects.bulk_update(rows, sorted(fields))
        if "position" in fields:
            self.changes.append(Change(table.name, "all", ChangeKind.REORDERED))

    def _gives_way(self, table: Table, code: str, new: Values) -> bool:
        """Tell whether the pack may change the row; note one that stays as its editor wants it."""
        if self.is_given_up(table.rows[code]):
            return True
        if _without_position(new):
            self.kept.append(Change(table.name, code, ChangeKind.KEPT))
        return False

    def is_given_up(self, row: Any) -> bool:
        """Tell whether the pack may change a row: no editor did, or the pack is to overwrite."""
        return self._overwrite or not _is_edited(row)

    def _readable(self, value: Any) -> Any:
        return self._codes.get(value, value) if isinstance(value, UUID) else value


def _is_edited(row: Any) -> bool:
    return getattr(row, "edited_at", None) is not None


def _without_position(values: Values) -> Values:
    """One row in between moves all that follow; that is told once for the table."""
    return {key: value for key, value in values.items() if key != "position"}
