"""Stacked columns: what a number consists of, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass

from sawti_ui.charts.parts import Axis, DataTable, Plot, Words, px, round_steps

NOT_SHOWN = "not-shown"
GAP = 1.5  # between parts, so that they are told apart without colour


@dataclass(frozen=True)
class Column:
    """A month: its label, its whole and the known parts, in the order of the legend from below.

    A part that is not public is left out; what is missing of the whole is drawn as not shown.
    `total` None: the whole is not public.
    """

    label: str
    total: int | None
    total_text: str
    parts: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Key:
    """A line of the legend; `kind` chooses the fill."""

    kind: str
    label: str


@dataclass(frozen=True)
class Block:
    kind: str
    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class ColumnShape:
    """Where a column and its words stand."""

    middle: str
    label: str
    total: str
    total_y: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class StackedChart:
    """For `sawti_ui/charts/stacked.html`."""

    words: Words
    columns: tuple[ColumnShape, ...]
    axis: Axis
    keys: tuple[Key, ...]
    table: DataTable
    csv_url: str


def stacked_chart(
    words: Words,
    columns: Sequence[Column],
    keys: tuple[Key, ...],
    *,
    table: DataTable,
    csv_url: str,
    is_rtl: bool,
) -> StackedChart:
    """Lay the columns out; the first one stands where reading begins."""
    steps = round_steps(max((column.total or 0 for column in columns), default=0))
    plot = Plot(0, steps[-1], is_rtl=is_rtl)
    used = {kind for column in columns for kind, value in _all_parts(column) if value}
    return StackedChart(
        words=words,
        columns=tuple(_shape(plot, c, n, len(columns)) for n, c in enumerate(columns)),
        axis=plot.axis(steps, lambda value: f"{value:,.0f}"),
        keys=tuple(key for key in keys if key.kind in used),
        table=table,
        csv_url=csv_url,
    )


def _all_parts(column: Column) -> tuple[tuple[str, int], ...]:
    missing = (column.total or 0) - sum(value for _, value in column.parts)
    return (*column.parts, (NOT_SHOWN, missing)) if missing > 0 else column.parts


def _shape(plot: Plot, column: Column, index: int, count: int) -> ColumnShape:
    middle, width = plot.column(index, count)
    bar = min(width * 0.7, 56)
    blocks, below = [], 0
    for kind, value in _all_parts(column):
        top, bottom = plot.y(below + value), plot.y(below)
        below += value
        height = max(0.5, bottom - top - GAP)
        if value:
            blocks.append(Block(kind, px(middle - bar / 2), px(top), px(bar), px(height)))
    return ColumnShape(
        middle=px(middle),
        label=column.label,
        total=column.total_text,
        total_y=px(plot.y(column.total or 0) - 7),
        blocks=tuple(blocks),
    )
