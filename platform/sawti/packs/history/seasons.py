"""When people write: months, weekdays, hours, Ramadan and holidays. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

# How much of a subject comes in January … December, beside an even year.
_MONTHS = {
    "heat": (0.6, 0.6, 0.7, 0.9, 1.2, 1.6, 1.9, 1.9, 1.6, 1.1, 0.7, 0.6),
    "rain": (1.9, 1.7, 1.3, 1.0, 0.6, 0.4, 0.4, 0.4, 0.5, 1.0, 1.6, 1.9),
    "dark": (1.3, 1.2, 1.0, 0.9, 0.8, 0.7, 0.7, 0.8, 0.9, 1.1, 1.3, 1.4),
    "school": (0.8, 0.7, 0.7, 0.7, 0.8, 0.8, 0.9, 1.8, 2.4, 1.3, 0.8, 0.7),
    "term": (1.1, 1.2, 1.1, 1.1, 1.1, 0.8, 0.3, 0.4, 1.4, 1.4, 1.3, 1.0),
    "flu": (1.5, 1.4, 1.2, 1.0, 0.8, 0.7, 0.7, 0.7, 0.8, 1.0, 1.2, 1.4),
    "exams": (1.2, 0.8, 0.5, 0.5, 0.8, 1.6, 2.2, 2.0, 1.0, 0.6, 0.5, 0.7),
    "travel": (0.8, 0.8, 0.9, 1.0, 1.3, 1.6, 1.6, 1.2, 0.8, 0.7, 0.7, 0.9),
    "mild": (0.8, 1.1, 1.4, 1.4, 1.0, 0.6, 0.5, 0.5, 0.7, 1.2, 1.5, 1.2),
}
# First and last day of Ramadan as announced or, for years to come, as calculated.
_RAMADAN = (
    (date(2023, 3, 23), date(2023, 4, 20)),
    (date(2024, 3, 11), date(2024, 4, 9)),
    (date(2025, 3, 1), date(2025, 3, 29)),
    (date(2026, 2, 18), date(2026, 3, 19)),
    (date(2027, 2, 8), date(2027, 3, 8)),
    (date(2028, 1, 28), date(2028, 2, 25)),
)
_BEFORE_RAMADAN_DAYS = 14
# Of a hundred cases, how many come in each local hour; in Ramadan the evening is long.
_HOURS = (1, 1, 0, 0, 0, 1, 3, 6, 9, 10, 9, 8, 7, 5, 4, 4, 5, 5, 5, 5, 5, 4, 2, 1)
_HOURS_IN_RAMADAN = (4, 3, 2, 1, 1, 1, 1, 3, 6, 8, 9, 8, 7, 5, 3, 2, 2, 1, 2, 5, 7, 8, 6, 5)
_FRESH_WEEK, _DAY_OFF = (1.15, 1.1, 1.05, 1.0, 0.95), 0.45
_HOLIDAY, _IN_RAMADAN, _GROWTH = 0.3, 0.8, 0.3


def is_ramadan(day: date, *, days_before: int = 0) -> bool:
    """Tell whether `day` lies in Ramadan, or in so many days before it."""
    return any(-days_before <= (day - first).days and day <= last for first, last in _RAMADAN)


def season(name: str, day: date) -> float:
    """Return how much of a subject comes on `day`, where 1 is its average."""
    if name == "ramadan":
        return 1.8 if is_ramadan(day, days_before=_BEFORE_RAMADAN_DAYS) else 0.9
    return _MONTHS[name][day.month - 1] if name else 1.0


@dataclass(frozen=True)
class Year:
    """How busy days are. `is_open` tells a working day, `is_holiday` a day that would be one."""

    first: date
    last: date
    is_open: Callable[[date], bool]
    is_holiday: Callable[[date], bool]

    def weight(self, day: date) -> float:
        """Return how many cases come on `day`, where a plain working day has about 1."""
        growth = 1 + _GROWTH * (day - self.first).days / max(1, (self.last - self.first).days)
        ramadan = _IN_RAMADAN if is_ramadan(day) else 1
        return growth * ramadan * self._of_weekday(day)

    def _of_weekday(self, day: date) -> float:
        if self.is_holiday(day):
            return _HOLIDAY
        # Sunday is the first of the week: what gathered over the weekend is written then.
        return _FRESH_WEEK[(day.weekday() + 1) % 7 % 5] if self.is_open(day) else _DAY_OFF


def hours(day: date) -> tuple[int, ...]:
    """Return the running sum of the hours' shares: 24 numbers, the last one is the whole."""
    return tuple(accumulate(_HOURS_IN_RAMADAN if is_ramadan(day) else _HOURS))
