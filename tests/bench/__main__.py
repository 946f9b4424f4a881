"""`make bench`: our create and list beside the bare baseline, alternating, in one run.

Prints requests per second (median of the rounds), p95 in ms, and the ratio ours / baseline.
Needs wrk (Debian package). Options: --rows, --seconds, --rounds.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sawti.project.embedded.server import EmbeddedPostgres
from tests import servers

HERE = Path(__file__).resolve().parent
OURS, BARE = 8124, 8123
BARE_BODY = json.dumps(
    {
        "entity": 7,
        "category": 3,
        "channel": "web",
        "priority": 3,
        "language": "ar",
        "title": "Broken street light",
        "body": "The light in our street is broken. " * 8,
        "submitter": "A. Person",
        "tenant_id": 1,
        "status": "new",
    }
)
OUR_BODY = json.dumps(
    {
        "type": "complaint",
        "category": "street-lighting",
        "channel": "web",
        "language": "ar",
        "place": "Block 304",
        "story": "The light in our street is broken. " * 8,
        "contact": {"name": "A. Person", "email": "person@example.com"},
    }
)


@dataclass(frozen=True)
class Target:
    """One endpoint under load."""

    url: str
    headers: str = ""
    body: str = ""


def main() -> None:
    options = _options()
    if not shutil.which("wrk"):
        sys.exit("bench: expected the program wrk, found none; apt-get install wrk.")
    with EmbeddedPostgres(Path("var/bench-postgres")) as server:
        admin = server.admin_url
        servers.build_template(admin)
        session = _prepare_ours(admin, options.rows)
        bare_url = _prepare_bare(admin, options.rows)
        variables = {**servers.environment(admin, "sawti_bench", settings="demo"), **_secrets()}
        with (
            _serving("sawti.project.wsgi:application", OURS, variables),
            _serving(
                "tests.bench.baseline:application", BARE, {**os.environ, "BASELINE_URL": bare_url}
            ),
        ):
            _measure(options, session)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


def _secrets() -> dict[str, str]:
    return {
        "SECRET_KEY": "bench" * 12,
        "SAWTI_SEALING_KEY": "bench" * 12,
        "SAWTI_MAIL_FOLDER": "var/bench-mail",
    }


def _prepare_ours(admin: str, rows: int) -> str:
    servers.clone_template(admin, "sawti_bench")
    variables = {**servers.environment(admin, "sawti_bench", settings="demo"), **_secrets()}
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.ours", str(rows)],
        env=variables,
        check=True,
        capture_output=True,
        text=True,
    )
    _analyze(admin, "sawti_bench")
    return str(json.loads(found.stdout)["session"])


def _prepare_bare(admin: str, rows: int) -> str:
    import psycopg

    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS baseline WITH (FORCE)")
        connection.execute("CREATE DATABASE baseline")
    url = servers.with_database(admin, "baseline")
    subprocess.run(
        [sys.executable, "-m", "tests.bench.baseline", str(rows)],
        env={**os.environ, "BASELINE_URL": url},
        check=True,
    )
    return url


def _analyze(admin: str, name: str) -> None:
    import psycopg

    with psycopg.connect(servers.with_database(admin, name), autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


@contextmanager
def _serving(application: str, port: int, variables: dict[str, str]) -> Iterator[None]:
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"),
        *("--workers", "2", "--blocking-threads", "4", "--log-level", "warning"),
        *("--host", "127.0.0.1", "--port", str(port), application),
    ]
    process = subprocess.Popen(command, env=variables, start_new_session=True)
    try:
        _wait_for(port)
        yield
    finally:
        os.killpg(process.pid, 15)
        process.wait()


def _wait_for(port: int) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    sys.exit(f"bench: nothing answers on port {port}.")


def _measure(options: argparse.Namespace, session: str) -> None:
    host = "Host: bahrain.localhost"
    pairs = {
        "create": (
            Target(f"http://127.0.0.1:{OURS}/api/v1/cases", host, OUR_BODY),
            Target(f"http://127.0.0.1:{BARE}/create", "", BARE_BODY),
        ),
        "list of 25": (
            Target(
                f"http://127.0.0.1:{OURS}/api/v1/staff/cases?queue=all&limit=25",
                f"{host}|Cookie: session={session}",
            ),
            Target(f"http://127.0.0.1:{BARE}/list"),
        ),
    }
    print(f"{options.rows:,} cases, {options.rounds} rounds of {options.seconds} s, 8 connections")
    print(f"{'':12}{'ours/s':>9}{'p95 ms':>9}{'bare/s':>9}{'p95 ms':>9}{'ratio':>8}{'faults':>8}")
    for name, (ours, bare) in pairs.items():
        runs = [(_wrk(ours, options), _wrk(bare, options)) for _ in range(options.rounds)]
        our_rate, bare_rate = (statistics.median(run[side][0] for run in runs) for side in (0, 1))
        our_p95, bare_p95 = (statistics.median(run[side][1] for run in runs) for side in (0, 1))
        faults = sum(result[2] for run in runs for result in run)
        print(
            f"{name:12}{our_rate:9.0f}{our_p95:9.1f}{bare_rate:9.0f}{bare_p95:9.1f}"
            f"{our_rate / bare_rate:8.2f}{faults:8.0f}"
        )


def _wrk(target: Target, options: argparse.Namespace) -> tuple[float, float, float]:
    """Return requests/s, p95 in ms and the number of failed requests, after a short warm-up."""
    command = ["wrk", "-t2", "-c8", "-s", str(HERE / "load.lua")]
    variables = {**os.environ, "BODY": target.body, "HEADERS": target.headers}
    for seconds in (1, options.seconds):
        found = subprocess.run(
            [*command, f"-d{seconds}", target.url],
            env=variables,
            check=True,
            capture_output=True,
            text=True,
        )
    line = next(line for line in found.stdout.splitlines() if line.startswith("RESULT"))
    rate, p95, faults = (float(part) for part in line.split()[1:])
    return rate, p95, faults


if __name__ == "__main__":
    main()
