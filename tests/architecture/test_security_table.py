"""docs/security.md answers each of the 41 requirements with tests or a runbook that exist."""

import re
from pathlib import Path

import pytest

from tests.servers import ROOT

TABLE = (ROOT / "docs/security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", TABLE, re.MULTILINE)
RUNBOOK = re.compile(r"`docs/[\w-]+\.md`")
DOCUMENT = re.compile(r"`([\w./-]+\.md)`")
DECISION = re.compile(r"decision (\d{4})")
TESTS = re.compile(r"`(?:(?P<file>[\w/]+\.py)::)?(?P<name>test_\w+)`")


def named_tests(cell: str) -> list[tuple[Path, str]]:
    """Return file and name of each test in a cell; a name without a file is in the one before."""
    found, file = [], ""
    for hit in TESTS.finditer(cell):
        file = hit["file"] or file
        found.append((ROOT / file, hit["name"]))
    return found


def is_there(file: Path, name: str) -> bool:
    return file.is_file() and f"def {name}(" in file.read_text(encoding="utf-8")


def documents_named_in(page: Path) -> set[str]:
    return set(DOCUMENT.findall(page.read_text(encoding="utf-8")))


def places_of(page: Path, document: str) -> list[Path]:
    """Return where a document may lie that a page names: beside it, in docs, or from the root."""
    return [folder / document for folder in (page.parent, ROOT / "docs", ROOT)]


def test_each_of_the_41_requirements_has_one_line():
    assert [int(number) for number, _ in ROWS] == list(range(1, 42))


@pytest.mark.parametrize(("number", "cell"), ROWS)
def test_each_line_names_tests_that_exist_or_a_runbook(number: str, cell: str):
    missing = [f"{file}::{name}" for file, name in named_tests(cell) if not is_there(file, name)]

    assert missing == []
    assert named_tests(cell) or RUNBOOK.search(cell) or "Does not apply" in cell


def test_every_name_of_a_test_in_the_table_is_that_of_a_test_which_is_found():
    """What the pattern of names does not understand would not be checked."""
    understood = {name for _, cell in ROWS for _, name in named_tests(cell)}

    assert set(re.findall(r"test_\w+(?![\w.])", TABLE)) <= understood


def test_every_decision_that_the_table_names_exists():
    found = {page.name[:4] for page in (ROOT / "docs/decisions").glob("*.md")}

    assert set(DECISION.findall(TABLE)) <= found


@pytest.mark.parametrize("page", sorted((ROOT / "docs").glob("*.md")), ids=lambda page: page.name)
def test_every_document_that_a_page_names_exists(page: Path):
    missing = [
        document
        for document in sorted(documents_named_in(page))
        if not any(place.is_file() for place in places_of(page, document))
    ]

    assert missing == []
