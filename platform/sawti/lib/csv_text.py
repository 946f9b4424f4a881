"""Tables as CSV that spreadsheets open right: UTF-8 with a mark, and nothing that calculates."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

MARK = "\ufeff"  # without it Excel reads UTF-8 as something else
CALCULATES = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_text(rows: Iterable[Sequence[object]]) -> str:
    """Return the rows as CSV (RFC 4180) behind a byte order mark; None is an empty cell.

    A text that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, CSV
    injection); numbers stay numbers.
    """
    file = StringIO()
    csv.writer(file).writerows(safe_row(row) for row in rows)
    return MARK + file.getvalue()


def safe_row(row: Sequence[object]) -> list[object]:
    """Return the cells of a row as `csv_text` writes them, for what is too long for one text."""
    return [_cell(value) for value in row]


def _cell(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(CALCULATES):
        return f"'{value}"
    return "" if value is None else value
