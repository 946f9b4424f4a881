"""What may not be in the repository: this machine, its package index, secrets, large files."""

import configparser
import os
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture.sources import ROOT, committed, files, text

# In parts, so that this file does not contain what it looks for.
REGISTRIES = [
    ".".join(parts)
    for parts in (
        ("py" + "pi", "org"),
        ("python" + "hosted", "org"),
        ("registry", "npm" + "js", "org"),
        ("crates", "io"),
        ("proxy", "golang", "org"),
    )
]
MACHINE = [f"/{folder}/" for folder in ("ro" + "ot", "ho" + "me", "wo" + "rk", "Us" + "ers")]
LARGEST = 300_000  # bytes; a picture or a font would have to explain itself


def index_hosts() -> list[str]:
    """Return the hosts of the package indexes that this machine is told to use."""
    addresses = [value for name, value in os.environ.items() if name.endswith("INDEX_URL")]
    for path in (Path("/etc/pip.conf"), Path.home() / ".pip/pip.conf", Path.home() / ".config/pip"):
        config = configparser.RawConfigParser()
        config.read(path / "pip.conf" if path.is_dir() else path)
        addresses += [
            value
            for section in config.sections()
            for name, value in config.items(section)
            if name.endswith("index-url")
        ]
    hosts = {urlsplit(address).hostname for address in addresses}
    return sorted(host for host in hosts if host and host not in ("localhost", "127.0.0.1"))


def saying(pattern: str) -> list[str]:
    """Return `file:line` of every line that the pattern is found in."""
    wanted = re.compile(pattern)
    return [
        f"{name}:{number}"
        for name in committed()
        for number, line in enumerate(text(name).splitlines(), 1)
        if wanted.search(line)
    ]


@pytest.mark.parametrize("host", REGISTRIES)
def test_no_file_names_a_package_registry(host):
    assert saying(rf"\b{re.escape(host)}\b") == []


def test_no_file_names_the_package_index_of_this_machine():
    assert [found for host in index_hosts() for found in saying(re.escape(host))] == []


@pytest.mark.parametrize("folder", MACHINE)
def test_no_file_holds_a_path_of_somebodys_machine(folder):
    assert saying(rf"(?<![\w.\-/}}>]){folder}") == []


def test_no_file_holds_the_path_of_this_checkout():
    assert saying(re.escape(str(ROOT))) == []


def test_no_file_holds_a_private_key():
    assert saying("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----") == []


def test_files_are_small():
    words = "platform/sawti/project/locale/ar/LC_MESSAGES/django"
    exempt = ("requirements.lock", f"{words}.po", f"{words}.mo")
    sizes = {name: (ROOT / name).stat().st_size for name in committed() if name not in exempt}

    assert {name: size for name, size in sizes.items() if size > LARGEST} == {}


def test_what_a_run_makes_is_not_committed():
    made = (".pyc", ".sqlite3", ".log", ".egg-info", ".pot")

    assert files(suffix=made) == []
    assert files("var/", ".venv/", "dist/") == []


def test_text_ends_with_a_line_end_and_has_no_tabs_or_carriage_returns():
    written = files(suffix=(".py", ".html", ".css", ".toml", ".md", ".po"))

    assert [name for name in written if text(name) and not text(name).endswith("\n")] == []
    assert [name for name in written if "\r" in text(name)] == []
    assert [name for name in written if not name.endswith(".md") and "\t" in text(name)] == []
