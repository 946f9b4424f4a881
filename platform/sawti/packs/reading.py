"""From a folder of TOML files to a pack without faults."""

import re
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from sawti.packs.errors import Fault, PackRefused, shown
from sawti.packs.references import faults_between
from sawti.packs.schema import FILES, MAY_BE_MISSING, Pack

_EXPECTED = {
    "missing": "a value",
    "extra_forbidden": "no key of this name",
    "string_type": "a text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "model_type": "a table",
    "date_type": "a date such as 2026-03-20",
}


def read_pack(folder: Path, *, slug: str) -> Pack:
    """Read and check the pack in `folder`, which has to be the one of the tenant `slug`.

    Raises PackRefused with every fault of every file.
    """
    if not folder.is_dir():
        raise PackRefused([Fault(str(folder), "folder", "a folder with a pack", "none")])
    faults = _faults_of_names(folder)
    documents: dict[str, dict[str, Any]] = {}
    for file in FILES:
        is_absent = file in MAY_BE_MISSING and not (folder / file).exists()
        found = {} if is_absent else _document(folder / file)
        if isinstance(found, Fault):
            faults.append(found)
        else:
            documents[file] = found
    models: dict[str, Any] = {}
    for file, document in documents.items():
        try:
            models[file.removesuffix(".toml")] = FILES[file].model_validate(document)
        except ValidationError as error:
            faults += [_fault(file, details) for details in error.errors()]
    faults += faults_between(documents, slug=slug)
    if faults:
        order = list(FILES)
        raise PackRefused(
            sorted(faults, key=lambda f: order.index(f.file) if f.file in order else len(order))
        )
    return Pack(**models)


def _faults_of_names(folder: Path) -> list[Fault]:
    """Find files that nobody would read: a misspelt name would otherwise go unseen."""
    unknown = sorted(path.name for path in folder.glob("*.toml") if path.name not in FILES)
    return [Fault(name, "file", "only " + ", ".join(FILES), shown(name)) for name in unknown]


def _document(path: Path) -> dict[str, Any] | Fault:
    try:
        return tomllib.loads(path.read_bytes().decode("utf-8"))
    except OSError as error:
        return Fault(path.name, "file", "a file that can be read", error.strerror or "none")
    except UnicodeDecodeError as error:
        return Fault(path.name, f"byte {error.start}", "UTF-8", shown(error.object[error.start]))
    except RecursionError:
        return Fault(path.name, "file", "lists in lists a few levels deep", "far more levels")
    except tomllib.TOMLDecodeError as error:
        reason, place = _reason_and_place(str(error))
        return Fault(path.name, place, "TOML", f"a fault of syntax: {reason}")


def _reason_and_place(message: str) -> tuple[str, str]:
    match = re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL)
    return (match[1], match[2]) if match else (message, "file")


def _fault(file: str, details: ErrorDetails) -> Fault:
    kind, context = details["type"], details.get("ctx", {})
    expected = _EXPECTED.get(kind) or context.get("expected")
    found = "nothing" if kind == "missing" else shown(details["input"])
    return Fault(
        file,
        _key_path(details["loc"]),
        str(expected or details["msg"].removeprefix("Input should be ")),
        found,
    )


def _key_path(location: tuple[int | str, ...]) -> str:
    path = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in location)
    return path.removeprefix(".")
