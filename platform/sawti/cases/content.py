"""The one place through which words of people are stored and read."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sawti.cases.models import Case, Content
from sawti.tenancy.steps import insert_rows


def store(case: Case, body: str) -> Content:
    """Keep `body` for the case, in the open transaction."""
    return Content.objects.create(case=case, body=body)  # type: ignore[no-any-return]


def bodies_of(content_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return the texts by content id, in one statement."""
    return dict(Content.objects.filter(pk__in=list(content_ids)).values_list("pk", "body"))


def store_many(rows: Sequence[tuple[str, str, str]]) -> None:
    """Keep many texts, in the open transaction; a row is content id, case id and text."""
    insert_rows(Content, ("id", "case_id", "body"), rows)
