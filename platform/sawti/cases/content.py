"""The one place through which words of people are stored, found and read."""

from collections import defaultdict
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
    _add_words([case.id], [f"{case.number} {case.place} {body}"])
    return content


def store_many(rows: Sequence[tuple[str, str, str]]) -> None:
    """Keep many texts, in the open transaction; a row is content id, case id and text."""
    insert_rows(Content, ("id", "case_id", "body"), rows)
    texts: dict[UUID, list[str]] = defaultdict(list)
    for _, case_id, body in rows:
        texts[UUID(case_id)].append(body)
    for case_id, number, place in Case.objects.filter(pk__in=texts).values_list(
        "id", "number", "place"
    ):
        texts[case_id] += (number, place)
    _add_words(list(texts), [" ".join(each) for each in texts.values()])


def _add_words(case_ids: list[UUID], texts: list[str]) -> None:
    """Add the words of each text to those of its case; an entry has the id of its case."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_searchentry (id, tenant_id, case_id, words) "
            "SELECT case_id, %s, case_id, words::tsvector "
            "FROM unnest(%s::uuid[], %s::text[]) AS given (case_id, words) "
            "ON CONFLICT (tenant_id, case_id) "
            "DO UPDATE SET words = cases_searchentry.words || excluded.words",
            [current_tenant().id, case_ids, [" ".join(search_words(text)) for text in texts]],
        )


def bodies_of(content_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts by content id, in one statement."""
    return dict(Content.objects.filter(pk__in=list(content_ids)).values_list("pk", "body"))


def opened(content: Content) -> str:
    """Return the text of a row that was read along with its message or note."""
    return content.body
