"""The process that opens what strangers sent: small, limited, without settings and secrets.

`python -I -m sawti.attachments.inspection.child FOLDER` reads FOLDER/source, writes FOLDER/clean
and FOLDER/small, and says in one line of JSON what it found.
"""

import json
import resource
import sys
from pathlib import Path
from typing import Any

from sawti.attachments.inspection.sniffing import LONGEST_HEAD, Format, Unacceptable, format_of

SOURCE, CLEAN, SMALL = "source", "clean", "small"
MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 20
LARGEST_OUTPUT = 64 * 1024 * 1024


def main(folder: Path) -> None:
    """Inspect the file in `folder` and print the verdict."""
    _limit()
    try:
        verdict = inspect(folder)
    except Unacceptable as refusal:
        verdict = {"refused": refusal.code, "figures": refusal.figures}
    sys.stdout.write(json.dumps(verdict))


def inspect(folder: Path) -> dict[str, Any]:
    """Write the clean file; return its format and measures."""
    source, clean, small = (folder / name for name in (SOURCE, CLEAN, SMALL))
    with source.open("rb") as file:
        found = format_of(file.read(LONGEST_HEAD))
    if found is None:
        raise Unacceptable("file_not_allowed")
    # Imported late: each library is loaded for its own files only.
    if found == Format.PDF:
        from sawti.attachments.inspection.pdfs import clean_pdf  # noqa: PLC0415

        return {"format": Format.PDF, "pages": clean_pdf(source, clean)}
    from sawti.attachments.inspection.pictures import WRITTEN_AS, clean_picture  # noqa: PLC0415

    width, height = clean_picture(found, source, clean, small)
    return {"format": WRITTEN_AS[found], "width": width, "height": height}


def _limit() -> None:
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, LARGEST_OUTPUT),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
