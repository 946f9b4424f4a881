"""The guide, the specifications and the example say the same."""

import ast
import re
from dataclasses import fields

from sawti.plugins.calling import hooks, manifests
from sawti.plugins.manifest import Content, Manifest, Routes
from tests.architecture.sources import files, nodes, python, text
from tests.architecture.test_style import HOOKSPECS

GUIDE = text("docs/plugins.md")


def plain(annotation: ast.expr | None) -> str:
    """Return a type as one writes it, without the quotes of a forward reference."""
    return ast.unparse(annotation).strip("'") if annotation else ""


def row_of(hook: ast.FunctionDef) -> str:
    """Return the line that the guide's table must have for a hook."""
    arguments = ", ".join(f"{a.arg}: {plain(a.annotation)}" for a in hook.args.args)
    signature = f"{hook.name}({arguments}) -> {plain(hook.returns)}".replace("|", r"\|")
    return f"| `{signature}` | {(ast.get_docstring(hook) or '').splitlines()[0]} |"


def rows_of_hooks() -> set[str]:
    functions = [node for name in python(HOOKSPECS) for node in nodes(name, ast.FunctionDef)]
    return {row_of(node) for node in functions if isinstance(node, ast.FunctionDef)}


def test_the_guide_has_every_hook_with_its_signature_and_no_other() -> None:
    table = GUIDE.split("| hook | what it is for |")[1].split("\n\n")[0]
    rows = {line for line in table.splitlines() if line.startswith("| `")}

    assert rows == rows_of_hooks()


def test_the_guide_explains_every_field_of_the_manifest() -> None:
    table = GUIDE.split("| field | what it says |")[1].split("\n\n")[0]

    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    named = set(re.findall(r"`(\w+)`", " ".join(cells)))

    assert named == {field.name for field in fields(Manifest)}


def test_the_example_uses_every_hook_and_every_field() -> None:
    example = manifests()["example"]
    empty = [f.name for f in fields(Manifest) if not getattr(example, f.name)]
    empty += [f.name for f in fields(Routes) if not getattr(example.routes, f.name)]
    empty += [f.name for f in fields(Content) if not getattr(example.content, f.name)]

    assert empty == []
    assert [
        hook for hook in vars(hooks().manager.hook) if "example" not in hooks().authors(hook)
    ] == []


def test_the_examples_readme_names_every_hook_and_every_file_it_shows() -> None:
    readme = text("plugins/example/README.md")
    modules = [name.rsplit("/", 1)[-1] for name in python("plugins/example/sawti_example/")]

    assert [hook for hook in vars(hooks().manager.hook) if f"`{hook}`" not in readme] == []
    assert [m for m in modules if m not in readme and m not in ("__init__.py", "apps.py")] == []


def test_every_plugin_of_the_checkout_is_in_the_list() -> None:
    listed = re.findall(r"^\| `(\w+)` \|", text("plugins/README.md"), re.MULTILINE)

    folders = {name.split("/")[1] for name in files("plugins/", suffix="/pyproject.toml")}
    assert set(listed) == folders == set(manifests())
