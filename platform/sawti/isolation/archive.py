"""The archive of one tenant: a folder with its rows, its files and a manifest that vouches.

`manifest.json` · `tables/<table>.jsonl` (a row a line) · `files/<key>` (the bytes of a file).
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from sawti.isolation.errors import ArchiveBroken
from sawti.lib.sealing import Seal

FORMAT = 1
MANIFEST = "manifest.json"
FOR_US_FOLDER, FOR_US_FILE = 0o700, 0o600


@dataclass(frozen=True)
class Part:
    """A file of the archive; `rows`: its lines where it is a table, else 0."""

    sha256: str
    rows: int = 0


@dataclass(frozen=True)
class Manifest:
    """What the archive holds. `migrations` is the schema; `keys` a hash of what seals contents."""

    tenant_id: str
    slug: str
    exported_at: str
    migrations: list[str]
    keys: str
    tables: dict[str, Part] = field(default_factory=dict)
    files: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT


def hash_of_keys() -> str:
    """Return a keyed hash that two deployments share only if they seal with the same key."""
    seal = Seal(settings.SAWTI_SEALING_KEY.encode(), "archive")
    return seal.fingerprint("sealing key").hex()


def make_folder(folder: Path) -> None:
    """Make the folder of a new archive, for us alone; raises ArchiveBroken if it holds anything."""
    folder.mkdir(mode=FOR_US_FOLDER, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise ArchiveBroken(f"{folder} is not empty")
    folder.chmod(FOR_US_FOLDER)  # it may have been there, open to others


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write it last: an archive without one was broken off."""
    text = json.dumps(asdict(manifest), indent=1, sort_keys=True)
    with _new_file(folder / MANIFEST) as file:
        file.write(text.encode() + b"\n")


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a whole archive; raises ArchiveBroken with what is wrong in it."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ArchiveBroken(f"{folder} has no manifest that can be read: {error}") from error
    if found.get("format") != FORMAT:
        raise ArchiveBroken(f"expected format {FORMAT}, found {found.get('format')!r}")
    for kind in ("tables", "files"):
        found[kind] = {name: Part(**part) for name, part in found[kind].items()}
    manifest = Manifest(**found)
    for path, part in parts(folder, manifest):
        _require(path, part)
    return manifest


def parts(folder: Path, manifest: Manifest) -> Iterator[tuple[Path, Part]]:
    """Yield every file that the archive must have."""
    for name, part in manifest.tables.items():
        yield table_path(folder, name), part
    for key, part in manifest.files.items():
        yield file_path(folder, key), part


def table_path(folder: Path, table: str) -> Path:
    """Return where the rows of a table lie."""
    return _inside(folder / "tables", f"{table}.jsonl")


def file_path(folder: Path, key: str) -> Path:
    """Return where the bytes of a file lie."""
    return _inside(folder / "files", key)


def _inside(folder: Path, name: str) -> Path:
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise ArchiveBroken(f"{name} leads out of the archive")
    return path


def write_part(path: Path, chunks: Iterable[bytes], *, is_table: bool = False) -> Part:
    """Write a file of the archive; return what vouches for it."""
    _make_private(path.parent)
    digest, rows = hashlib.sha256(), 0
    with _new_file(path) as file:
        for chunk in chunks:
            digest.update(chunk)
            rows += is_table
            file.write(chunk)
    return Part(digest.hexdigest(), rows)


def _make_private(folder: Path) -> None:
    """Make a folder and those above it that are missing; `parents=True` would open these to all."""
    if not folder.exists():
        _make_private(folder.parent)
        folder.mkdir(mode=FOR_US_FOLDER)


def _new_file(path: Path) -> BinaryIO:
    """Open a file that was not there, for us alone from its first byte on."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FOR_US_FILE), "wb")


def _require(path: Path, part: Part) -> None:
    if not path.is_file():
        raise ArchiveBroken(f"{path.name} is missing")
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != part.sha256:
            raise ArchiveBroken(f"{path.name} is not what was exported")
