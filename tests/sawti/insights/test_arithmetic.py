"""Shares, medians, means and periods."""

from datetime import date

import pytest

from sawti.insights.figures import Figures, median, percent
from sawti.insights.periods import period_of

MARCH = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(1, 3, 33), (2, 3, 67), (1, 8, 13), (0, 4, 0), (0, 0, None)]
)
def test_shares_are_whole_per_cents_with_halves_up(
    part: int, whole: int, expected: int | None
) -> None:
    assert percent(part, whole) == expected


@pytest.mark.parametrize(
    ("days", "expected"),
    [({}, None), ({3: 1}, 3), ({1: 1, 4: 1}, 2.5), ({0: 3, 9: 2}, 0), ({1: 2, 5: 1, 7: 2}, 5)],
)
def test_the_median_is_the_middle_wait(days: dict[int, int], expected: float | None) -> None:
    assert median(days) == expected


def test_on_time_is_of_the_judged_cases_and_the_parts_add_up() -> None:
    figures = Figures(received=100, answered=70, in_time=63, late=17, withdrawn=5)

    assert (figures.judged, figures.on_time) == (80, 79)
    parts = (figures.in_time, figures.answered_late, figures.unanswered, figures.withdrawn)
    assert parts == (63, 7, 25, 5)


def test_a_month_is_provisional_until_four_fifths_of_its_cases_are_judged() -> None:
    young = Figures(received=100, in_time=75, late=4)
    settled = Figures(received=100, in_time=75, late=5)

    assert (young.is_provisional, settled.is_provisional) == (True, False)


def test_satisfaction_is_the_mean_score_and_content_the_share_of_four_and_five() -> None:
    figures = Figures(scores=(1, 0, 2, 3, 4))

    assert (figures.ratings, figures.satisfaction, figures.content) == (10, 3.9, 70)


@pytest.mark.parametrize(
    ("code", "months"),
    [
        ("month", ("2026-03", "2026-03", "2026-02", "2026-02")),
        ("12-months", ("2025-04", "2026-03", "2024-04", "2025-03")),
        ("2025", ("2025-01", "2025-12", "2024-01", "2024-12")),
        ("2026", ("2026-01", "2026-03", "2025-01", "2025-03")),
    ],
)
def test_a_period_is_compared_with_as_many_months_before(
    code: str, months: tuple[str, ...]
) -> None:
    period = period_of(code, this_month=MARCH)

    assert period is not None
    found = (period.first, period.last, period.previous_first, period.previous_last)
    assert tuple(f"{month:%Y-%m}" for month in found) == months


@pytest.mark.parametrize("code", ["", "2027", "1999", "week", "٢٠٢٦", "-1", "99999"])
def test_what_is_no_period_is_refused(code: str) -> None:
    assert period_of(code, this_month=MARCH) is None
