"""The one place through which words of people are stored, found and read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import connection

from sawti.cases.models import Case, Content
from sawti.lib.text import search_words
from sawti.tenancy.context import current_tenant
from sawti.tenancy.steps import insert_rows


def store(case: Case, body: str) -> Content:
    """Keep `body` for the case, in the open transaction, and let staff find the case by it."""
    content: Content = Content.objects.create(case=case, body=body)
    words = search_words(f"{case.number} {case.place} {body}")
    _add_words([(str(case.id), " ".join(words))])
    return content


def store_many(rows: Sequence[tuple[str, str, str]], words: Sequence[tuple[str, str]]) -> None:
    """Keep many texts, in the open transaction; a row is content id, case id and text.

    `words`: for each case its id and the words it is found by (`search_words`), between spaces.
    """
    insert_rows(Content, ("id", "case_id", "body"), rows)
    _add_words(words)


def _add_words(words: Sequence[tuple[str, str]]) -> None:
    """Add words to those of their cases; an entry has the id of its case."""
    case_ids, texts = zip(*words, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_searchentry (id, tenant_id, case_id, words) "
            "SELECT case_id, %s, case_id, words::tsvector "
            "FROM unnest(%s::uuid[], %s::text[]) AS given (case_id, words) "
            "ON CONFLICT (tenant_id, case_id) "
            "DO UPDATE SET words = cases_searchentry.words || excluded.words",
            [current_tenant().id, list(case_ids), list(texts)],
        )


def bodies_of(content_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts by content id, in one statement."""
    return dict(Content.objects.filter(pk__in=list(content_ids)).values_list("pk", "body"))


def opened(content: Content) -> str:
    """Return the text of a row that was read along with its message or note."""
    return content.body
