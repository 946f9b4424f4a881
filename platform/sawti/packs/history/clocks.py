"""Business time of one tenant in whole seconds, laid out once for a span of days. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from sawti.calendars.hours import BusinessCalendar
from sawti.calendars.timeline import Timeline

_SECOND = 1_000_000  # in microseconds, which a timeline counts


@dataclass(frozen=True)
class BusinessClock:
    """A position counts open seconds from the first opening; instants are seconds since 1970."""

    timeline: Timeline

    def position(self, instant: int) -> int:
        """Return how much open time has passed at `instant`."""
        return self.timeline.passed(instant * _SECOND) // _SECOND

    def instant(self, position: int) -> int:
        """Return when so much open time has passed; a full day ends at its closing."""
        found = self.timeline.after(position * _SECOND)
        return (self.timeline.closings[-1] if found is None else found) // _SECOND


def clock_between(calendar: BusinessCalendar, first: date, last: date) -> BusinessClock:
    """Lay out the open spans of the days from `first` to `last`."""
    days = (first + timedelta(days=offset) for offset in range((last - first).days + 1))
    spans = ((day, calendar.spans_on(day)) for day in days)
    return BusinessClock(Timeline.of(first, last, spans))
