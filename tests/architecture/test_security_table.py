"""docs/security.md answers each of the 41 requirements with tests that exist, or with a runbook."""

import re
from pathlib import Path

import pytest

from tests.servers import ROOT

ROWS = re.findall(
    r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$",
    (ROOT / "docs/security.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)
RUNBOOK = re.compile(r"`docs/[\w-]+\.md`")
TESTS = re.compile(r"`(?:(?P<file>[\w/]+\.py)::)?(?P<name>test_\w+)`")


def named_tests(cell: str) -> list[tuple[Path, str]]:
    """Return file and name of each test in a cell; a name without a file is in the one before."""
    found, file = [], ""
    for hit in TESTS.finditer(cell):
        file = hit["file"] or file
        found.append((ROOT / file, hit["name"]))
    return found


def test_each_of_the_41_requirements_has_one_line():
    assert [int(number) for number, _ in ROWS] == list(range(1, 42))


@pytest.mark.parametrize(("number", "cell"), ROWS)
def test_each_line_names_tests_that_exist_or_a_runbook(number: str, cell: str):
    missing = [
        f"{file.name}::{name}"
        for file, name in named_tests(cell)
        if f"def {name}(" not in file.read_text(encoding="utf-8")
    ]

    assert missing == []
    assert named_tests(cell) or RUNBOOK.search(cell) or "Does not apply" in cell
