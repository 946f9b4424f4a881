"""Business time as arithmetic on a calendar: pure, aware UTC in and out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_SEARCH = timedelta(days=3660)


class NeverOpen(ValueError):
    """The calendar has no open hour within ten years."""


@dataclass(frozen=True)
class BusinessCalendar:
    """Opening hours of one tenant.

    `week` maps `mon` … `sun` to spans of local time, in order and not overlapping; `closed_on`
    holds local dates. Local times follow the zone's daylight saving.
    """

    zone: ZoneInfo
    week: dict[str, tuple[tuple[time, time], ...]]
    closed_on: frozenset[date]

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the open spans of a local day, in UTC."""
        if day in self.closed_on:
            return []
        return [
            (self._utc(day, opens), self._utc(day, closes))
            for opens, closes in self.week.get(WEEKDAYS[day.weekday()], ())
        ]

    def is_working_day(self, day: date) -> bool:
        """Tell whether anything is open on the local day."""
        return bool(self.spans_on(day))

    def end_of_working_day(self, start: datetime, days: int) -> datetime:
        """Return when the `days`-th working day after the day of `start` closes.

        The day of `start` is not counted, as in Regulation (EEC, Euratom) 1182/71, article 3(1).
        """
        left = days
        for day in self._days_after(start):
            spans = self.spans_on(day)
            left -= bool(spans)
            if spans and left <= 0:
                return spans[-1][1]
        raise NeverOpen

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; zero if `end` is not after `start`."""
        total = timedelta()
        day = start.astimezone(self.zone).date()
        while day <= end.astimezone(self.zone).date():
            for opens, closes in self.spans_on(day):
                total += max(timedelta(), min(closes, end) - max(opens, start))
            day += timedelta(days=1)
        return total

    def add_time(self, start: datetime, length: timedelta) -> datetime:
        """Return the instant after `length` of open time; a full day ends at its closing."""
        left = length
        first = start.astimezone(self.zone).date()
        for day in chain((first,), self._days_after(start)) if left else ():
            for opens, closes in self.spans_on(day):
                begin = max(opens, start)
                if closes > begin:
                    if left <= closes - begin:
                        return begin + left
                    left -= closes - begin
        if left:
            raise NeverOpen
        return start

    def closed_days_between(self, start: datetime, end: datetime) -> tuple[list[date], list[date]]:
        """Return the closed local days after that of `start`, up to that of `end`.

        First those that are closed in every week, then those that a holiday closed.
        """
        weekly: list[date] = []
        holidays: list[date] = []
        last = end.astimezone(self.zone).date()
        for day in self._days_after(start):
            if day > last:
                break
            if not self.week.get(WEEKDAYS[day.weekday()]):
                weekly.append(day)
            elif day in self.closed_on:
                holidays.append(day)
        return weekly, holidays

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Return the working days after the local day of `start`, up to that of `end`."""
        last = end.astimezone(self.zone).date()
        count = 0
        for day in self._days_after(start):
            if day > last:
                break
            count += self.is_working_day(day)
        return count

    def _days_after(self, start: datetime) -> Iterator[date]:
        first = start.astimezone(self.zone).date()
        for offset in range(1, LONGEST_SEARCH.days):
            yield first + timedelta(days=offset)

    def _utc(self, day: date, local: time) -> datetime:
        return datetime.combine(day, local, self.zone).astimezone(UTC)
