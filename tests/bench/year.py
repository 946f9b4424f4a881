"""More and longer years than the suite lives, and one in which real processes are killed.

`python -m tests.bench.year --years 20` is the suite's own test with other seeds; the first that
fails is named and stays repeatable. `--killed` lives one year in a database of its own, in which
two worker processes, one clock five minutes ahead and one behind, do all that the scheduler does,
and are killed (SIGKILL) at random moments; at the end clocks, pauses and escalations must be what
the histories tell. SAWTI_TEST_SERVER_URL as elsewhere.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any

from tests import servers
from tests.bench import sites
from tests.bench.isolation import server

TEST = "tests/sawti/cases/test_a_year.py"
NAME = "sawti_bench_year"
KILLED_SHARE = 0.12  # of the looks; each costs the start of a process


def main() -> None:
    """Live through the years, each with a seed of its own."""
    options = _options()
    if options.work:
        _work()
    elif options.live:
        _live(options.first)
    elif options.killed:
        with server() as admin:
            servers.build_template(admin)
            servers.clone_template(admin, NAME)
            live = ("--live", "--first", str(options.first))
            sites.run("-m", "tests.bench.year", *live, of=(admin, NAME))
            servers.drop_database(admin, NAME)
    else:
        sys.exit(_in_suite(range(options.first, options.first + options.years)))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=int, default=20)
    parser.add_argument("--first", type=int, default=1000, help="the first seed")
    parser.add_argument("--killed", action="store_true", help="one year, with real kills")
    parser.add_argument("--live", action="store_true", help="used by the bench itself")
    parser.add_argument("--work", action="store_true", help="used by the bench itself")
    return parser.parse_args()


def _in_suite(seeds: range) -> int:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-n", "0", TEST],
        env={**os.environ, "SAWTI_YEARS": ",".join(map(str, seeds))},
        check=False,
    )
    return done.returncode


def _live(seed: int) -> None:
    import django

    django.setup()
    from tests.cast import Cast
    from tests.sawti.cases import test_a_year as suite
    from tests.sawti.cases.year import Year

    cast, began = Cast(), time.perf_counter()
    suite.remember_holidays(cast)
    with _processes(Random(seed)) as workers:
        year = Year(cast, seed, suite.BEGIN, workers)
        year.live(suite.END)
    suite.assert_as_retold(cast, year)
    print(
        f"a year of {len(year.ids)} cases, {len(year.looks)} looks of two workers, "
        f"{workers.kills} of them killed by SIGKILL ({workers.unfinished} in the middle), "
        f"{len(year.holidays)} late holidays: all as retold, in "
        f"{time.perf_counter() - began:.0f} s",
        flush=True,
    )


class Processes:
    """Two worker processes that look in turn; now and then one is killed on its way.

    `kills`: how many were; `unfinished`: those that had not said yet that they were done.
    """

    def __init__(self, dice: Random) -> None:
        self.dice, self.kills, self.unfinished = dice, 0, 0
        self.running: list[Any] = [_started(), _started()]
        self.took = 0.2

    def look(self, after: datetime, at: datetime) -> Any:
        """Let a worker whose clock says `at` do all there is to do; another one if it dies."""
        from tests.sawti.cases.climbed import Look
        from tests.sawti.cases.year import LEASE

        while not self._done(at):
            at += LEASE
        return Look(max(after, at), at, at)

    def _done(self, at: datetime) -> bool:
        """Tell whether a worker did it; a killed one is replaced."""
        worker, began = self.running.pop(0), time.perf_counter()
        print(at.isoformat(), file=worker.stdin, flush=True)
        if self.dice.random() < KILLED_SHARE:
            time.sleep(self.dice.uniform(0, self.took))
            worker.kill()
            self.unfinished += "done" not in worker.stdout.read()
            worker.wait()
            self.kills += 1
            self.running.append(_started())
            return False
        said = worker.stdout.readline()
        assert said == "done\n", f"a worker said {said!r}"
        self.took = time.perf_counter() - began
        self.running.append(worker)
        return True


def _started() -> Any:
    command = [sys.executable, "-m", "tests.bench.year", "--work"]
    pipe = subprocess.PIPE
    worker = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


@contextmanager
def _processes(dice: Random) -> Iterator[Processes]:
    workers = Processes(dice)
    try:
        yield workers
    finally:
        for worker in workers.running:
            worker.kill()
            worker.wait()


def _work() -> None:
    """Do all that is due, each time that an instant is read; say when it is done."""
    import django

    django.setup()
    from tests.cast import Cast
    from tests.sawti.cases.year import TASKS, run_task

    cast = Cast()
    print("ready", flush=True)
    for line in sys.stdin:
        at = datetime.fromisoformat(line.strip())
        for task in TASKS:
            run_task(cast, task, at)
        print("done", flush=True)


if __name__ == "__main__":
    main()
