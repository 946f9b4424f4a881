"""`make bench`: our endpoints over histories of several sizes, beside the bare baseline.

All are loaded in turn, in one run. Prints tables for docs/performance.md: requests per second
(median of the rounds), the ratio ours / baseline, and the growth of the time a request takes from
the smallest size to each other. Needs wrk (Debian package). Filled databases are kept for the next
run. Options: --sizes 10000,100000,1000000 --seconds --rounds --fresh.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import urllib.request
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sawti.project.embedded.server import EmbeddedPostgres
from tests import servers
from tests.bench import sites
from tests.bench.sites import Site

HERE = Path(__file__).resolve().parent
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
# Which bare endpoint is the yardstick of ours.
YARDSTICKS = {"create": "create", "list": "list", "list, deep": "list"}


@dataclass(frozen=True)
class Target:
    """One endpoint under load."""

    url: str
    headers: str = ""
    body: str = ""


@dataclass(frozen=True)
class Load:
    """What one run against a target gave: requests a second, p95 in ms, failed requests."""

    rate: float
    p95: float
    faults: float


def main() -> None:
    options = _options()
    if not shutil.which("wrk"):
        sys.exit("bench: expected the program wrk, found none; apt-get install wrk.")
    with EmbeddedPostgres(Path("var/bench-postgres")) as server, ExitStack() as stack:
        admin = server.admin_url
        servers.build_template(admin)
        ours = [
            sites.prepare_ours(admin, size, place, is_fresh=options.fresh)
            for place, size in enumerate(options.sizes)
        ]
        stack.enter_context(sites.serving_bare(sites.prepare_bare(admin)))
        for site in ours:
            stack.enter_context(sites.serving_ours(admin, site))
        _print(options, ours, _measured(options, ours))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=_sizes, default=[10_000], help="10000,100000,1000000")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--fresh", action="store_true", help="fill the databases anew")
    return parser.parse_args()


def _sizes(text: str) -> list[int]:
    return sorted(int(part.replace("_", "")) for part in text.split(","))


def _targets(site: Site) -> dict[str, Target]:
    """Return our endpoints; create comes last, because it changes what the others read."""
    host = "Host: bahrain.localhost"
    signed_in = f"{host}|Cookie: session={site.session}"
    read = {name: Target(site.origin + path, signed_in) for name, path in site.paths.items()}
    return {**read, "create": Target(f"{site.origin}/api/v1/cases", host, OUR_BODY)}


def _measured(options: argparse.Namespace, ours: list[Site]) -> dict[tuple[str, int], list[Load]]:
    """Load everything in turn, round after round; size 0 is the bare baseline."""
    bare = f"http://127.0.0.1:{sites.BARE_PORT}"
    bodies = {"create": BARE_BODY, "list": ""}
    found: dict[tuple[str, int], list[Load]] = {}
    for site in ours:  # every worker imports and connects before anything counts
        _wrk(_targets(site)["list"], options.seconds)
    for name in _targets(ours[0]):
        for _ in range(options.rounds):
            for site in ours:
                load = _wrk(_targets(site)[name], options.seconds)
                found.setdefault((name, site.size), []).append(load)
            if name in YARDSTICKS:
                kind = YARDSTICKS[name]
                load = _wrk(Target(f"{bare}/{kind}", "", bodies[kind]), options.seconds)
                found.setdefault((name, 0), []).append(load)
    return found


def _rows(target: Target) -> str:
    """Return how many rows an answer has: a page of two costs less than one of 25."""
    if target.body:
        return ""
    headers = dict(each.split(": ", 1) for each in target.headers.split("|"))
    with urllib.request.urlopen(urllib.request.Request(target.url, headers=headers)) as answer:
        if "json" not in answer.headers["Content-Type"]:
            return ""
        return str(len(json.load(answer).get("results", ["one"])))


def _wrk(target: Target, seconds: int) -> Load:
    """Load a target for so many seconds, after a short warm-up."""
    command = ["wrk", "-t2", "-c8", "-s", str(HERE / "load.lua")]
    variables = {**os.environ, "BODY": target.body, "HEADERS": target.headers}
    for length in (1, seconds):
        found = subprocess.run(
            [*command, f"-d{length}", target.url],
            env=variables,
            check=True,
            capture_output=True,
            text=True,
        )
    line = next(line for line in found.stdout.splitlines() if line.startswith("RESULT"))
    return Load(*(float(part) for part in line.split()[1:]))


def _print(
    options: argparse.Namespace, ours: list[Site], found: dict[tuple[str, int], list[Load]]
) -> None:
    """Print the table; a ratio is the median of the rounds' own ratios."""
    print(f"\n{options.rounds} rounds of {options.seconds} s, 8 connections\n")
    print("| endpoint | cases | rows | /s | p95 ms | bare /s | ratio | growth | faults |")
    print("|---|---|---|---|---|---|---|---|---|")
    for name in _targets(ours[0]):
        smallest, bare = found[name, ours[0].size], found.get((name, 0))
        for site in ours:
            loads = found[name, site.size]
            beside = f"{_median(bare, 'rate'):.0f} | {_ratio(loads, bare):.2f}" if bare else " |"
            rows = _rows(_targets(site)[name])
            print(
                f"| {name} | {site.size:,} | {rows} | {_median(loads, 'rate'):.0f} "
                f"| {_median(loads, 'p95'):.0f} | {beside} | {_ratio(smallest, loads):.2f} "
                f"| {sum(load.faults for load in loads):.0f} |"
            )


def _median(loads: list[Load], name: str) -> float:
    return statistics.median(getattr(load, name) for load in loads)


def _ratio(loads: list[Load], yardstick: list[Load]) -> float:
    return statistics.median(
        a.rate / max(b.rate, 0.1) for a, b in zip(loads, yardstick, strict=True)
    )


if __name__ == "__main__":
    main()
