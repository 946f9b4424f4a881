"""Where things lie on this machine: the checkout, and what an unprivileged account can reach."""

import hashlib
import sys
from pathlib import Path


def checkout() -> Path | None:
    """Return the root of the checkout, or None when Sawti runs from an installed wheel."""
    root = Path(__file__).resolve().parents[4]
    return root if (root / "manage.py").is_file() else None


def shelter(folder: Path) -> Path:
    """Return the folder that stands in for one which the server's account cannot reach.

    A clone under /root is the usual case: its parents stay closed, the data goes to /var/lib.
    """
    home = checkout() or Path(sys.prefix)
    return Path("/var/lib") / f"sawti-{_digest(home)}" / f"{folder.name}-{_digest(folder)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]
