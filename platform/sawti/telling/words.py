"""The words of messages: the shipped ones from their files, a tenant's own, and what they may name.

A tenant's own words are no template language: names in braces from a closed list, and no address,
for the link is ours. What a stranger may read on a phone can name nothing of the case.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from django.template import Context
from django.template.loader import get_template
from django.template.loader_tags import ExtendsNode
from django.utils import translation

from sawti.catalogue.braces import check_braces, fill
from sawti.catalogue.steps.edits import LANGUAGES, LONGEST_LINE, faults_of_words
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import one_line
from sawti.telling.facts import ESCALATED, ESCALATIONS, MOVED, NEWS, PUSH_TEMPLATES

LONGEST_BODY, LONGEST_SMS = 2000, 300


class Name(StrEnum):
    """A name that may stand in braces."""

    NUMBER = "number"
    ENTITY = "entity"
    DUE_ON = "due_on"
    TENANT = "tenant_name"
    GOVERNMENT = "government"
    WHY = "why"
    LEVEL = "level"
    POST = "post"
    DEED = "deed"
    PASSED_OVER = "passed_over"
    SUMMARY = "summary"
    CASES = "cases"


IN_MAIL = (Name.NUMBER, Name.ENTITY, Name.DUE_ON, Name.TENANT, Name.GOVERNMENT)
_BESIDES = {
    MOVED: (Name.WHY,),
    ESCALATED: (Name.LEVEL, Name.POST, Name.DEED, Name.PASSED_OVER),
}
OF_MANY = (Name.SUMMARY, Name.CASES, Name.TENANT, Name.GOVERNMENT)
ON_A_LOCK_SCREEN = (Name.TENANT, Name.GOVERNMENT)
_ADDRESS = re.compile(r"[a-z]+://|www\.", re.IGNORECASE)
_AS_WRITTEN = {str(name): f"{{{name}}}" for name in Name}


@dataclass(frozen=True)
class Words:
    """A subject on one line, "" for a phone, and a text; with names in braces, or filled in."""

    subject: str
    body: str

    @property
    def paragraphs(self) -> list[str]:
        """The parts of the text that an empty line divides."""
        return [part.strip() for part in re.split(r"\n\s*\n", self.body) if part.strip()]


@dataclass(frozen=True)
class WordingFacts:
    """The words of one template in every language; `edited_at` is None for the shipped ones."""

    template: str
    subjects: Mapping[str, str]
    bodies: Mapping[str, str]
    edited_at: datetime | None = None

    def words(self, language: str) -> Words:
        """Return them in a language that the tenant has."""
        return Words(self.subjects.get(language, ""), self.bodies.get(language, ""))


def is_for_phones(template: str) -> bool:
    """Tell whether the words are an SMS or a push message, which lies open on a lock screen."""
    return template == NEWS or template in PUSH_TEMPLATES


def phone_file(template: str) -> str:
    """Return the file with the shipped words of an SMS or a push message."""
    return f"notifications/{template}.{'push' if template in PUSH_TEMPLATES else 'sms'}.txt"


def names_of(template: str) -> tuple[Name, ...]:
    """Return what the words of a template may name."""
    if is_for_phones(template):
        return ON_A_LOCK_SCREEN
    return OF_MANY if template == ESCALATIONS else (*IN_MAIL, *_BESIDES.get(template, ()))


def names_of_subject(template: str) -> tuple[Name, ...]:
    """Return what its subject may name: what a line in a list of messages knows, too."""
    if template == ESCALATIONS:
        return tuple(each for each in OF_MANY if each != Name.CASES)
    return IN_MAIL


def filled(words: Words, values: Mapping[str, object]) -> Words:
    """Return the words with what they name, each part in its own direction (UAX #9, FSI … PDI).

    The subject stays on one line whatever is filled in, so nothing can become a header.
    """
    given = {str(name): str(values.get(name, "")) for name in Name}
    on_line = {name: _isolated(" ".join(value.split())) for name, value in given.items()}
    own = {name: _isolated(value) for name, value in given.items()}
    return Words(" ".join(fill(words.subject, on_line).split()), fill(words.body, own))


def _isolated(text: str) -> str:
    return "\n".join(map(_isolated_line, text.split("\n")))


def _isolated_line(text: str) -> str:
    is_isolated = text.startswith(("\u2066", "\u2068")) or not text
    return text if is_isolated else f"\u2068{text}\u2069"


def shipped_words(template: str) -> WordingFacts:
    """Return the words of the files, with names in braces as an editor writes them."""
    words = {language: shipped(template, language) for language in LANGUAGES}
    subjects = {language: each.subject for language, each in words.items()}
    return WordingFacts(template, subjects, {one: each.body for one, each in words.items()})


@lru_cache(200)
def shipped(template: str, language: str) -> Words:
    """Return the words of the files in one language, with names in braces."""
    with translation.override(language):
        if is_for_phones(template):
            source = get_template(phone_file(template))
            text: str = source.render({**_AS_WRITTEN, "is_bare": True})
            return Words("", text.strip())
        return Words(one_line(_block(template, "subject")), _block(template, "body").strip())


def _block(template: str, name: str) -> str:
    """Return one block of a mail's text; the link and the last lines of all mails stay ours."""
    source: Any = get_template(f"notifications/{template}.txt")
    source = source.template
    extends = source.nodelist.get_nodes_by_type(ExtendsNode)[0]
    context = Context(dict(_AS_WRITTEN), autoescape=False)
    with context.bind_template(source):
        text: str = extends.blocks[name].nodelist.render(context)
    return text


def faults_of_wording(
    template: str, subjects: Mapping[str, str], bodies: Mapping[str, str]
) -> list[Invalid]:
    """Return what is wrong with the words of a template, at `subject_<language>` and `body_…`."""
    longest = LONGEST_SMS if is_for_phones(template) else LONGEST_BODY
    faults = faults_of_words("body", dict(bodies), longest)
    if not is_for_phones(template):
        faults += faults_of_words("subject", dict(subjects), LONGEST_LINE)
    marked = {fault.field for fault in faults}
    texts = (("subject", subjects), ("body", bodies))
    for field, text in ((f"{kind}_{one}", of[one]) for kind, of in texts for one in of):
        if field not in marked:
            faults += _faults_of_text(template, field, text)
    return faults


def _faults_of_text(template: str, field: str, text: str) -> Iterable[Invalid]:
    try:
        of = names_of_subject if field.startswith("subject") else names_of
        check_braces(field, text, of(template))
    except Invalid as fault:
        yield fault
        return
    if _ADDRESS.search(text):
        yield Invalid(field, N_("Write no address: the link to the case is added by itself."))
