"""A child process that does not outlive us (see keeper.py)."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from sawti.project.embedded.account import Account

KEEPER = Path(__file__).with_name("keeper.py")


class KeptProcess:
    """A program under a keeper, in a session of its own: the terminal's Ctrl-C misses it."""

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        log: Path,
        stop_signal: signal.Signals,
        grace_seconds: float,
        environment: Mapping[str, str],
        account: Account | None = None,
        folder: Path = Path("/"),
    ) -> None:
        """Start `command`; its output goes to `log`."""
        owner = (str(account.uid), str(account.gid)) if account else ("-", "-")
        keeper: list[str | Path] = [
            sys.executable,
            "-I",
            "-S",
            KEEPER,
            str(int(stop_signal)),
            str(grace_seconds),
            *owner,
        ]
        self.log = log
        self._grace_seconds = grace_seconds
        with log.open("ab") as output:
            self._keeper = subprocess.Popen(
                [*keeper, *command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env=dict(environment),
                cwd=folder,
            )

    def exit_status(self) -> int | None:
        """Return the program's exit status, or None while it runs."""
        return self._keeper.poll()

    def ask_to_stop(self) -> None:
        """Tell the program to stop, without waiting."""
        if self._keeper.stdin:
            self._keeper.stdin.close()

    def wait(self) -> None:
        """Wait for the end of a program that was asked to stop; its keeper kills it if need be."""
        try:
            self._keeper.wait(self._grace_seconds + 10)
        except subprocess.TimeoutExpired:
            self.kill()
        self._end_group()

    def kill(self) -> None:
        """End the program and its children at once."""
        self._end_group()
        self._keeper.wait()

    def _end_group(self) -> None:
        try:
            os.killpg(self._keeper.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            return  # nobody is left in the group
