"""What every chart has: its words, its table, its axis."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

WIDTH, HEIGHT = 720, 280
START, END, TOP, BOTTOM = 56, 708, 28, 240  # the plot, counted from where reading begins


@dataclass(frozen=True)
class Words:
    """`code` names the chart in addresses and ids; `finding` is its heading, a sentence."""

    code: str
    finding: str
    caption: str


@dataclass(frozen=True)
class DataTable:
    """The figures of a chart; the first cell of a row names it, the others are numbers."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Figure:
    """A figure for `tally.html`: what it is, its value, and how it was before; texts.

    `note` and `before` may be empty; `url` leads to the cases behind it.
    """

    label: str
    value: str
    note: str = ""
    before: str = ""
    url: str = ""


@dataclass(frozen=True)
class Tick:
    """A line of the grid, and its label."""

    y: str
    label: str


@dataclass(frozen=True)
class Axis:
    """Where the grid's lines begin and end, and where their labels stand."""

    ticks: tuple[Tick, ...]
    label_x: str
    x1: str
    x2: str


class Plot:
    """Turns values into places of the plot; `is_rtl` mirrors it."""

    def __init__(self, lowest: float, highest: float, *, is_rtl: bool) -> None:
        self.lowest, self.highest, self.is_rtl = lowest, highest, is_rtl

    def x(self, from_start: float) -> float:
        return WIDTH - from_start if self.is_rtl else from_start

    def y(self, value: float) -> float:
        share = (value - self.lowest) / (self.highest - self.lowest)
        return BOTTOM - share * (BOTTOM - TOP)

    def column(self, index: int, count: int) -> tuple[float, float]:
        """Return the middle and the width of one of `count` columns."""
        width = (END - START) / count
        return self.x(START + width * (index + 0.5)), width

    def axis(self, values: Sequence[float], label: Callable[[float], str]) -> Axis:
        """Return the grid with one line for each value."""
        return Axis(
            tuple(Tick(px(self.y(value)), label(value)) for value in values),
            label_x=px(self.x(START - 8)),
            x1=px(self.x(START)),
            x2=px(self.x(END)),
        )


def round_steps(highest: float, *, most: int = 4) -> list[int]:
    """Return 0 and at most `most` round steps up to at least `highest`."""
    least = max(1.0, highest / most)
    size = 10 ** floor(log10(least))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= least)
    step = ceil(step)
    return [step * n for n in range(ceil(max(highest, 1) / step) + 1)]


def px(value: float) -> str:
    """Return a length as SVG writes it, whatever the language's decimal sign is."""
    return f"{value:.1f}".removesuffix(".0")
