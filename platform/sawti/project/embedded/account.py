"""Who runs the server: PostgreSQL refuses root, so root hands it to an unprivileged account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sawti.project.env import SetUpError

ROOT = 0


@dataclass(frozen=True)
class Account:
    """An account of the operating system."""

    name: str
    uid: int
    gid: int

    def reaches(self, path: Path) -> bool:
        """Tell whether the account may run or enter `path`, by asking the kernel."""
        command = ["test", "-x", str(path)]
        return subprocess.run(command, check=False, cwd="/", **self.popen_options()).returncode == 0

    def popen_options(self) -> dict[str, Any]:
        """Return what makes subprocess run a command as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def take_over(self, path: Path) -> None:
        """Make the account the owner of `path`."""
        os.chown(path, self.uid, self.gid)


def server_account(data: Path) -> Account | None:
    """Return the account to drop to, or None where we are not root and run as ourselves.

    An existing data folder keeps its owner: PostgreSQL accepts no other.
    """
    if os.geteuid() != ROOT:
        return None
    if data.exists() and (owner := data.stat().st_uid) != ROOT:
        return _account(owner)
    for name in ("postgres", "nobody"):
        try:
            return _account(pwd.getpwnam(name).pw_uid)
        except KeyError:
            continue
    raise SetUpError("PostgreSQL does not run as root: expected an account `postgres` or `nobody`.")


def _account(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise SetUpError(
            f"The database belongs to account {uid}, which does not exist here."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
