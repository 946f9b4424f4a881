"""The one place through which words of people are stored, found and read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from sawti.cases.lexemes import entity_lexeme, tenant_mark, week_mark, word_lexeme
from sawti.cases.models import Case, Content
from sawti.lib.text import search_words
from sawti.tenancy.context import current_tenant
from sawti.tenancy.steps import insert_rows, insert_together


@dataclass(frozen=True)
class Words:
    """What one case is found by. `words`: as `search_words` makes them, between spaces."""

    case_id: str
    entity_id: UUID | str
    received_at: datetime
    words: str


def store(case: Case, body: str) -> Content:
    """Keep `body` for the case, in the open transaction, and let staff find the case by it."""
    content: Content = Content.objects.create(case=case, body=body)
    _let_find(case, body)
    return content


def store_with(row: Any, case: Case, body: str) -> None:
    """Insert `row`, a new message, note or rating, together with `body`, its content.

    As `store`, with one statement less.
    """
    row.content = Content(case=case, body=body)
    insert_together(row.content, row)
    _let_find(case, body)


def _let_find(case: Case, body: str) -> None:
    words = " ".join(search_words(f"{case.number} {case.place} {body}"))
    _add_words([Words(str(case.id), case.entity_id, case.received_at, words)])


def store_many(rows: Sequence[tuple[str, str, str]], words: Sequence[Words]) -> None:
    """Keep many texts, in the open transaction; a row is content id, case id and text."""
    insert_rows(Content, ("id", "case_id", "body"), rows)
    _add_words(words)


def move_words(*cases: Case) -> None:
    """Let those find the cases who see the cases of the entity that holds them now, nobody else."""
    begins = [_begin(case.received_at) for case in cases]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_searchentry AS entry SET words = ts_delete(entry.words, ARRAY("
            "SELECT word FROM unnest(tsvector_to_array(entry.words)) AS word "
            "WHERE word LIKE moved.any_entity"
            ")) || array_to_tsvector(ARRAY[moved.entity]) "
            "FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS moved (case_id, any_entity, entity)"
            " WHERE entry.tenant_id = %s AND entry.case_id = moved.case_id",
            [
                [case.id for case in cases],
                [entity_lexeme(begin, "%") for begin in begins],
                [
                    entity_lexeme(begin, case.entity_id)
                    for begin, case in zip(begins, cases, strict=True)
                ],
                current_tenant().id,
            ],
        )


def _add_words(rows: Sequence[Words]) -> None:
    """Add words to those of their cases; an entry has the id of its case."""
    begins = [_begin(row.received_at) for row in rows]
    entities = [
        entity_lexeme(begin, row.entity_id) for begin, row in zip(begins, rows, strict=True)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_searchentry (id, tenant_id, case_id, received_at, words) "
            "SELECT case_id, %s, case_id, received_at, array_to_tsvector(entity || ARRAY("
            "SELECT begin || word FROM unnest(string_to_array(words, ' ')) AS word)) "
            "FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[]) "
            "AS given (case_id, received_at, begin, entity, words) "
            "ON CONFLICT (tenant_id, case_id) "
            "DO UPDATE SET words = cases_searchentry.words || excluded.words",
            [
                current_tenant().id,
                [row.case_id for row in rows],
                [row.received_at for row in rows],
                [word_lexeme(begin, "") for begin in begins],
                entities,
                [row.words for row in rows],
            ],
        )


def _begin(received_at: datetime) -> str:
    return f"{tenant_mark(current_tenant().id)}{week_mark(received_at)}"


def bodies_of(content_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts by content id, in one statement."""
    return dict(Content.objects.filter(pk__in=list(content_ids)).values_list("pk", "body"))


def opened(content: Content) -> str:
    """Return the text of a row that was read along with its message or note."""
    return content.body
