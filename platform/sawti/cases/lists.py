"""Lists of cases: one page after another by keys, of the scope that the detail has too."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.db.models import Count

from sawti.cases.filters import NOTHING_CHOSEN, CaseFilter, Sort, case_filter, narrowed
from sawti.cases.models import Case, SavedView
from sawti.cases.queries import CaseRow, row_facts
from sawti.cases.scope import HANDLE, Scope, scope_of
from sawti.cases.search import Found, cases_with_words, snippets, those_with_words
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.lib.errors import Invalid, Missing
from sawti.lib.ids import canonical_case_number

LARGEST_PAGE = 100
IDS_AT_ONCE = 1000
FOUND_AT_ONCE = 50  # of a search: whoever wants one case does not look at one after the other
# What a line of a list needs: rows of a list are never whole cases.
ROW = (
    "id",
    "number",
    "state",
    "case_type_id",
    "category_id",
    "entity_id",
    "importance_id",
    "confidentiality_id",
    "holder_name",
    "received_at",
    "due_at",
    "paused_at",
    "version",
    "reopenings",
)
Place = tuple[datetime, UUID]
KEYS = {Sort.DUE: "due_at", Sort.NEWEST: "received_at", Sort.OLDEST: "received_at"}


@dataclass(frozen=True)
class CasePage:
    """A page of a list; `next_cursor` is empty on the last one. A page may be a short one.

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
    asked = _Asked(scope_of(rights), chosen, me, at)
    read = asked.rows_after(opened_cursor(cursor) if cursor else None, size)
    page = read.rows[:size]
    hits = snippets([case.id for case in page], chosen.q) if asked.has_words else {}
    return CasePage(
        tuple(replace(row_facts(case, language, at), found=hits.get(case.id, ())) for case in page),
        cursor_after(*_place(page[-1], chosen.order)) if read.has_more else "",
        is_cut=read.is_cut,
    )


def ids_of_chosen(
    rights: Rights, chosen: CaseFilter, *, me: UUID, at: datetime, most: int
) -> tuple[UUID, ...]:
    """Return the ids of all chosen cases, or of the first `most` in their order."""
    asked, place, found = _Asked(scope_of(rights), chosen, me, at), None, list[UUID]()
    while len(found) < most:
        read = asked.rows_after(place, min(IDS_AT_ONCE, most - len(found)))
        rows = read.rows[: most - len(found)][:IDS_AT_ONCE]
        found += [row.id for row in rows]
        if not read.has_more:
            break
        place = _place(rows[-1], chosen.order)
    return tuple(found)


def page_of(
    rows: Any, order: Sort, *, language: str, at: datetime, cursor: str = "", limit: int = 50
) -> CasePage:
    """Return one page of cases that somebody may see, which a query of another app chose.

    `rows`: cases with the name of their holder, as `Scope.cases` returns them.
    """
    ordered = rows.due_first() if order == Sort.DUE else rows.newest_first()
    if cursor:
        ordered = _after(ordered, order, *opened_cursor(cursor))
    found = list(ordered.values_list(*ROW, named=True)[: limit + 1])
    page = found[:limit]
    return CasePage(
        tuple(row_facts(case, language, at) for case in page),
        cursor_after(*_place(page[-1], order)) if len(found) > limit else "",
    )


def count_by_entity(scope: Scope, chosen: CaseFilter, *, at: datetime) -> dict[UUID, int]:
    """Return how many of the chosen cases each entity holds, of those in a person's scope."""
    rows = narrowed(scope.cases(), chosen, me=None, at=at).order_by()
    return dict(rows.values_list("entity_id").annotate(count=Count("pk")))


@dataclass(frozen=True)
class ChosenCase:
    """A case that was ticked in a list; `may_handle`: the person may act on it."""

    row: CaseRow
    may_handle: bool


def chosen_cases(
    ids: Iterable[UUID], rights: Rights, *, language: str, at: datetime
) -> dict[UUID, ChosenCase]:
    """Return the cases with these ids that `rights` let a person see, in two statements."""
    scope = scope_of(rights)
    rows = scope.cases().filter(pk__in=list(ids)).values_list(*ROW, named=True)
    return {
        case.id: ChosenCase(row_facts(case, language, at), scope.allows(HANDLE, case))
        for case in rows
    }


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
    asked = _Asked(scope_of(rights), chosen, me, at)
    case = asked.scope.cases().filter(pk=case_id).first()
    if case is None:
        raise Missing
    read = asked.rows_after(_place(case, chosen.order), 1)
    return read.rows[0].id if read.rows else None


