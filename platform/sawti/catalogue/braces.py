"""Names in braces that stand for a text: what editors write instead of a template language.

There is no engine: a closed list of names. `{{` and `}}` stand for a brace.
"""

import re
from collections.abc import Collection, Mapping

from sawti.lib.errors import N_, Invalid

_PART = re.compile(r"(?P<pair>\{\{|\}\})|\{(?P<name>[^{}]*)\}|(?P<alone>[{}])")


def fault_of(text: str, known: Collection[str]) -> str:
    """Return what can't be filled in: `{colour}`, or a brace that stands alone; "" for nothing."""
    for part in _PART.finditer(text):
        if part["alone"] or (part["name"] is not None and part["name"] not in known):
            return part[0]
    return ""


def check_braces(field: str, text: str, known: Collection[str]) -> None:
    """Raise Invalid for `field` unless every brace of `text` belongs to a known name."""
    found = fault_of(text, known)
    if found:
        raise Invalid(
            field,
            N_(
                "%(found)s can not be filled in. In braces there may be %(known)s; "
                "for a brace itself write it twice."
            ),
            found=found,
            known=", ".join(f"{{{name}}}" for name in known),
        )


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with `values` filled in, as plain text.

    Needs a value, which may be empty, for every name that the text has. Braces in a value stay.
    """

    def filled(part: re.Match[str]) -> str:
        return str(part["pair"][0]) if part["pair"] else values[part["name"]]

    return _PART.sub(filled, text)
