"""The register of openings as the data-protection officer reads it: no identity, no case."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.db.models.functions import TruncMonth

from sawti.entities.permissions import Rights
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.lib.errors import NotPermitted
from sawti.lib.permissions import PROTECT_DATA
from sawti.openings.models import Opening, Outcome
from sawti.tenancy.context import current_tenant

PAGE = 50


@dataclass(frozen=True)
class OpeningFacts:
    """One line of the register; `approved_by` is empty where nobody had to approve."""

    number: str
    staff_name: str
    at: datetime
    reason: str
    outcome: str
    approved_by: str


@dataclass(frozen=True)
class OpeningPage:
    """A page of the register, newest first; `next_cursor` is empty on the last one."""

    rows: tuple[OpeningFacts, ...]
    next_cursor: str


@dataclass(frozen=True)
class MonthOfStaff:
    """How often somebody opened, or was refused, in a month (its first day, tenant's zone)."""

    month: date
    staff_name: str
    opened: int
    refused: int
    cases: int


@dataclass(frozen=True)
class OpeningFilter:
    """Which openings; None and "" choose nothing. Days are of the tenant's zone, both included."""

    staff_id: UUID | None = None
    outcome: str = ""
    first: date | None = None
    last: date | None = None


def openings_page(
    rights: Rights, chosen: OpeningFilter, *, cursor: str = "", limit: int = PAGE
) -> OpeningPage:
    """Return a page of the register. Raises NotPermitted without the right to watch over it."""
    _require(rights)
    rows = _chosen(chosen).select_related("staff", "approved_by").order_by("-at", "-id")
    if cursor:
        at, last_id = opened_cursor(cursor)
        rows = rows.filter(Q(at__lt=at) | Q(at=at, id__lt=last_id))
    found = list(rows[: limit + 1])
    page = found[:limit]
    last = cursor_after(page[-1].at, page[-1].id) if len(found) > limit else ""
    return OpeningPage(tuple(_facts(row) for row in page), last)


def months_of_staff(rights: Rights, *, since: datetime) -> tuple[MonthOfStaff, ...]:
    """Return the openings since then by month and person, newest month and most openings first."""
    _require(rights)
    month = TruncMonth("at", tzinfo=_zone())
    rows = (
        Opening.objects.filter(at__gte=since)
        .annotate(month=month)
        .values("month", "staff_id", "staff__name")
        .annotate(
            opened=Count("id", filter=Q(outcome=Outcome.OPENED)),
            refused=Count("id", filter=Q(outcome=Outcome.REFUSED)),
            cases=Count("case_id", distinct=True),
        )
        .order_by("-month", "-opened", "staff__name")
    )
    return tuple(
        MonthOfStaff(
            row["month"].date(), row["staff__name"], row["opened"], row["refused"], row["cases"]
        )
        for row in rows
    )


def _require(rights: Rights) -> None:
    if not rights.may(PROTECT_DATA):
        raise NotPermitted


def _chosen(chosen: OpeningFilter) -> Any:
    rows = Opening.objects.all()
    if chosen.staff_id:
        rows = rows.filter(staff_id=chosen.staff_id)
    if chosen.outcome:
        rows = rows.filter(outcome=chosen.outcome)
    if chosen.first:
        rows = rows.filter(at__gte=_start_of(chosen.first))
    if chosen.last:
        rows = rows.filter(at__lt=_start_of(chosen.last + timedelta(days=1)))
    return rows


def _facts(row: Opening) -> OpeningFacts:
    approved_by = row.approved_by.name if row.approved_by else ""
    return OpeningFacts(row.number, row.staff.name, row.at, row.reason, row.outcome, approved_by)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(current_tenant().time_zone)


def waiting_openings(case_id: UUID) -> list[Opening]:
    """Return the openings of a case that wait for a second person, oldest first."""
    rows = Opening.objects.filter(case_id=case_id, outcome=Outcome.WAITING)
    return list(rows.select_related("staff").order_by("at", "id"))
