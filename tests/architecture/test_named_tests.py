"""Every test that a document names is there: a table of proofs proves nothing with a wrong name."""

import re

import pytest

from tests.architecture.sources import files, text

DOCUMENTS = [name for name in files(suffix=".md") if "test_" in text(name)]
FILE = re.compile(r"(?:[\w-]+/)*test_\w+\.py")
NAME = re.compile(r"\btest_\w+(?!\w|\.py)")
DEFINED = re.compile(r"^ *(?:async )?def (test_\w+)\(", re.MULTILINE)
TESTS = files("tests/", "plugins/", suffix=".py")
NAMES = {found for name in TESTS for found in DEFINED.findall(text(name))}
MODULES = {name.rpartition("/")[2].removesuffix(".py") for name in TESTS}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_test_that_a_document_names_exists(document: str) -> None:
    named = set(NAME.findall(text(document)))

    assert named - NAMES - MODULES == set()


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_of_tests_that_a_document_names_exists(document: str) -> None:
    named = set(FILE.findall(text(document)))

    assert {each for each in named if not is_there(each)} == set()


def is_there(file: str) -> bool:
    """Tell whether a file of tests ends as it is named, often from its app on."""
    return any(f"/{name}".endswith(f"/{file}") for name in TESTS)
