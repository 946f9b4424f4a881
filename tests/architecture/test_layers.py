"""Who may import whom. The contracts stand in pyproject.toml; here they are kept."""

import tomllib

import pytest
from importlinter import api as linter

from tests.architecture.sources import ROOT, files, python, text

CONTRACTS = tomllib.loads(text("pyproject.toml"))["tool"]["importlinter"]
PLUGINS = sorted(
    name.removesuffix("/pyproject.toml") for name in files("plugins/", suffix="/pyproject.toml")
)
SOURCE_ROOTS = ("platform", "cms", "api", *PLUGINS)
TOP = ("platform", "api", "cms", "plugins", "tenants")


def packages_in(folder: str) -> set[str]:
    """Return the names of the packages that lie directly in a folder."""
    depth = folder.count("/") + 2
    return {
        name.split("/")[depth - 1]
        for name in files(f"{folder}/", suffix="/__init__.py")
        if name.count("/") == depth
    }


def test_every_import_points_downwards(monkeypatch, tmp_path):
    monkeypatch.chdir(ROOT)
    linter.read_configuration()

    assert linter.use_cases.lint_imports(cache_dir=str(tmp_path)) is True


def test_every_package_has_its_place_in_the_layers():
    roots = {name for folder in SOURCE_ROOTS for name in packages_in(folder)}
    layers = CONTRACTS["contracts"][0]["layers"]

    assert roots == set(CONTRACTS["root_packages"])
    assert packages_in("platform/sawti") == {
        name.strip() for layer in layers for name in layer.split("|")
    }


@pytest.mark.parametrize("folder", TOP)
def test_a_source_root_is_no_package_itself(folder):
    """`platform/__init__.py` would hide the standard library's module of that name."""
    assert files(f"{folder}/__init__.py") == []


def test_tenants_are_data_without_python():
    assert python("tenants/") == []


@pytest.mark.parametrize("folder", [*TOP, "tests", "docs"])
def test_every_top_level_folder_explains_itself(folder):
    assert files(f"{folder}/README.md") == [f"{folder}/README.md"]
    assert len(text(f"{folder}/README.md").strip()) > 40


def test_there_are_no_catch_all_modules():
    unwanted = ("utils", "util", "helpers", "helper", "common", "misc")

    assert [n for n in python() if n.rsplit("/", 1)[-1].removesuffix(".py") in unwanted] == []
