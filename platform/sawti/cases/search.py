"""Finding cases by words, past row-level security through one function, and showing the hit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from sawti.cases.content import opened
from sawti.cases.lexemes import entity_lexeme, tenant_mark, word_lexeme
from sawti.cases.models import Message, Note
from sawti.lib.text import search_terms, search_words
from sawti.tenancy.context import current_tenant

MOST_FOUND = 500
SHORTEST_PREFIX = 3  # a shorter word must occur as it is
WORDS_BEFORE, WORDS_AFTER = 8, 16


@dataclass(frozen=True)
class Part:
    """A piece of a text; `is_hit` marks a word that was looked for."""

    text: str
    is_hit: bool = False


@dataclass(frozen=True)
class Found:
    """The cases with all the words, newest first; `is_cut` says that there may be more of them."""

    ids: list[UUID]
    is_cut: bool = False


def cases_with_words(
    q: str,
    entity_ids: frozenset[UUID] | None,
    *,
    most: int = MOST_FOUND,
    after: tuple[datetime, UUID] | None = None,
) -> Found:
    """Return the cases of these entities (None: of all) in which every word of `q` begins a word.

    Looked through: number, place, story, messages and notes; never who the applicant is. The
    function reads the tenant itself, and the ids are read again under row-level security.
    `after`: only what was received before this instant and id.
    """
    terms = search_terms(q)
    if not terms or (entity_ids is not None and not entity_ids):
        return Found([])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM search_cases(%s::text, %s::integer, %s::timestamptz, %s::uuid)",
            [_tsquery(terms, entity_ids), most + 1, *(after or (None, None))],
        )
        ids = [row[0] for row in cursor.fetchall()]
    return Found(ids[:most], len(ids) > most)


def those_with_words(q: str, case_ids: Iterable[UUID]) -> list[UUID]:
    """Return those of a few cases in which every word of `q` begins a word."""
    terms = search_terms(q)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT case_id, tsvector_to_array(words) FROM cases_searchentry "
            "WHERE tenant_id = %s AND case_id = ANY(%s)",
            [current_tenant().id, list(case_ids)],
        )
        rows = [(row[0], [each.partition(":")[2] for each in row[1]]) for row in cursor.fetchall()]
    return [
        case_id
        for case_id, words in rows
        if terms and all(any(_is_hit(word, [forms]) for word in words) for forms in terms)
    ]


def _tsquery(terms: list[tuple[str, ...]], entity_ids: frozenset[UUID] | None) -> str:
    """Return the terms in PostgreSQL's notation; the function puts each week in place of `~`.

    A word has letters and digits only.
    """
    begin = f"{tenant_mark(current_tenant().id)}~"
    groups = [[_lexeme(begin, form) for form in forms] for forms in terms]
    if entity_ids is not None:
        groups.append([f"'{entity_lexeme(begin, entity_id)}'" for entity_id in entity_ids])
    return " & ".join(f"({' | '.join(group)})" for group in groups)


def _lexeme(begin: str, word: str) -> str:
    found = f"'{word_lexeme(begin, word)}'"
    return f"{found}:*" if len(word) >= SHORTEST_PREFIX else found


def snippets(case_ids: Iterable[UUID], q: str) -> dict[UUID, tuple[Part, ...]]:
    """Return for each case the first place where a word of `q` was written, in two statements."""
    terms, ids = search_terms(q), list(case_ids)
    found: dict[UUID, tuple[Part, ...]] = {}
    for model, order in ((Message, "sent_at"), (Note, "written_at")):
        for row in model.objects.filter(case_id__in=ids).select_related("content").order_by(order):
            if row.case_id not in found and (parts := snippet(opened(row.content), terms)):
                found[row.case_id] = parts
    return found


def snippet(text: str, terms: list[tuple[str, ...]]) -> tuple[Part, ...]:
    """Return the words around the first hit in `text`, each hit marked; () without any."""
    words = re.findall(r"\S+", text)
    first = next((i for i, word in enumerate(words) if _is_hit(word, terms)), None)
    if first is None:
        return ()
    begin, end = max(0, first - WORDS_BEFORE), first + WORDS_AFTER
    parts: list[Part] = [Part("… ")] if begin else []
    for word in words[begin:end]:
        parts += [Part(word, _is_hit(word, terms)), Part(" ")]
    return (*parts[:-1], *([Part(" …")] if end < len(words) else []))


def _is_hit(word: str, terms: list[tuple[str, ...]]) -> bool:
    return any(
        each == form or (len(form) >= SHORTEST_PREFIX and each.startswith(form))
        for each in search_words(word)
        for forms in terms
        for form in forms
    )
