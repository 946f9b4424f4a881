"""Figures and what follows from them. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

SCORES = (1, 2, 3, 4, 5)
SETTLED = 0.8  # the share of its cases that must be judged before a month is no longer provisional


@dataclass(frozen=True)
class Figures:
    """Counts of some cases; counting.py says what each is.

    `scores`: how many ratings gave 1, 2, … 5. `days`: cases by days from receipt to first answer.
    """

    received: int = 0
    answered: int = 0
    in_time: int = 0
    late: int = 0
    withdrawn: int = 0
    lapsed: int = 0
    reopened: int = 0
    scores: tuple[int, ...] = (0, 0, 0, 0, 0)
    days: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: "Figures") -> "Figures":
        days = Counter(self.days)
        days.update(other.days)
        return Figures(
            self.received + other.received,
            self.answered + other.answered,
            self.in_time + other.in_time,
            self.late + other.late,
            self.withdrawn + other.withdrawn,
            self.lapsed + other.lapsed,
            self.reopened + other.reopened,
            tuple(a + b for a, b in zip(self.scores, other.scores, strict=True)),
            days,
        )

    @property
    def answered_late(self) -> int:
        return self.answered - self.in_time

    @property
    def unanswered(self) -> int:
        """Cases that wait for their first answer, in time or not."""
        return self.received - self.answered - self.withdrawn - self.lapsed

    @property
    def judged(self) -> int:
        """Cases of which it is known whether the promise was kept."""
        return self.in_time + self.late

    @property
    def on_time(self) -> int | None:
        """Whole per cent of the judged cases that were answered in time."""
        return percent(self.in_time, self.judged)

    @property
    def is_provisional(self) -> bool:
        """Tell whether too few cases are judged for `on_time` to be the last word."""
        return self.judged < SETTLED * (self.received - self.withdrawn - self.lapsed)

    @property
    def ratings(self) -> int:
        return sum(self.scores)

    @property
    def satisfaction(self) -> float | None:
        """Mean rating, 1 to 5, to one decimal."""
        if not self.ratings:
            return None
        total = sum(score * count for score, count in zip(SCORES, self.scores, strict=True))
        return round(total / self.ratings, 1)

    @property
    def content(self) -> int | None:
        """Whole per cent of the ratings that are 4 or 5."""
        return percent(sum(self.scores[3:]), self.ratings)

    @property
    def median_days(self) -> float | None:
        """Median days to the first answer; halfway between the middle two of an even number."""
        return median(self.days)


def percent(part: int, whole: int) -> int | None:
    """Return the share in whole per cent, halves up; None of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else None


def median(counts: Mapping[int, int]) -> float | None:
    """Return the median of values that occur so many times each; None of nothing."""
    total = sum(counts.values())
    if not total:
        return None
    return (_nth(counts, (total - 1) // 2) + _nth(counts, total // 2)) / 2


def _nth(counts: Mapping[int, int], index: int) -> int:
    for value in sorted(counts):
        index -= counts[value]
        if index < 0:
            return value
    raise IndexError(index)
