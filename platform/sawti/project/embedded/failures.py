"""Turns what can go wrong on a machine into one line for a person."""

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sawti.project.embedded.account import Account
from sawti.project.env import SetUpError

PORT_TAKEN = ("Address already in use", "could not create any TCP/IP sockets")


@contextmanager
def in_one_line(folder: Path) -> Iterator[None]:
    """Turn errors of the file system into SetUpError."""
    try:
        yield
    except OSError as error:
        raise SetUpError(_sentence(error, folder)) from error


def _sentence(error: OSError, folder: Path) -> str:
    where = error.filename or folder
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return _disk_full(folder)
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"No permission for {where}: this account must be able to write there."
    return f"Cannot use {where}: {error.strerror or error}."


def _disk_full(folder: Path) -> str:
    return f"No space left on the disk of {folder}; free about 200 MB and start again."


def is_port_taken(log: str) -> bool:
    """Tell whether the server gave up because another program listens on its port."""
    return any(sign in log for sign in PORT_TAKEN)


def explain(output: str, folder: Path) -> SetUpError:
    """Find the reason in what initdb or the server printed."""
    if "No space left on device" in output:
        return SetUpError(_disk_full(folder))
    if is_port_taken(output):
        port = re.search(r'could not bind .*?"127\.0\.0\.1"', output)
        return SetUpError(
            f"The port chosen for PostgreSQL is in use{'' if port else ' or closed'}."
        )
    if "Permission denied" in output:
        return SetUpError(f"No permission: PostgreSQL may not write in {folder}.")
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    fatal = [line for line in lines if re.search(r"\b(FATAL|PANIC|error):", line)]
    reason = (fatal or lines or ["it said nothing"])[-1]
    return SetUpError(f"PostgreSQL in {folder} does not start: {reason}")


def data_version(data: Path) -> int | None:
    """Return the major version that made the data, None when there is no data yet."""
    if not data.exists():
        return None
    try:
        return int((data / "PG_VERSION").read_text())
    except (FileNotFoundError, ValueError):
        raise SetUpError(
            f"{data} is damaged (no PG_VERSION); start afresh (`make demo-reset`)."
        ) from None


def require_reachable(place: Path, account: Account) -> None:
    """Fail when not even the stand-in folder can be reached by the server's account."""
    if not account.reaches(place):
        raise SetUpError(
            f"The account {account.name} cannot reach {place}; PostgreSQL refuses root."
        )
