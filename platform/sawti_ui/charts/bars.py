"""Bars in a table: words and numbers are text that wraps and grows, only the bar is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass

from sawti_ui.charts.parts import Words, px


@dataclass(frozen=True)
class Bar:
    """A number with a bar of `width` per cent of its column; None draws none."""

    text: str
    width: str | None = None


@dataclass(frozen=True)
class BarRow:
    """A row: what it is about (`url`: more about it), a bar for each column."""

    label: str
    bars: tuple[Bar, ...]
    url: str = ""
    hint: str = ""


@dataclass(frozen=True)
class ColumnHead:
    """The head of a column; with `url` it sorts the table. `order`: "", ascending, descending."""

    label: str
    url: str = ""
    order: str = ""


@dataclass(frozen=True)
class BarChart:
    """For `sawti_ui/charts/bars.html`; `heads` names the rows first, then each bar."""

    words: Words
    heads: tuple[ColumnHead, ...]
    rows: tuple[BarRow, ...]
    csv_url: str


def bar(text: str, value: float | None, most: float) -> Bar:
    """Return the bar of `value` in a column whose longest one is `most`."""
    return Bar(text, px(100 * value / most) if value is not None and most else None)


def longest(values: Sequence[float | None]) -> float:
    """Return the value whose bar fills its column."""
    return max((value for value in values if value is not None), default=0)
