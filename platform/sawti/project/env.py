"""Reads the environment, as the only place; every reader fails with one line that says why.

`about` is the sentence of the settings reference (`project/settings_reference.py` reads it from
the source); at run time it has no use.
"""

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit


class SetUpError(Exception):
    """The machine or its configuration cannot run Sawti; the message is one line for a person."""


def text(name: str, default: str | None = None, *, about: str = "") -> str:
    """Return the variable; without it the default; without both, fail."""
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SetUpError(f"{name}: expected a value, found none; set it in the environment.")
    return value


def secret(name: str, default: str | None = None, *, about: str = "") -> str:
    """Return the variable, or the contents of the file that `<name>_FILE` points at."""
    path = os.environ.get(f"{name}_FILE", "").strip()
    if not path:
        return _secret_in_variable(name, default)
    if os.environ.get(name, "").strip():
        raise SetUpError(f"{name}: expected either {name} or {name}_FILE, found both.")
    try:
        value = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SetUpError(
            f"{name}_FILE: expected a readable file, found {path} ({error})."
        ) from error
    if not value:
        raise SetUpError(f"{name}_FILE: expected a secret in {path}, found an empty file.")
    return value


def _secret_in_variable(name: str, default: str | None) -> str:
    value = os.environ.get(name, "").strip() or default
    if value is None:
        raise SetUpError(
            f"{name}: expected a secret in {name} or a file in {name}_FILE, found none."
        )
    return value


def integer(
    name: str,
    default: int | None = None,
    *,
    least: int | None = None,
    most: int | None = None,
    about: str = "",
) -> int:
    """Return a whole number between `least` and `most`."""
    found = text(name, None if default is None else str(default))
    try:
        number = int(found)
    except ValueError:
        raise SetUpError(f"{name}: expected a whole number, found {found!r}.") from None
    if least is not None and number < least:
        raise SetUpError(f"{name}: expected {least} or more, found {number}.")
    if most is not None and number > most:
        raise SetUpError(f"{name}: expected {most} or less, found {number}.")
    return number


TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}


def boolean(name: str, default: bool | None = None, *, about: str = "") -> bool:
    """Return true for 1, true, yes, on and false for 0, false, no, off."""
    found = text(name, None if default is None else str(default)).lower()
    if found not in TRUE | FALSE:
        raise SetUpError(f"{name}: expected true or false, found {found!r}.")
    return found in TRUE


def choice(
    name: str, choices: Collection[str], default: str | None = None, *, about: str = ""
) -> str:
    """Return one of `choices`."""
    found = text(name, default)
    if found not in choices and found != default:
        raise SetUpError(f"{name}: expected one of {', '.join(choices)}, found {found!r}.")
    return found


def database_url(
    url: str, *, variable: str = "DATABASE_URL", engine: str = "django.db.backends.postgresql"
) -> dict[str, Any]:
    """Turn `postgresql://account:password@host:port/name?option=value` into Django's dict.

    The query becomes OPTIONS; a socket folder is a host with %2F. Errors don't show the password.
    """
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise SetUpError(f"{variable}: expected a port from 0 to 65535, found another.") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        found = parts.scheme or "no scheme"
        raise SetUpError(f"{variable}: expected postgresql://account@host/name, found {found}.")
    name = unquote(parts.path.removeprefix("/"))
    if not name:
        raise SetUpError(f"{variable}: expected the name of a database after the host, found none.")
    return {
        "ENGINE": engine,
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def preset(**variables: str) -> None:
    """Set variables that are not set yet: what our own console command assumes."""
    for name, value in variables.items():
        os.environ.setdefault(name, value)


def for_child(variables: Mapping[str, str], *, without: Collection[str] = ()) -> dict[str, str]:
    """Return a copy of the environment for a child, with `variables` and none of `without`."""
    inherited = {name: value for name, value in os.environ.items() if name not in without}
    return {**inherited, **variables}


def is_set(name: str) -> bool:
    """Tell whether the variable has a value."""
    return bool(os.environ.get(name, "").strip())
