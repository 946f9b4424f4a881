"""The OpenAPI document as the page shows it: operations by group, with their fields."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from sawti.lib.text import localised
from sawti.plugins.calling import manifest_of
from sawti_api.openapi import known_problems

GROUPS: dict[str, Promise] = {
    "cases": _("File and follow cases"),
    "files": _("Send and read files"),
    "person": _("A person's own program"),
    "codes": _("Codes to file under"),
    "figures": _("How the government answers"),
    "staff": _("Work on cases as staff"),
    "incidents": _("Incidents: many cases about one problem"),
    "clients": _("API clients"),
}
METHODS = ("get", "post", "put", "patch", "delete")

Schema = dict[str, Any]


@dataclass(frozen=True)
class Field:
    """A parameter or a member. `name` is its path inside the body: contact.email."""

    name: str
    type: str
    is_required: bool
    description: str


@dataclass(frozen=True)
class Example:
    """JSON to copy."""

    title: str
    text: str


@dataclass(frozen=True)
class Outcome:
    """An answer that an operation may give."""

    status: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Operation:
    """A method at an address."""

    id: str
    method: str
    path: str
    summary: str
    description: str
    is_for_staff: bool
    parameters: tuple[Field, ...]
    body: tuple[Field, ...]
    examples: tuple[Example, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True)
class Group:
    """Operations of one kind."""

    id: str
    title: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class ProblemCode:
    """A code that a refusal may have."""

    code: str
    status: int
    title: str


@dataclass(frozen=True)
class Outline:
    """What the page shows; texts are in the document's language."""

    groups: tuple[Group, ...]
    problems: tuple[ProblemCode, ...]


def outline(document: dict[str, Any]) -> Outline:
    """Return the document as groups of operations, and the codes of refusals."""
    shapes: dict[str, Schema] = document["components"]["schemas"]
    operations = [
        (found.get("tags", [""])[0], _operation(method, path, found, shapes))
        for path, methods in document["paths"].items()
        for method, found in methods.items()
        if method in METHODS
    ]
    titles = {**GROUPS, **_plugin_titles({tag for tag, _ in operations} - GROUPS.keys())}
    groups = (
        Group(tag, str(title), tuple(each for group, each in operations if group == tag))
        for tag, title in titles.items()
    )
    codes = (ProblemCode(code, status, str(title)) for code, status, title in known_problems())
    return Outline(tuple(groups), tuple(codes))


def _plugin_titles(tags: Collection[str]) -> dict[str, str]:
    """Return the titles of plugins by tag; a plugin's operations have its name as their tag."""
    language = get_language() or "en"
    return {tag: localised(manifest_of(tag).titles, language) for tag in sorted(tags)}


def _operation(
    method: str, path: str, found: dict[str, Any], shapes: dict[str, Schema]
) -> Operation:
    contents: Schema = next(iter(found.get("requestBody", {}).get("content", {}).values()), {})
    return Operation(
        id=found["operationId"],
        method=method.upper(),
        path=path,
        summary=found["summary"],
        description=found["description"],
        is_for_staff=any("staffSession" in way for way in found.get("security", [])),
        parameters=tuple(map(_parameter, found.get("parameters", []))),
        body=tuple(_fields(contents.get("schema", {}), shapes)),
        examples=tuple(_examples(found, contents)),
        outcomes=tuple(
            _outcome(status, each, shapes) for status, each in found["responses"].items()
        ),
    )


def _parameter(found: dict[str, Any]) -> Field:
    return Field(
        name=found["name"],
        type=_type(found["schema"]),
        is_required=found.get("required", False),
        description=found.get("description", ""),
    )


def _examples(found: dict[str, Any], contents: dict[str, Any]) -> Iterator[Example]:
    yield from _examples_in(contents, gettext("Example of a request"))
    for status, response in found["responses"].items():
        for media in response.get("content", {}).values():
            yield from _examples_in(
                media, gettext("Example of answer %(status)s") % {"status": status}
            )


def _examples_in(contents: dict[str, Any], title: str) -> Iterator[Example]:
    for example in contents.get("examples", {}).values():
        yield Example(title, json.dumps(example["value"], indent=2, ensure_ascii=False))


def _outcome(status: str, found: dict[str, Any], shapes: dict[str, Schema]) -> Outcome:
    contents = found.get("content", {}).get("application/json", {})
    fields = tuple(_fields(contents.get("schema", {}), shapes))
    return Outcome(status, found.get("description", ""), fields)


def _fields(schema: Schema, shapes: dict[str, Schema], inside: str = "") -> Iterator[Field]:
    """Yield the members of an object, those inside of members with a path: contact.email."""
    whole = _resolved(schema, shapes)
    required = whole.get("required", [])
    for name, member in whole.get("properties", {}).items():
        found = _resolved(member, shapes)
        place = f"{inside}{name}"
        yield Field(place, _type(found), name in required, found.get("description", ""))
        within = _resolved(found.get("items", found), shapes)
        if "properties" in within:
            mark = "[]." if "items" in found else "."
            yield from _fields(within, shapes, place + mark)


def _resolved(schema: Schema, shapes: dict[str, Schema]) -> Schema:
    """Return the schema behind references, with what stands beside them."""
    parts = [*schema.get("allOf", []), *schema.get("oneOf", [])[:1], schema]
    merged: Schema = {}
    for part in parts:
        if "$ref" in part:
            merged |= _resolved(shapes[part["$ref"].rsplit("/", 1)[1]], shapes)
        merged |= part
    return merged


def _type(schema: Schema) -> str:
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"] if value is not None)
    kinds = schema.get("type", "object")
    kind = " | ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{kind} ({schema['format']})" if "format" in schema else kind
