"""The open spans of a run of days laid out in a row, so that adding time is one search. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Self

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def microseconds(at: datetime) -> int:
    """Return an instant as microseconds since 1970, UTC."""
    return (at - _EPOCH) // _MICROSECOND


def moment(instant: int) -> datetime:
    """Return microseconds since 1970 as an instant in UTC."""
    return _EPOCH + timedelta(microseconds=instant)


@dataclass(frozen=True)
class Timeline:
    """The open spans of the local days `first` to `last`; instants are microseconds since 1970.

    `openings`, `closings` and `totals` have one entry per span, the last holding the open time
    up to its closing; `days` (ordinals) and `ends_of_days` have one per working day.
    """

    first: date
    last: date
    openings: list[int]
    closings: list[int]
    totals: list[int]
    days: list[int]
    ends_of_days: list[int]

    @classmethod
    def of(
        cls, first: date, last: date, days: Iterable[tuple[date, list[tuple[datetime, datetime]]]]
    ) -> Self:
        """Lay out the spans of the given days, which come in order."""
        open_days = [(day.toordinal(), spans) for day, spans in days if spans]
        openings = [microseconds(opens) for _, spans in open_days for opens, _ in spans]
        closings = [microseconds(closes) for _, spans in open_days for _, closes in spans]
        return cls(
            first,
            last,
            openings,
            closings,
            totals=list(accumulate(map(int.__sub__, closings, openings))),
            days=[ordinal for ordinal, _ in open_days],
            ends_of_days=[microseconds(spans[-1][1]) for _, spans in open_days],
        )

    def passed(self, instant: int) -> int:
        """Return the open time from the first opening up to `instant`."""
        span = bisect_right(self.openings, instant) - 1
        if span < 0:
            return 0
        return self.totals[span] - max(0, self.closings[span] - instant)

    def after(self, passed: int) -> int | None:
        """Return when so much open time has passed, or None where the timeline ends before."""
        span = bisect_left(self.totals, passed)
        if span == len(self.totals):
            return None
        return self.closings[span] - (self.totals[span] - passed)