@dataclass(frozen=True)
class _Read:
    """Rows of a list, one more than asked for if there are; `has_more`: another page follows."""

    rows: list[Any]
    has_more: bool
    is_cut: bool = False


@dataclass(frozen=True)
class _Asked:
    """A list that somebody asks for."""

    scope: Scope
    chosen: CaseFilter
    me: UUID | None
    at: datetime

    @property
    def has_words(self) -> bool:
        """Tell whether words are looked for, and not one case by its number."""
        return bool(self.chosen.q) and not canonical_case_number(self.chosen.q)

    def rows_after(self, place: Place | None, size: int) -> _Read:
        """Return the rows that follow a place: only none where there are none."""
        if not self.has_words:
            rows = self._rows(place, size)
            return _Read(rows, len(rows) > size)
        if not _is_found_by_page(self.chosen):
            found = cases_with_words(self.chosen.q, self._entities())
            rows = self._rows(place, size, self._with_cases_beside(found))
            return _Read(rows, len(rows) > size, found.is_cut)
        return self._found_by_page(place, size)

    def _found_by_page(self, place: Place | None, size: int) -> _Read:
        """Look for words page by page; what is found out of scope makes a page shorter, not the
        last: as long as nothing is left of one, the next is looked at."""
        rows: list[Any] = []
        most = max(size, FOUND_AT_ONCE)
        while not rows:
            found = cases_with_words(self.chosen.q, self._entities(), most=most, after=place)
            rows = self._rows(place, size, self._with_cases_beside(found))
            if not found.is_cut:
                return _Read(rows, len(rows) > size)
            place = self._last_of(found)
            rows = [row for row in rows if _place(row, Sort.NEWEST) >= place]
        return _Read(rows, has_more=True)

    def _rows(self, place: Place | None, size: int, ids: list[UUID] | None = None) -> list[Any]:
        rows = narrowed(self.scope.cases(), self.chosen, me=self.me, at=self.at)
        if ids is not None:
            rows = rows.filter(pk__in=ids)
        elif self.chosen.q:
            rows = rows.filter(number=canonical_case_number(self.chosen.q))
        if place:
            rows = _after(rows, self.chosen.order, *place)
        return list(rows.values_list(*ROW, named=True)[: size + 1])

    def _entities(self) -> frozenset[UUID] | None:
        seen = self.scope.entities
        if self.chosen.entity:
            tree = entity_tree()
            below = tree.below[tree.by_code[self.chosen.entity].id]
            return below if seen is None else seen & below
        return seen

    def _with_cases_beside(self, found: Found) -> list[UUID]:
        beside = self.scope.beside
        return found.ids + (those_with_words(self.chosen.q, beside) if beside else [])

    def _last_of(self, found: Found) -> Place:
        """Return the place of the last case that was found, whether or not it is in scope."""
        rows = Case.objects.filter(pk=found.ids[-1])
        last: Place = rows.values_list("received_at", "id").get()
        return last


def _is_found_by_page(chosen: CaseFilter) -> bool:
    """Tell whether words and entities alone choose, in the order in which words are found."""
    others = replace(chosen, q="", entity="", sort="")
    return others == CaseFilter(queue="all") and chosen.order == Sort.NEWEST


def _place(case: Any, order: Sort) -> Place:
    """Return where a case stands in a list of this order."""
    return getattr(case, KEYS[order]), case.id


def _after(rows: Any, order: Sort, instant: datetime, last_id: UUID) -> Any:
    # A row comparison, so that PostgreSQL walks the index instead of filtering; the ORM of 5.2
    # has none. No word of the caller's gets into the SQL.
    column, sign = KEYS[order], "<" if order == Sort.NEWEST else ">"
    table = Case._meta.db_table
    return rows.extra(  # noqa: S610
        where=[f'("{table}"."{column}", "{table}"."id") {sign} (%s, %s)'],
        params=[instant, last_id],
    )
