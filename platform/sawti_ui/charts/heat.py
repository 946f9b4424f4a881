"""A heat table: numbers of two groupings, the larger ones on a deeper ground."""

from collections.abc import Sequence
from dataclasses import dataclass

from sawti_ui.charts.parts import Words

LEVELS = 5


@dataclass(frozen=True)
class Cell:
    """A number in words, on ground 0 (nothing) to 5."""

    text: str
    level: int


@dataclass(frozen=True)
class HeatRow:
    label: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class HeatTable:
    """For `sawti_ui/charts/heat.html`; `columns` names the rows first."""

    words: Words
    columns: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    csv_url: str


def heat_table(
    words: Words,
    columns: tuple[str, ...],
    rows: Sequence[tuple[str, Sequence[tuple[str, int | None]]]],
    *,
    csv_url: str,
) -> HeatTable:
    """Give every number its ground; `rows`: label, then text and value (None: not public)."""
    most = max((value or 0 for _, cells in rows for _, value in cells), default=0)
    return HeatTable(
        words,
        columns,
        tuple(
            HeatRow(label, tuple(Cell(text, _level(value or 0, most)) for text, value in cells))
            for label, cells in rows
        ),
        csv_url,
    )


def _level(value: int, most: int) -> int:
    return -(-LEVELS * value // most) if value else 0
