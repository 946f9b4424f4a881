"""Business time as arithmetic on a calendar: pure, aware UTC in and out."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from sawti.calendars.timeline import Timeline, microseconds, moment

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)
LONGEST_SEARCH = timedelta(days=3660)

# Minutes of a local day: (420, 840) is 07:00 to 14:00, and 1440 is the midnight that ends the day.
Span = tuple[int, int]
Week = Mapping[str, tuple[Span, ...]]
WHOLE_DAY: Span = (0, 24 * 60)


class NeverOpen(ValueError):
    """The calendar has no open hour within ten years."""


@dataclass(frozen=True)
class Hours:
    """A week of opening hours for the local days from `first` to `last`, both included.

    `week` maps `mon` … `sun` to spans in order that do not overlap; an absent day is closed.
    """

    week: Week
    first: date = date.min
    last: date = date.max


@dataclass(frozen=True)
class BusinessCalendar:
    """When one tenant, or one entity of it, works.

    `hours` are laid one over the other: on a day that several cover, the last of them counts, so
    seasonal hours come after the ordinary ones. `closures` holds what a holiday or an early
    closing takes from a local day. An instant is open if the clock on the wall shows a time
    within a span, so an hour that daylight saving skips is nobody's, and one that comes twice
    counts twice.
    """

    zone: ZoneInfo
    hours: tuple[Hours, ...]
    closures: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    _laid: list[Timeline] = field(default_factory=list, init=False, repr=False, compare=False)

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the open spans of a local day, in UTC."""
        spans = _without(self.hours_on(day), self.closures.get(day, ()))
        return [at for span in spans for at in self._in_utc(day, span)]

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Return the hours of a local day as they would be without a closure."""
        for hours in reversed(self.hours):
            if hours.first <= day <= hours.last:
                return hours.week.get(WEEKDAYS[day.weekday()], ())
        return ()

    def is_working_day(self, day: date) -> bool:
        """Tell whether anything is open on the local day."""
        return bool(self.spans_on(day))

    def is_holiday(self, day: date) -> bool:
        """Tell whether a closure took all the hours that the local day would have."""
        return bool(self.hours_on(day)) and not self.is_working_day(day)

    def is_open(self, at: datetime) -> bool:
        """Tell whether the calendar is open at an instant; it is not at a closing."""
        spans = self.spans_on(self._day(at))
        return any(opens <= at < closes for opens, closes in spans)

    def next_opening(self, at: datetime) -> datetime:
        """Return `at` where the calendar is open, else when it opens next."""
        instant = microseconds(at)
        for laid in self._timelines(at):
            span = bisect_right(laid.closings, instant)
            if span < len(laid.openings):
                return moment(max(instant, laid.openings[span]))
        raise NeverOpen

    def end_of_working_day(self, start: datetime, days: int) -> datetime:
        """Return when the `days`-th working day (1 or more) after the day of `start` closes.

        The day of `start` is not counted, as in Regulation (EEC, Euratom) 1182/71, article 3(1).
        """
        first = self._day(start).toordinal()
        for laid in self._timelines(start):
            last = bisect_right(laid.days, first) + max(days, 1) - 1
            if last < len(laid.days):
                return moment(laid.ends_of_days[last])
        raise NeverOpen

    def time_between(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; zero if `end` is not after `start`."""
        if end <= start:
            return timedelta()
        laid = self._timeline(self._day(start), self._day(end))
        passed = laid.passed(microseconds(end)) - laid.passed(microseconds(start))
        return timedelta(microseconds=passed)

    def add_time(self, start: datetime, length: timedelta) -> datetime:
        """Return the instant after `length` of open time; a full day ends at its closing."""
        if not length:
            return start
        wanted = length // timedelta(microseconds=1)
        for laid in self._timelines(start):
            end = laid.after(laid.passed(microseconds(start)) + wanted)
            if end is not None:
                return moment(end)
        raise NeverOpen

    def closed_days_between(self, start: datetime, end: datetime) -> tuple[list[date], list[date]]:
        """Return the closed local days after that of `start`, up to that of `end`.

        First those without hours, then those that a holiday closed.
        """
        weekly: list[date] = []
        holidays: list[date] = []
        for day in days_between(self._day(start) + DAY, self._day_that_ends(end)):
            if not self.hours_on(day):
                weekly.append(day)
            elif self.is_holiday(day):
                holidays.append(day)
        return weekly, holidays

    def working_days_between(self, start: datetime, end: datetime) -> int:
        """Return the working days after the local day of `start`, up to that of `end`."""
        first, last = self._day(start), self._day_that_ends(end)
        if last <= first:
            return 0
        days = self._timeline(first, last).days
        return bisect_right(days, last.toordinal()) - bisect_right(days, first.toordinal())

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()

    def _day_that_ends(self, at: datetime) -> date:
        """Return the local day of `at`; midnight belongs to the day that it ends."""
        return self._day(at - timedelta(microseconds=1))

    def _timelines(self, start: datetime) -> Iterator[Timeline]:
        """Yield timelines from the day of `start` on, each reaching further, up to ten years."""
        first = self._day(start)
        reach = timedelta(days=90)
        while reach < LONGEST_SEARCH:
            yield self._timeline(first, first + reach)
            reach *= 3
        yield self._timeline(first, first + LONGEST_SEARCH)

    def _timeline(self, first: date, last: date) -> Timeline:
        """Return a timeline that covers the local days; it is kept and grows by whole years."""
        laid = self._laid[0] if self._laid else None
        if laid and laid.first <= first and last <= laid.last:
            return laid
        begin = date(min(first, laid.first if laid else first).year, 1, 1)
        end = date(max(last, laid.last if laid else last).year, 12, 31)
        days = ((day, self.spans_on(day)) for day in days_between(begin, end))
        self._laid[:] = [Timeline.of(begin, end, days)]  # one step: threads see the old or the new
        return self._laid[0]

    def _in_utc(self, day: date, span: Span) -> list[tuple[datetime, datetime]]:
        """Return the stretches of UTC during which the wall shows `span` of the day."""
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        opens, closes = midnight + span[0] * MINUTE, midnight + span[1] * MINUTE
        found: list[tuple[datetime, datetime]] = []
        for begin, end, offset in self._offsets(midnight):
            stretch = max(opens - offset, begin), min(closes - offset, end)
            if stretch[0] < stretch[1]:
                found.append(stretch)
        return _joined(found)

    def _offsets(self, midnight: datetime) -> list[tuple[datetime, datetime, timedelta]]:
        """Return the offsets from UTC around a local day, each with the stretch that it holds."""
        begin, end = midnight - DAY, midnight + 2 * DAY
        if self._offset(begin) == self._offset(end):
            return [(begin, end, self._offset(begin))]
        change = self._change(begin, end)
        return [(begin, change, self._offset(begin)), (change, end, self._offset(end))]

    def _change(self, begin: datetime, end: datetime) -> datetime:
        """Return the second at which the offset changes; no zone changes twice in three days."""
        before = self._offset(begin)
        low, high = int(begin.timestamp()), int(end.timestamp())
        seconds = range(low, high)
        place = bisect_left(
            seconds, True, key=lambda second: self._offset(_from_seconds(second)) != before
        )
        return _from_seconds(low + place)

    def _offset(self, at: datetime) -> timedelta:
        return at.astimezone(self.zone).utcoffset() or timedelta()


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield the days from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _from_seconds(second: int) -> datetime:
    return datetime.fromtimestamp(second, UTC)


def _without(spans: tuple[Span, ...], closed: tuple[Span, ...]) -> tuple[Span, ...]:
    """Return what the closures leave of the spans."""
    for begin, end in closed:
        spans = tuple(
            piece
            for opens, closes in spans
            for piece in ((opens, min(closes, begin)), (max(opens, end), closes))
            if piece[0] < piece[1]
        )
    return spans


def _joined(stretches: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Join two stretches where one begins as the other ends."""
    touching = any(before[1] == after[0] for before, after in pairwise(stretches))
    return [(stretches[0][0], stretches[-1][1])] if touching else stretches
