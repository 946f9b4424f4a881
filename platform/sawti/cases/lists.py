"""Lists of cases: one page after another by keys, of the scope that the detail has too."""

import base64
import binascii
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.db.models import Count

from sawti.cases.filters import NOTHING_CHOSEN, CaseFilter, Sort, case_filter, narrowed
from sawti.cases.models import Case, SavedView
from sawti.cases.queries import CaseRow, in_scope, row_facts, scope_of
from sawti.cases.search import Found, cases_with_words, snippets
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid, Missing
from sawti.lib.ids import canonical_case_number

LARGEST_PAGE = 100
# What a line of a list needs: rows of a list are never whole cases.
ROW = (
    "id",
    "number",
    "state",
    "case_type_id",
    "category_id",
    "entity_id",
    "importance_id",
    "holder_name",
    "received_at",
    "due_at",
    "paused_at",
    "version",
    "reopenings",
)
KEYS = {Sort.DUE: "due_at", Sort.NEWEST: "received_at", Sort.OLDEST: "received_at"}


@dataclass(frozen=True)
class CasePage:
    """A page of a list; `next_cursor` is empty on the last one.

    `is_cut`: of the cases with the words, only the newest MOST_FOUND were looked at, because other
    filters apply too.
    """

    rows: tuple[CaseRow, ...]
    next_cursor: str
    is_cut: bool = False


def cases_page(
    rights: Rights,
    chosen: CaseFilter = NOTHING_CHOSEN,
    *,
    language: str,
    at: datetime,
    me: UUID | None = None,
    cursor: str = "",
    limit: int = 50,
) -> CasePage:
    """Return one page of the chosen cases among those that `rights` let a person see.

    `me` is who asks, for the holder `me`. `cursor` is a page's `next_cursor`. Raises Invalid for a
    cursor we did not make.
    """
    size = max(1, min(limit, LARGEST_PAGE))
    place = _opened_cursor(cursor) if cursor else None
    found = _found(rights, chosen, after=place, size=size)
    rows = _chosen(rights, chosen, found, me=me, at=at)
    if place:
        rows = _after(rows, chosen.order, *place)
    read = list(rows.values_list(*ROW, named=True)[: size + 1])
    is_cut, by_page = found is not None and found.is_cut, _is_found_by_page(chosen)
    # A case that another transaction moved away meanwhile makes a page shorter, never the last.
    page, more = read[:size], len(read) > size or (bool(read) and by_page and is_cut)
    hits = snippets([case.id for case in page], chosen.q) if found else {}
    return CasePage(
        tuple(replace(row_facts(case, language, at), found=hits.get(case.id, ())) for case in page),
        _cursor(getattr(page[-1], KEYS[chosen.order]), page[-1].id) if more else "",
        is_cut=is_cut and not by_page,
    )


def count_by_entity(rights: Rights, chosen: CaseFilter, *, at: datetime) -> dict[UUID, int]:
    """Return how many of the chosen cases each entity holds, of those `rights` let a person see."""
    rows = narrowed(in_scope(rights), chosen, me=None, at=at).order_by()
    return dict(rows.values_list("entity_id").annotate(count=Count("pk")))


def chosen_cases(
    ids: Iterable[UUID], rights: Rights, *, language: str, at: datetime
) -> dict[UUID, CaseRow]:
    """Return the cases with these ids that `rights` let a person see, in one statement."""
    rows = in_scope(rights).filter(pk__in=list(ids)).values_list(*ROW, named=True)
    return {case.id: row_facts(case, language, at) for case in rows}


@dataclass(frozen=True)
class ViewFacts:
    """A list that somebody keeps; `chosen` has only what can still be chosen."""

    id: UUID
    name: str
    chosen: CaseFilter


def saved_views(staff_id: UUID) -> tuple[ViewFacts, ...]:
    """Return the lists that a person keeps, in their order."""
    rows = SavedView.objects.filter(staff_id=staff_id).order_by("position", "name")
    return tuple(ViewFacts(row.id, row.name, _still_chosen(row.query)) for row in rows)


def _still_chosen(query: str) -> CaseFilter:
    """Return the filter of a query; what the configuration no longer has is left out."""
    wanted = dict(parse_qsl(query))
    while True:
        try:
            return case_filter(wanted)
        except Invalid as fault:
            del wanted[fault.field]


def case_after(
    case_id: UUID, rights: Rights, chosen: CaseFilter, *, me: UUID, at: datetime
) -> UUID | None:
    """Return the case that follows `case_id` in the chosen list, or None at its end.

    The case itself need not be in the list any more. Raises Missing where the person can't see it.
    """
    case = in_scope(rights).filter(pk=case_id).first()
    if case is None:
        raise Missing
    place = (getattr(case, KEYS[chosen.order]), case.id)
    found = _found(rights, chosen, after=place, size=1)
    rows = _after(_chosen(rights, chosen, found, me=me, at=at), chosen.order, *place)
    following: UUID | None = rows.values_list("id", flat=True).first()
    return following


def _found(
    rights: Rights, chosen: CaseFilter, *, after: tuple[datetime, UUID] | None, size: int
) -> Found | None:
    """Return the cases with the words in the person's scope; None where no words are asked.

    They are those of one page, `size` cases `after` a place, where no other filter applies.
    """
    if not chosen.q or canonical_case_number(chosen.q):
        return None
    seen = scope_of(rights)
    if chosen.entity:
        tree = entity_tree()
        below = tree.below[tree.by_code[chosen.entity].id]
        seen = below if seen is None else seen & below
    if _is_found_by_page(chosen):
        return cases_with_words(chosen.q, seen, most=size, after=after)
    return cases_with_words(chosen.q, seen)


def _is_found_by_page(chosen: CaseFilter) -> bool:
    """Tell whether words and entities alone choose, in the order in which words are found."""
    others = replace(chosen, q="", entity="", sort="")
    return others == CaseFilter(queue="all") and chosen.order == Sort.NEWEST


def _chosen(
    rights: Rights, chosen: CaseFilter, found: Found | None, *, me: UUID | None, at: datetime
) -> Any:
    rows = narrowed(in_scope(rights), chosen, me=me, at=at)
    if found is not None:
        return rows.filter(pk__in=found.ids)
    return rows.filter(number=canonical_case_number(chosen.q)) if chosen.q else rows


def _after(rows: Any, order: Sort, instant: datetime, last_id: UUID) -> Any:
    # A row comparison, so that PostgreSQL walks the index instead of filtering; the ORM of 5.2
    # has none. No word of the caller's gets into the SQL.
    column, sign = KEYS[order], "<" if order == Sort.NEWEST else ">"
    table = Case._meta.db_table
    return rows.extra(  # noqa: S610
        where=[f'("{table}"."{column}", "{table}"."id") {sign} (%s, %s)'],
        params=[instant, last_id],
    )


def _cursor(instant: datetime, last_id: UUID) -> str:
    return base64.urlsafe_b64encode(f"{instant.isoformat()}|{last_id}".encode()).decode()


def _opened_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        instant, _, last_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        at = datetime.fromisoformat(instant)
        if at.utcoffset() != timedelta(0):  # ours are in UTC; PostgreSQL refuses some offsets
            raise ValueError(instant)
        return at, UUID(last_id)
    except (binascii.Error, UnicodeError, ValueError) as error:
        raise Invalid("cursor", N_("Start again from the first page of the list.")) from error
