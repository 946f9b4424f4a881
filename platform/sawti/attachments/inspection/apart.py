"""Has a file inspected in a process of its own, so that a hostile one harms nothing but that."""

import json
import logging
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from sawti.attachments.inspection import child
from sawti.attachments.inspection.sniffing import Format, Unacceptable

log = logging.getLogger(__name__)

LONGEST_SECONDS = 30
AT_A_TIME = 2  # of one web process: each may use the memory that child.MEMORY says
_places = BoundedSemaphore(AT_A_TIME)

MEDIA_TYPES = {
    Format.JPEG: "image/jpeg",
    Format.PNG: "image/png",
    Format.WEBP: "image/webp",
    Format.PDF: "application/pdf",
}
EXTENSIONS = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"} | {
    "application/pdf": ".pdf"
}


@dataclass(frozen=True)
class Cleaned:
    """A file that is safe to keep. `small` is there for pictures; measures are in pixels."""

    media_type: str
    path: Path
    small: Path | None
    width: int | None
    height: int | None


def cleaned(folder: Path) -> Cleaned:
    """Clean `source` in `folder`; raises Unacceptable, also where the child died of the file."""
    with _places:
        verdict = _verdict(folder)
    if "refused" in verdict:
        raise Unacceptable(verdict["refused"], **verdict["figures"])
    found = Format(verdict["format"])
    return Cleaned(
        media_type=MEDIA_TYPES[found],
        path=folder / child.CLEAN,
        small=None if found == Format.PDF else folder / child.SMALL,
        width=verdict.get("width"),
        height=verdict.get("height"),
    )


def _verdict(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-I", "-m", child.__name__, str(folder)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no word of a stranger's in it
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env={},
            timeout=LONGEST_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        log.warning("the inspection of a file took more than %s s", LONGEST_SECONDS)
        raise Unacceptable("file_unreadable") from None
    if done.returncode != 0:
        log.info("the inspection of a file ended with status %s", done.returncode)
        raise Unacceptable("file_unreadable")
    return json.loads(done.stdout)  # type: ignore[no-any-return]
