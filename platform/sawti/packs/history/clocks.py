"""Business time of one tenant as whole seconds, laid out once for a span of days. Pure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from sawti.calendars.hours import BusinessCalendar


@dataclass(frozen=True)
class BusinessClock:
    """Open spans in a row. A position counts open seconds from the first opening; instants are
    seconds since 1970, UTC."""

    opens: tuple[int, ...]
    closes: tuple[int, ...]
    ends: tuple[int, ...]  # the position at which each span closes

    def position(self, instant: int) -> int:
        """Return how much open time has passed at `instant`."""
        span = bisect_right(self.opens, instant) - 1
        if span < 0:
            return 0
        return self.ends[span] - max(0, self.closes[span] - instant)

    def instant(self, position: int) -> int:
        """Return when so much open time has passed; a full day ends at its closing."""
        span = min(bisect_left(self.ends, position), len(self.ends) - 1)
        return self.closes[span] - (self.ends[span] - position)


def clock_between(calendar: BusinessCalendar, first: date, last: date) -> BusinessClock:
    """Lay out the open spans of the days from `first` to `last`."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    spans = [
        (int(opens.timestamp()), int(closes.timestamp()))
        for day in days
        for opens, closes in calendar.spans_on(day)
    ]
    ends, total = [], 0
    for opens, closes in spans:
        total += closes - opens
        ends.append(total)
    return BusinessClock(
        tuple(opens for opens, _ in spans), tuple(closes for _, closes in spans), tuple(ends)
    )
