"""Ends what an earlier run left behind, after making sure that it is what it seems."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from sawti.project.env import SetUpError

PROCESSES = Path("/proc")


def stop_leftover(data: Path) -> None:
    """Stop a server that still runs on `data`, wait for its orphans, and drop a pid file that lies.

    The caller holds the lock on the folder, so nobody else is using this server on purpose.
    """
    pid = _pid_in_file(data)
    if pid is not None and _is_server_of(data, pid):
        _stop(data, pid)
    _wait_forprocesses_in(data)
    pid = _pid_in_file(data)
    if pid is not None and _exists(pid):
        # The number belongs to some other process by now (or to a zombie), and PostgreSQL would
        # believe that it is a living server. Our own check says that none runs here.
        (data / "postmaster.pid").unlink(missing_ok=True)


def _pid_in_file(data: Path) -> int | None:
    try:
        return int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_server_of(data: Path, pid: int) -> bool:
    """Tell whether `pid` is a postgres that works in `data`: the number alone proves nothing."""
    if PROCESSES.is_dir():
        return _works_in(data, PROCESSES / str(pid))
    answer = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "postgres" in answer.stdout and str(data) in answer.stdout


def _works_in(data: Path, process: Path) -> bool:
    """Tell whether a process is a postgres that works in `data`; a zombie has no folder."""
    try:
        name = (process / "comm").read_text().strip()
        return name.startswith("postgres") and (process / "cwd").samefile(data)
    except OSError:
        return False


def processes_in(data: Path) -> list[int]:
    """Return the postgres processes that work in `data`."""
    if not PROCESSES.is_dir():
        return []
    return [int(each.name) for each in PROCESSES.glob("[0-9]*") if _works_in(data, each)]


def _stop(data: Path, pid: int) -> None:
    for number, seconds in ((signal.SIGINT, 30), (signal.SIGQUIT, 10), (signal.SIGKILL, 5)):
        _send(pid, number)
        if _within(seconds, lambda: not _is_server_of(data, pid)):
            return
    raise SetUpError(f"A PostgreSQL left over from an earlier run (process {pid}) does not stop.")


def _wait_forprocesses_in(data: Path) -> None:
    """Wait until the children of a killed server are gone; idle ones notice by themselves."""
    if _within(5, lambda: not processes_in(data)):
        return
    for pid in processes_in(data):
        _send(pid, signal.SIGQUIT)
    if not _within(10, lambda: not processes_in(data)):
        raise SetUpError(f"Processes of an earlier PostgreSQL do not stop: {processes_in(data)}.")


def _send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def _within(seconds: float, condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
