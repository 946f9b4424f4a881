"""Tells whether the database was prepared with what is installed: a second start is quick."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import distributions
from pathlib import Path

import sawti
from sawti.packs.places import packs_folder
from sawti.project.demo.places import DemoFolder
from sawti.project.embedded.places import checkout


def is_prepared(folder: DemoFolder, database: str) -> bool:
    """Compare the recorded fingerprint with today's."""
    if not folder.fingerprint.is_file() or not folder.accounts.is_file():
        return False
    return folder.fingerprint.read_text() == _fingerprint(database)


def record_prepared(folder: DemoFolder, database: str) -> None:
    """Remember that the database is ready."""
    folder.fingerprint.write_text(_fingerprint(database))


def _fingerprint(database: str) -> str:
    """Hash versions, names of migrations and contents of packs; `database` names the data."""
    digest = hashlib.sha256(database.encode())
    for line in sorted([*_versions(), *_migrations()]):
        digest.update(f"{line}\n".encode())
    for path in sorted(packs_folder().rglob("*.toml")):
        digest.update(str(path.relative_to(packs_folder())).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _versions() -> Iterator[str]:
    """Yield every installed distribution: an upgrade of Wagtail brings migrations too."""
    for distribution in distributions():
        yield f"{distribution.name} {distribution.version}"


def _migrations() -> Iterator[str]:
    for source in _sources():
        for path in source.glob("**/migrations/*.py"):
            yield str(path.relative_to(source))


def _sources() -> list[Path]:
    root = checkout()
    if root is None:
        return [Path(sawti.__file__).parents[1]]
    return [root / name for name in ("platform", "cms", "api", "plugins")]
