"""Reply templates above the fields where staff write to the applicant, and the preview of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone, translation
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext, pgettext

from sawti.cases.queries import CaseForStaff
from sawti.catalogue.queries import ReplyTemplateFacts, catalogue, reply_templates_for
from sawti.catalogue.replies import Variable, render_reply
from sawti.entities.queries import entity_tree
from sawti_ui.frame import direction_of
from sawti_ui.parts import Message


@dataclass(frozen=True)
class ReplyChoice:
    """A template to choose: its code and its name in the reader's language."""

    code: str
    name: str


@dataclass(frozen=True)
class Preview:
    """A message as the applicant will see it, in the applicant's language; not sent."""

    message: Message
    language: str
    direction: str


def reply_choices(case: CaseForStaff, kind: str) -> tuple[ReplyChoice, ...]:
    """Return the templates that fit the case: its entity, its category, `question` or `answer`."""
    language = get_language() or "en"
    return tuple(ReplyChoice(row.code, row.name(language)) for row in _fitting(case, kind))


def with_template(case: CaseForStaff, kind: str, code: str, typed: str, *, at: datetime) -> str:
    """Return the text of a template after what was typed; only the latter if there is none such."""
    row = next((each for each in _fitting(case, kind) if each.code == code), None)
    if row is None:
        return typed
    with translation.override(case.language):
        text = render_reply(row, case.language, _variables(case, at))
    return f"{typed.rstrip()}\n\n{text}" if typed.strip() else text


def preview_of(case: CaseForStaff, text: str, *, at: datetime) -> Preview:
    """Return the message as the applicant will see it if it is sent now."""
    entity = entity_tree().by_code[case.row.entity_code].name(case.language)
    return Preview(Message(entity, at, text), case.language, direction_of(case.language))


def _fitting(case: CaseForStaff, kind: str) -> list[ReplyTemplateFacts]:
    category = catalogue().categories.get(case.category_code)
    return reply_templates_for(
        kind=kind,
        entity_id=entity_tree().by_code[case.row.entity_code].id,
        category_id=category.id if category else None,
    )


def _variables(case: CaseForStaff, at: datetime) -> dict[Variable, str]:
    """Return what the names in braces stand for; who the applicant is, is not among it."""
    category = catalogue().categories.get(case.category_code)
    return {
        Variable.NUMBER: case.row.number,
        Variable.ENTITY: entity_tree().by_code[case.row.entity_code].name(case.language),
        Variable.CATEGORY: category.name(case.language) if category else "",
        Variable.DUE_DATE: _day(case.row.due_at),
        Variable.APPLICANT_GREETING: gettext("Dear applicant,"),
        Variable.TODAY: _day(at),
    }


def _day(at: datetime) -> str:
    return date_format(timezone.localtime(at), pgettext("date format", "l j F Y"))
