"""The wall, the counts, and what waits for a decision, as frozen facts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count

from sawti.cases.content import bodies_of
from sawti.cases.scope import HANDLE, Scope, scope_of
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.tenancy.context import current_tenant
from sawti_appreciation.models import Appreciation, Consent, Decision

PAGE = 20
LAST_PAGE = 500  # nobody reads further, and an offset costs what it skips
PUBLIC = (Consent.WITHOUT_NAME, Consent.WITH_NAME)


@dataclass(frozen=True)
class PublicThanks:
    """One entry of the wall; a name is empty unless its owner agreed to be named."""

    words: str
    entity_name: str
    servant_name: str
    author_name: str
    published_at: datetime


@dataclass(frozen=True)
class WallPage:
    """A page of the wall, newest first."""

    rows: tuple[PublicThanks, ...]
    has_more: bool


@dataclass(frozen=True)
class ThanksForStaff:
    """Thanks whose publication is to be decided, or was approved; `may_decide` on its case."""

    id: UUID
    case_id: UUID
    number: str
    words: str
    entity_name: str
    servant_name: str
    author_name: str
    thanked_at: datetime
    published_from: datetime | None
    may_decide: bool


@dataclass(frozen=True)
class StaffPage:
    """A page of them."""

    rows: tuple[ThanksForStaff, ...]
    has_more: bool


@dataclass(frozen=True)
class EntityCount:
    """How many thanks an entity got; None for fewer than the tenant's `smallest_count`."""

    code: str
    name: str
    count: int | None


def wall_page(*, language: str, at: datetime, page: int = 1, size: int = PAGE) -> WallPage:
    """Return published thanks: consented, approved, not taken back, and their day has come."""
    rows = Appreciation.objects.filter(
        decision=Decision.APPROVED,
        consent__in=PUBLIC,
        withdrawn_at__isnull=True,
        published_from__lte=at,
        case__confidentiality__isnull=True,
    ).order_by("-published_from", "-id")
    found = _slice(rows, page, size)
    bodies = bodies_of(row.words_id for row in found[:size])
    return WallPage(
        tuple(_public(row, bodies[row.words_id], language) for row in found[:size]),
        len(found) > size,
    )


def _public(row: Appreciation, words: str, language: str) -> PublicThanks:
    assert row.published_from is not None
    return PublicThanks(
        words=words,
        entity_name=entity_tree().by_id[row.entity_id].name(language),
        servant_name=row.servant_name if row.names_servant else "",
        author_name=row.author_name if row.consent == Consent.WITH_NAME else "",
        published_at=row.published_from,
    )


def thanks_for_staff(
    rights: Rights, *, is_approved: bool, language: str, page: int = 1
) -> StaffPage:
    """Return thanks in the cases that `rights` let a person see; the longest waiting first."""
    scope = scope_of(rights)
    rows = Appreciation.objects.filter(
        case_id__in=scope.cases().values("pk"),
        consent__in=PUBLIC,
        withdrawn_at__isnull=True,
        decision=Decision.APPROVED if is_approved else Decision.WAITING,
    ).select_related("case")
    order = ("-decided_at", "-id") if is_approved else ("thanked_at", "id")
    found = _slice(rows.order_by(*order), page, PAGE)
    bodies = bodies_of(row.words_id for row in found[:PAGE])
    return StaffPage(
        tuple(_for_staff(row, bodies[row.words_id], scope, language) for row in found[:PAGE]),
        len(found) > PAGE,
    )


def _for_staff(row: Any, words: str, scope: Scope, language: str) -> ThanksForStaff:
    return ThanksForStaff(
        id=row.id,
        case_id=row.case_id,
        number=row.case.number,
        words=words,
        entity_name=entity_tree().by_id[row.entity_id].name(language),
        servant_name=row.servant_name,
        author_name=row.author_name,
        thanked_at=row.thanked_at,
        published_from=row.published_from,
        may_decide=scope.allows(HANDLE, row.case),
    )


def _slice(rows: Any, page: int, size: int) -> Sequence[Any]:
    """Return a page and one row more, which tells whether there is a next one."""
    start = (max(1, min(page, LAST_PAGE)) - 1) * size
    return list(rows[start : start + size + 1])


def counts_of_month(month: date, *, language: str) -> tuple[EntityCount, ...]:
    """Return the entities that were thanked in a month of the tenant's calendar, most first.

    `month` is any day of it. All thanks count, shown or not, but those in confidential
    cases; nobody is named, and small numbers are hidden as in all public figures.
    """
    start, end = _span(month)
    least = current_tenant().smallest_count
    rows = (
        Appreciation.objects.filter(thanked_at__gte=start, thanked_at__lt=end)
        .filter(case__confidentiality__isnull=True)
        .values("entity_id")
        .annotate(total=Count("id"))
    )
    tree = entity_tree()
    found = [
        EntityCount(
            entity.code,
            entity.name(language),
            row["total"] if row["total"] >= least else None,
        )
        for row in rows
        for entity in [tree.by_id[row["entity_id"]]]
    ]
    return tuple(sorted(found, key=lambda row: (-(row.count or 0), row.name)))


def _span(month: date) -> tuple[datetime, datetime]:
    """Return the first instant of the month and of the next one, in the tenant's time zone."""
    zone = ZoneInfo(current_tenant().time_zone)
    start = datetime(month.year, month.month, 1, tzinfo=zone)
    year, following = divmod(month.month, 12)
    return start, datetime(month.year + year, following + 1, 1, tzinfo=zone)


def last_months(today: date, *, how_many: int = 12) -> list[date]:
    """Return the first days of this month and those before, newest first."""
    months = [today.year * 12 + today.month - 1 - back for back in range(how_many)]
    return [date(month // 12, month % 12 + 1, 1) for month in months]
