"""A line: how a share moves, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sawti_ui.charts.parts import Axis, DataTable, Plot, Words, px


@dataclass(frozen=True)
class Value:
    """A month and its per cent; None leaves a gap. `is_provisional`: drawn hollow."""

    label: str
    value: int | None
    is_provisional: bool = False


@dataclass(frozen=True)
class Point:
    x: str
    y: str
    text_y: str
    text: str
    is_provisional: bool


@dataclass(frozen=True)
class Label:
    x: str
    text: str


@dataclass(frozen=True)
class LineChart:
    """For `sawti_ui/charts/line.html`. `strokes`: one per run of months without a gap."""

    words: Words
    strokes: tuple[str, ...]
    points: tuple[Point, ...]
    labels: tuple[Label, ...]
    axis: Axis
    has_provisional: bool
    table: DataTable
    csv_url: str


def line_chart(
    words: Words, values: Sequence[Value], *, table: DataTable, csv_url: str, is_rtl: bool
) -> LineChart:
    """Lay the line out on a scale of per cents that says where it begins."""
    known = [each.value for each in values if each.value is not None]
    lowest = max(0, min(known, default=0) // 10 * 10 - 10)
    plot = Plot(lowest, 100, is_rtl=is_rtl)
    spots = [(plot.column(index, len(values))[0], each) for index, each in enumerate(values)]
    return LineChart(
        words=words,
        strokes=_strokes(plot, spots),
        points=tuple(_point(plot, x, each) for x, each in spots if each.value is not None),
        labels=tuple(Label(px(x), each.label) for x, each in spots),
        axis=plot.axis(_steps(lowest), lambda value: f"{value:.0f}%"),
        has_provisional=any(each.is_provisional and each.value is not None for each in values),
        table=table,
        csv_url=csv_url,
    )


def _steps(lowest: int) -> list[float]:
    step = 25 if lowest == 0 else 10 if lowest >= 50 else 20
    return [100 - step * n for n in range((100 - lowest) // step + 1)]


def _strokes(plot: Plot, spots: list[tuple[float, Value]]) -> tuple[str, ...]:
    runs = groupby(spots, key=lambda spot: spot[1].value is not None)
    return tuple(
        " ".join(f"{px(x)},{px(plot.y(each.value or 0))}" for x, each in run)
        for is_known, run in runs
        if is_known
    )


def _point(plot: Plot, x: float, each: Value) -> Point:
    y = plot.y(each.value or 0)
    return Point(px(x), px(y), px(y - 12), f"{each.value}%", each.is_provisional)
