"""Entries as a table for a spreadsheet or another program."""

from collections.abc import Iterable, Iterator

from sawti.audit.queries import COLUMNS, EntryRow
from sawti.lib.csv_text import csv_text


def rows_of(entries: Iterable[EntryRow]) -> Iterator[list[object]]:
    """Yield the names of the columns and one row per entry; times in UTC (RFC 3339)."""
    yield list(COLUMNS)
    for entry in entries:
        values = {name: getattr(entry, name) for name in COLUMNS}
        values["at"] = entry.at.isoformat()
        yield [None if value is None else _plain(value) for value in values.values()]


def _plain(value: object) -> object:
    return value if isinstance(value, int) else str(value)


def entries_csv(entries: Iterable[EntryRow]) -> str:
    """Return the entries as CSV that calculates nothing."""
    return csv_text(rows_of(entries))
