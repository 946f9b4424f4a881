"""How fast due dates are computed, and kept for many open cases.

`python -m tests.bench.sla`: pure arithmetic, one core. With `--cases 100000` (or `1000000`) a
database of so many open cases is made, and `--fall-due` finds what fell due among them, and
`--holiday` gives all of them new due dates after a holiday declared late (`open_cases.py`).
SAWTI_TEST_SERVER_URL names a server that runs already.
"""

import argparse
import time
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sawti.calendars.hours import WHOLE_DAY, BusinessCalendar, Hours
from tests import servers
from tests.bench import sites
from tests.bench.isolation import server

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
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=0, help="open cases; none: arithmetic only")
    parser.add_argument("--fall-due", action="store_true")
    parser.add_argument("--holiday", action="store_true")
    options = parser.parse_args()
    if options.cases:
        measure_open_cases(options)
    else:
        print_arithmetic()


def measure_open_cases(options: argparse.Namespace) -> None:
    """Make a database of so many open cases, and measure there."""
    wanted = [
        name
        for name, is_wanted in (("--fall-due", options.fall_due), ("--holiday", options.holiday))
        if is_wanted
    ]
    with server() as admin:
        servers.build_template(admin)
        name = f"sawti_bench_open_{options.cases}"
        servers.clone_template(admin, name)
        asked = ["-m", "tests.bench.open_cases", f"--cases={options.cases}"]
        sites.run(*asked, of=(admin, name))
        sites.settle(admin, name)
        sites.run(*asked, *wanted, of=(admin, name))
        servers.drop_database(admin, name)


def print_arithmetic() -> None:
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
