"""How fast due dates are computed: `python -m tests.bench.sla`. Pure arithmetic, one core."""

import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sawti.calendars.hours import WHOLE_DAY, BusinessCalendar, Hours

AIM = 20_000  # due dates a second on one core
COUNT = 100_000
WEEK = ("sun", "mon", "tue", "wed", "thu")


def calendar() -> BusinessCalendar:
    """Return a government's year: two slots a day, Ramadan, fifteen holidays, summer time."""
    holidays = {date(2026, 1 + place % 12, 3 + place): (WHOLE_DAY,) for place in range(15)}
    return BusinessCalendar(
        ZoneInfo("Africa/Cairo"),
        (
            Hours(dict.fromkeys(WEEK, ((480, 720), (780, 960)))),
            Hours(dict.fromkeys(WEEK, ((540, 780),)), date(2026, 2, 18), date(2026, 3, 19)),
        ),
        holidays,
    )


def main() -> None:
    """Print due dates a second: after working days, after open minutes, and over a pause."""
    year, dice = calendar(), Random(1)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    filed = [start + timedelta(seconds=dice.randrange(365 * 86400)) for _ in range(COUNT)]
    for name, due in (
        ("10 working days", lambda at: year.end_of_working_day(at, 10)),
        ("2,400 open minutes", lambda at: year.add_time(at, timedelta(minutes=2400))),
        (
            "moved by a pause of 3 days",
            lambda at: year.add_time(at, year.time_between(at, at + timedelta(days=3))),
        ),
    ):
        begun = time.perf_counter()
        for at in filed:
            due(at)
        speed = COUNT / (time.perf_counter() - begun)
        print(f"{name}: {speed:,.0f} due dates a second (aim {AIM:,})")


if __name__ == "__main__":
    main()
