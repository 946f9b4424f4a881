"""Says what takes long, and for how long it took."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sawti.project.demo.children import Children, last_words
from sawti.project.env import SetUpError


@contextmanager
def step(title: str) -> Iterator[None]:
    """Print `title … 3 s` around what the block does."""
    started = time.monotonic()
    print(f"{title} …", end=" ", flush=True)
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(_seconds(started), flush=True)


def run_step(children: Children, title: str, *command: str, database: str) -> None:
    """Run `python -m <command>` to its end; on a terminal the seconds count up."""
    name = "prepare"
    started = time.monotonic()
    with step(title):
        child = children.start(name, *command, databases=[database])
        while child.exit_status() is None:
            time.sleep(0.1)
            if sys.stdout.isatty():
                print(f"\r{title} … {_seconds(started)} ", end="", flush=True)
        if sys.stdout.isatty():
            print(f"\r{title} …", end=" ")
        if child.exit_status():
            raise SetUpError(f"{title}: {last_words(child)}")
        child.ask_to_stop()
        del children.running[name]


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:.0f} s"
