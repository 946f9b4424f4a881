"""Keeps one child: waits for it, and stops it when the process that started the keeper is gone.

Run as a file, by path. Standard input is a pipe whose other end the launcher holds and never
writes to: it ends when the launcher closes it or dies, kill -9 included. Standard library only.
"""

import os
import signal
import subprocess
import sys
import threading


def main(arguments: list[str]) -> int:
    """Run `SIGNAL SECONDS UID GID PROGRAM …` and return the child's exit status."""
    number, seconds, uid, gid, *command = arguments
    options = {} if uid == "-" else {"user": int(uid), "group": int(gid), "extra_groups": []}
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)  # type: ignore[call-overload]
    watch = threading.Thread(
        target=_stop_when_launcher_is_gone, args=(child, int(number), float(seconds)), daemon=True
    )
    watch.start()
    return int(child.wait())


def _stop_when_launcher_is_gone(
    child: "subprocess.Popen[bytes]", number: int, seconds: float
) -> None:
    os.read(0, 1)
    child.send_signal(number)
    try:
        child.wait(seconds)
    except subprocess.TimeoutExpired:
        # The launcher gave us a session of our own: this ends the child, its children and us.
        os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    status = main(sys.argv[1:])
    os._exit(status if status >= 0 else 128 - status)
