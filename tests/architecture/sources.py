"""The committed files of this checkout, and Python as trees."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OURS = ("platform/", "cms/", "api/")


@cache
def committed() -> tuple[str, ...]:
    """Return every file that git keeps or would keep, relative to the root."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(name for name in listed.split("\0") if name and (ROOT / name).is_file()))


def files(*folders: str, suffix: str | tuple[str, ...] = "") -> list[str]:
    """Return committed files below the folders (all if none), with one of the suffixes."""
    return [
        name for name in committed() if name.startswith(folders or ("",)) and name.endswith(suffix)
    ]


def python(*folders: str) -> list[str]:
    """Return our Python files without migrations, which Django writes."""
    return [name for name in files(*folders, suffix=".py") if "/migrations/" not in name]


@cache
def text(name: str) -> str:
    """Return what a file says."""
    return (ROOT / name).read_text(encoding="utf-8", errors="replace")


@cache
def tree(name: str) -> ast.Module:
    """Return a Python file, parsed."""
    return ast.parse(text(name), name)


def nodes(name: str, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
    """Yield the nodes of some kinds in a Python file."""
    return (node for node in ast.walk(tree(name)) if isinstance(node, kinds))
