"""What stands in braces in a reply template, and how a template becomes a text."""

from collections.abc import Mapping
from enum import StrEnum

from sawti.catalogue.braces import check_braces, fault_of, fill
from sawti.catalogue.queries import ReplyTemplateFacts
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


def fault_of_reply(body: str) -> str:
    """Return what is wrong in the text of a template: `{colour}` or a brace that stands alone."""
    return fault_of(body, set(Variable))


def check_reply(field: str, body: str) -> None:
    """Raise Invalid for `field` unless every brace of `body` belongs to a known name."""
    check_braces(field, body, tuple(Variable))


def render_reply(
    template: ReplyTemplateFacts, language: str, variables: Mapping[Variable, str]
) -> str:
    """Return the template's text in `language` with `variables` filled in, as plain text."""
    values = {str(name): text for name, text in variables.items()}
    return fill(localised(template.bodies, language), values)
