"""Write docs/settings.md from the source: `python -m sawti.project.settings_reference`.

Every variable that the environment readers of `env` are called with, its default and what it is
for, in the order of the source. For developers only: it needs a checkout.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "settings.md"
READERS = ("text", "secret", "integer", "boolean", "choice")
SOURCES = (
    (
        "A deployment",
        (
            "platform/sawti/project/settings/base.py",
            "platform/sawti/project/settings/files.py",
            "platform/sawti/project/settings/protection.py",
            "platform/sawti/project/settings/signin.py",
        ),
    ),
    (
        "The demo and a developer's machine",
        (
            "platform/sawti/project/settings/demo.py",
            "platform/sawti/project/demo/run.py",
            "platform/sawti/project/demo/places.py",
            "platform/sawti/project/embedded/binaries.py",
        ),
    ),
    ("Setting up a database", ("platform/sawti/project/provision.py",)),
)
HEAD = """# Settings

Written from the source by `python -m sawti.project.settings_reference`; a test keeps it up to
date. All settings come from the environment. A *secret* may come from a file instead:
`NAME_FILE=/run/secrets/name`.
"""


@dataclass(frozen=True)
class Setting:
    """One variable: `default` is shown as it is typed, empty for none."""

    name: str
    kind: str
    default: str
    about: str


def settings_in(path: Path) -> Iterator[Setting]:
    """Yield what the file reads from the environment, once per name, in its order."""
    found: dict[str, Setting] = {}
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    for call in sorted(calls, key=lambda call: call.lineno):
        if setting := _setting(call):
            found.setdefault(setting.name, setting)
    yield from found.values()


def _setting(call: ast.Call) -> Setting | None:
    reader = call.func
    is_reader = (
        isinstance(reader, ast.Attribute)
        and isinstance(reader.value, ast.Name)
        and reader.value.id == "env"
        and reader.attr in READERS
    )
    if not is_reader or not call.args or not isinstance(call.args[0], ast.Constant):
        return None
    assert isinstance(reader, ast.Attribute)
    keywords = {keyword.arg: keyword.value for keyword in call.keywords}
    return Setting(
        name=str(call.args[0].value),
        kind=_kind(reader.attr, call, keywords),
        default=_default(call, 2 if reader.attr == "choice" else 1),
        about=_text(keywords.get("about")),
    )


def _kind(reader: str, call: ast.Call, keywords: dict[str | None, ast.expr]) -> str:
    match reader:
        case "choice" if isinstance(call.args[1], ast.Tuple):
            return " or ".join(f"`{_text(choice)}`" for choice in call.args[1].elts)
        case "integer":
            limits = [
                f"{words} {ast.unparse(keywords[name])}"
                for name, words in (("least", "from"), ("most", "to"))
                if name in keywords
            ]
            return " ".join(["whole number", *limits])
        case "boolean":
            return "`true` or `false`"
        case "secret":
            return "secret"
    return "text"


def _default(call: ast.Call, position: int) -> str:
    if len(call.args) <= position:
        return "none: must be set"
    value = call.args[position]
    if isinstance(value, ast.Constant):
        typed = str(value.value).strip()
        shown = typed.lower() if isinstance(value.value, bool) else typed
        return f"`{shown}`" if shown else "empty"
    return "see there"


def _text(node: ast.expr | None) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else ""


def reference() -> str:
    """Return the whole page."""
    parts = [HEAD]
    for title, files in SOURCES:
        rows = [row for name in files for row in settings_in(ROOT / name)]
        lines = [f"| `{s.name}` | {s.kind} | {s.default} | {s.about} |" for s in rows]
        table = ["| variable | kind | default | what for |", "|---|---|---|---|", *lines]
        parts.append("\n".join([f"## {title}\n", *table]) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
