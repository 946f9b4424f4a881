"""What stands in braces in a reply template, and how a template becomes a text.

There is no template engine: a closed list of names, each of which stands for a text.
`{{` and `}}` stand for a brace.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from sawti.catalogue.queries import ReplyTemplateFacts
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import localised


class Variable(StrEnum):
    """A name that may stand in braces."""

    NUMBER = "number"
    ENTITY = "entity"
    CATEGORY = "category"
    DUE_DATE = "due_date"
    APPLICANT_GREETING = "applicant_greeting"
    TODAY = "today"


WRITTEN = ", ".join(f"{{{variable}}}" for variable in Variable)
_PART = re.compile(r"(?P<pair>\{\{|\}\})|\{(?P<name>[^{}]*)\}|(?P<alone>[{}])")


def fault_of_reply(body: str) -> str:
    """Return what is wrong in the text of a template: `{colour}` or a brace that stands alone."""
    for part in _PART.finditer(body):
        if part["alone"] or (part["name"] is not None and part["name"] not in set(Variable)):
            return part[0]
    return ""


def check_reply(field: str, body: str) -> None:
    """Raise Invalid for `field` unless every brace of `body` belongs to a known name."""
    found = fault_of_reply(body)
    if found:
        raise Invalid(
            field,
            N_(
                "%(found)s can not be filled in. In braces there may be %(known)s; "
                "for a brace itself write it twice."
            ),
            found=found,
            known=WRITTEN,
        )


def render_reply(
    template: ReplyTemplateFacts, language: str, variables: Mapping[Variable, str]
) -> str:
    """Return the template's text in `language` with `variables` filled in, as plain text.

    Needs a value, which may be empty, for every name that the text has. Braces in a value stay.
    """

    def filled(part: re.Match[str]) -> str:
        if part["pair"]:
            return str(part["pair"][0])
        return variables[Variable(part["name"])]

    return _PART.sub(filled, localised(template.bodies, language))
