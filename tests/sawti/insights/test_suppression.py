"""Small numbers stay hidden, and can't be computed from what stands beside them."""

from sawti.insights.suppression import Line, hidden_numbers


def hidden(counts: dict[str, int], *lines: Line) -> list[str]:
    return sorted(map(str, hidden_numbers(counts, lines, least=5)))


def test_numbers_below_the_least_are_hidden_and_zero_is_not() -> None:
    counts = {"none": 0, "one": 1, "four": 4, "five": 5}

    assert hidden(counts) == ["four", "one"]


def test_one_hidden_number_takes_its_next_larger_neighbour_with_it() -> None:
    counts = {"small": 3, "next": 20, "largest": 90, "none": 0}

    assert hidden(counts, Line(("small", "next", "largest", "none"))) == ["next", "small"]


def test_hidden_numbers_together_reach_the_least() -> None:
    counts = {"a": 1, "b": 2, "c": 30, "d": 40}

    assert hidden(counts, Line(("a", "b", "c", "d"))) == ["a", "b", "c"]


def test_in_a_table_with_totals_both_ways_no_line_has_one_hidden_number() -> None:
    counts = {"a1": 3, "a2": 50, "a3": 70, "b1": 40, "b2": 60, "b3": 80}
    rows = (Line(("a1", "a2", "a3")), Line(("b1", "b2", "b3")))
    columns = tuple(Line((f"a{n}", f"b{n}")) for n in (1, 2, 3))

    assert hidden(counts, *rows, *columns) == ["a1", "a2", "b1", "b2"]


def test_where_a_part_is_all_there_is_the_total_is_hidden_with_it() -> None:
    counts = {"part": 3, "sector": 3, "other": 50, "third": 60}
    parts, sectors = Line(("part",), "sector"), Line(("sector", "other", "third"))

    assert hidden(counts, parts, sectors) == ["other", "part", "sector"]
