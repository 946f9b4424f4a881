"""Sizes, docstrings and the contracts of hooks."""

import ast
from collections.abc import Iterator
from importlib import import_module

import pytest

from sawti.plugins.calling import hooks
from tests.architecture.sources import ROOT, files, nodes, python, text, tree

LONGEST_FILE, LONGEST_TEST, LONGEST_FUNCTION = 400, 500, 50
READ_BY_PEOPLE = (".py", ".html", ".css", ".js", ".mjs", ".sh", ".txt")
EXEMPT_FROM_SIZE = ("platform/sawti_ui/static/sawti_ui/sawti.css",)  # one sheet, on purpose
PARTS = ("When:", "Arguments:", "Returns:", "Failure:", "Must not:", "Example:", "Since:")
HOOKSPECS = "platform/sawti/plugins/hookspecs/"
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lines(name: str) -> int:
    return len(text(name).splitlines())


def test_files_are_short_enough_to_read_at_once():
    code = [
        name
        for name in files("platform/", "cms/", "api/", "plugins/", suffix=READ_BY_PEOPLE)
        if "/migrations/" not in name and name not in EXEMPT_FROM_SIZE
    ]

    assert [(name, lines(name)) for name in code if lines(name) > LONGEST_FILE] == []


def test_files_of_tests_are_short_enough_to_read_at_once():
    tests = [(name, lines(name)) for name in files("tests/", suffix=".py")]

    assert [(name, size) for name, size in tests if size > LONGEST_TEST] == []


def test_functions_are_short():
    functions = [
        (f"{name}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1)
        for name in python("platform/", "cms/", "api/", "plugins/", "tests/", "manage.py")
        for node in nodes(name, ast.FunctionDef, ast.AsyncFunctionDef)
    ]

    assert [found for found in functions if found[1] > LONGEST_FUNCTION] == []


def explains_itself(name: str) -> bool:
    """Tell whether the file belongs to the parts whose public functions have docstrings."""
    parts = name.removesuffix(".py").split("/")
    return name.startswith("platform/sawti/") and bool(
        {"actions", "queries", "lib", "plugins"} & set(parts[2:])
    )


def public_functions(name: str) -> Iterator[Function]:
    """Yield the functions that a module offers."""
    for node in tree(name).body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            yield node


def test_public_functions_of_the_domain_say_what_they_do():
    silent = [
        f"{name}:{node.lineno} {node.name}"
        for name in python("platform/sawti/")
        if explains_itself(name)
        for node in public_functions(name)
        if not ast.get_docstring(node)
    ]

    assert silent == []


def test_modules_say_what_they_are_for():
    """Empty ones and those whose name says it all apart."""
    silent = [
        name
        for name in python("platform/", "cms/", "api/")
        if tree(name).body
        and not name.endswith(("/apps.py", "/errors.py", "/urls.py", "/__init__.py"))
        and not ast.get_docstring(tree(name))
    ]

    assert silent == []


def hookspecs() -> list[tuple[str, str, str]]:
    """Return (file, name, docstring) of every hook."""
    return [
        (name, node.name, ast.get_docstring(node) or "")
        for name in python(HOOKSPECS)
        for node in nodes(name, ast.FunctionDef)
        if any("hookspec" in ast.unparse(decorator) for decorator in node.decorator_list)
    ]


@pytest.mark.parametrize(("name", "hook", "docstring"), hookspecs())
def test_a_hooks_contract_has_its_seven_parts(name, hook, docstring):
    assert docstring.splitlines()[0].endswith(".")
    assert [part for part in PARTS if part not in docstring] == []


@pytest.mark.parametrize(("name", "hook", "docstring"), hookspecs())
def test_a_hooks_example_exists(name, hook, docstring):
    example = docstring.split("Example:")[1].split()[0].rstrip(".,;")

    assert (ROOT / example).is_file()
    assert hook in text(example)


@pytest.mark.parametrize(("name", "hook", "docstring"), hookspecs())
def test_a_hook_is_known_to_the_plugin_manager_and_implemented_by_the_example(
    name, hook, docstring
):
    assert "example" in hooks().authors(hook)
    assert import_module(f"sawti.plugins.hookspecs.{name.rsplit('/', 1)[-1][:-3]}")


def test_hooks_are_typed_and_take_facts_never_a_model_or_request():
    untyped = [
        f"{name}:{node.lineno} {node.name}"
        for name in python(HOOKSPECS)
        for node in public_functions(name)
        if node.returns is None or any(arg.annotation is None for arg in node.args.args)
    ]
    imports = [
        ast.unparse(node)
        for name in python(HOOKSPECS)
        for node in nodes(name, ast.ImportFrom)
        if "models" in (node.module or "") or "http" in (node.module or "")
    ]

    assert untyped == []
    assert imports == []
