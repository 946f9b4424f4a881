"""Where things stand in charts: scales, mirrored time, gaps, and what is not shown."""

import pytest

from sawti_ui.charts.heat import heat_table
from sawti_ui.charts.line import Value, line_chart
from sawti_ui.charts.parts import DataTable, Words, round_steps
from sawti_ui.charts.stacked import Column, Key, StackedChart, stacked_chart

WORDS = Words("months", "March was busiest", "Cases by month")
TABLE = DataTable("Cases by month", ("Month", "Cases"), ())
KEYS = (Key("in_time", "On time"), Key("unanswered", "Waiting"), Key("not-shown", "Not shown"))


def stacked(*columns: Column, is_rtl: bool = False) -> StackedChart:
    return stacked_chart(WORDS, columns, KEYS, table=TABLE, csv_url="", is_rtl=is_rtl)


@pytest.mark.parametrize(
    ("highest", "steps"),
    [(0, [0, 1]), (3, [0, 1, 2, 3]), (52621, [0, 20000, 40000, 60000]), (40, [0, 10, 20, 30, 40])],
)
def test_a_scale_has_a_few_round_steps(highest: int, steps: list[int]) -> None:
    assert round_steps(highest) == steps


def test_time_begins_where_reading_begins() -> None:
    march, april = Column("March", 8, "8", (("in_time", 8),)), Column("April", 4, "4", ())

    english, arabic = stacked(march, april), stacked(march, april, is_rtl=True)

    assert [column.middle for column in english.columns] == ["219", "545"]
    assert [column.middle for column in arabic.columns] == ["501", "175"]
    assert (english.axis.label_x, arabic.axis.label_x) == ("48", "672")


def test_what_is_not_public_of_a_column_is_drawn_as_not_shown() -> None:
    chart = stacked(Column("March", 10, "10", (("in_time", 6),)))

    assert [block.kind for block in chart.columns[0].blocks] == ["in_time", "not-shown"]
    assert [key.label for key in chart.keys] == ["On time", "Not shown"]


def test_a_column_that_is_not_public_has_no_block() -> None:
    assert stacked(Column("March", None, "<5", ())).columns[0].blocks == ()


def test_a_line_is_broken_where_a_month_is_unknown() -> None:
    values = [Value("J", 90), Value("F", None), Value("M", 80, is_provisional=True)]

    chart = line_chart(WORDS, values, table=TABLE, csv_url="", is_rtl=False)

    assert len(chart.strokes) == 2
    assert [(p.text, p.is_provisional) for p in chart.points] == [("90%", False), ("80%", True)]
    assert [tick.label for tick in chart.axis.ticks] == ["100%", "90%", "80%", "70%"]


def test_the_largest_number_of_a_heat_table_has_the_deepest_ground() -> None:
    cells = [("100", 100), ("20", 20), ("1", 1), ("0", 0), ("<5", None)]

    chart = heat_table(WORDS, ("Pillar",), [("Roads", cells)], csv_url="")

    assert [cell.level for cell in chart.rows[0].cells] == [5, 1, 1, 0, 0]
