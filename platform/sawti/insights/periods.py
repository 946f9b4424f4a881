"""The periods that a dashboard can show, in whole months. Pure."""

from dataclasses import dataclass
from datetime import date

THIS_MONTH, TWELVE_MONTHS = "month", "12-months"


@dataclass(frozen=True)
class Period:
    """Months from `first` to `last` (their first days), and the ones it is compared with."""

    code: str
    first: date
    last: date
    previous_first: date
    previous_last: date

    @property
    def months(self) -> tuple[date, ...]:
        count = _number(self.last) - _number(self.first) + 1
        return tuple(months_after(self.first, n) for n in range(count))


def next_month(month: date) -> date:
    """Return the first day of the month after `month`."""
    return months_after(month, 1)


def months_after(month: date, count: int) -> date:
    """Return the first day of the month `count` (may be negative) months after `month`."""
    number = _number(month) + count
    return date(number // 12, number % 12 + 1, 1)


def period_of(code: str, *, this_month: date) -> Period | None:
    """Return the period that `code` names: this month, twelve months up to it, or a year.

    A year that still runs is compared with the same months of the year before. None for a code
    that names no period.
    """
    if code == THIS_MONTH:
        before = months_after(this_month, -1)
        return Period(code, this_month, this_month, before, before)
    if code == TWELVE_MONTHS:
        first = months_after(this_month, -11)
        return Period(code, first, this_month, months_after(first, -12), months_after(first, -1))
    if not (code.isascii() and code.isdigit() and 2000 <= int(code) <= this_month.year):
        return None
    last = min(date(int(code), 12, 1), this_month)
    first = date(int(code), 1, 1)
    return Period(code, first, last, months_after(first, -12), months_after(last, -12))


def _number(month: date) -> int:
    return month.year * 12 + month.month - 1
