"""Which cases of their scope a person wants to see: read from parameters, applied to a queryset."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sawti.calendars.queries import business_calendar
from sawti.cases.facts import Channel
from sawti.cases.lifecycle import RUNNING, UNANSWERED, State
from sawti.catalogue.queries import catalogue
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid
from sawti.lib.text import has_controls, western_digits
from sawti.tenancy.context import current_tenant

LONGEST_QUERY = 200
SOON = 2  # working days
YES = "yes"
QUEUES = ("queue", "answered", "all")


class Due(StrEnum):
    """When an unanswered case is due, seen from now."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    DAY = "24h"
    TWO_DAYS = "48h"


HOURS: dict[str, timedelta] = {Due.DAY: timedelta(hours=24), Due.TWO_DAYS: timedelta(hours=48)}


class Sort(StrEnum):
    """The order of a list."""

    DUE = "due"
    NEWEST = "newest"
    OLDEST = "oldest"


class Holder(StrEnum):
    """Who works on a case; any other value is the id of a colleague."""

    ME = "me"
    NOBODY = "nobody"


@dataclass(frozen=True)
class CaseFilter:
    """A choice of cases; everything is checked and may be combined, "" and None choose nothing.

    `queue`: unanswered cases, answered ones or all. `entity` and `category` include what lies
    below them. `received_from` and `received_to` are days of the tenant's zone, both included.
    `replied`: the applicant wrote and staff have not reacted yet. `q`: words to find.
    """

    queue: str = "queue"
    q: str = ""
    state: str = ""
    entity: str = ""
    type: str = ""
    category: str = ""
    importance: str = ""
    channel: str = ""
    applicant_language: str = ""
    holder: str = ""
    due: str = ""
    received_from: date | None = None
    received_to: date | None = None
    reopened: str = ""
    replied: str = ""
    sort: str = ""

    @property
    def order(self) -> Sort:
        """Return the order: as chosen, else what is due first, else the newest first."""
        return Sort(self.sort or (Sort.DUE if self.queue == "queue" else Sort.NEWEST))

    def parameters(self) -> dict[str, str]:
        """Return what `case_filter` reads, without what chooses nothing; dates as 2026-03-01."""
        found = {field.name: str(getattr(self, field.name) or "") for field in fields(self)}
        return {name: value for name, value in found.items() if value}


PARAMETERS = tuple(field.name for field in fields(CaseFilter))
NOTHING_CHOSEN = CaseFilter()


def case_filter(typed: Mapping[str, str]) -> CaseFilter:
    """Return the filter that `typed` describes; unknown names are left out.

    Raises Invalid, which names the parameter, for a value that can't be chosen.
    """
    found: dict[str, Any] = {}
    for name in PARAMETERS:
        value = typed.get(name, "").strip()
        if value:
            found[name] = _READ[name](name, value)
    chosen = CaseFilter(**found)
    if chosen.sort == Sort.DUE and chosen.queue != "queue":
        raise Invalid("sort", N_("Only unanswered cases can be sorted by their due date."))
    return chosen


def narrowed(rows: Any, chosen: CaseFilter, *, me: UUID | None, at: datetime) -> Any:
    """Return `rows` with the filter applied, in its order; the words `q` apart."""
    rows = _in_queue(rows, chosen)
    known, tree = catalogue(), entity_tree()
    if chosen.entity:
        rows = rows.of_entities(tree.below[tree.by_code[chosen.entity].id])
    if chosen.type:
        rows = rows.filter(case_type_id=known.types[chosen.type].id)
    if chosen.category:
        rows = rows.filter(category_id__in=_category_and_below(chosen.category))
    if chosen.importance:
        rows = rows.filter(importance_id=known.importance[chosen.importance].id)
    if chosen.channel:
        rows = rows.filter(channel=chosen.channel)
    if chosen.applicant_language:
        rows = rows.filter(language=chosen.applicant_language)
    rows = _held(rows, chosen.holder, me)
    rows = _due(rows, chosen.due, at)
    rows = _received(rows, chosen)
    if chosen.reopened:
        rows = rows.filter(reopenings__gt=0)
    if chosen.replied:
        rows = rows.filter(replied_at__isnull=False)
    return rows


def _in_queue(rows: Any, chosen: CaseFilter) -> Any:
    if chosen.queue == "queue":
        rows = rows.filter(state__in=UNANSWERED)
    elif chosen.queue == "answered":
        rows = rows.filter(state=State.ANSWERED)
    if chosen.state:
        rows = rows.filter(state=chosen.state)
    if chosen.order == Sort.DUE:
        return rows.due_first()
    return rows.newest_first() if chosen.order == Sort.NEWEST else rows.oldest_first()


def _category_and_below(code: str) -> list[UUID]:
    categories = catalogue().categories
    top = categories[code].id
    return [row.id for row in categories.values() if top in (row.id, row.parent_id)]


def _held(rows: Any, holder: str, me: UUID | None) -> Any:
    if holder == Holder.NOBODY:
        return rows.filter(holder__isnull=True)
    if holder:
        return rows.filter(holder_id=me if holder == Holder.ME else UUID(holder))
    return rows


def _due(rows: Any, due: str, at: datetime) -> Any:
    """Cases that wait for the applicant are never due: their clock stands still."""
    if not due:
        return rows
    if due == Due.OVERDUE:
        return rows.filter(state__in=RUNNING, due_at__lt=at)
    if due in HOURS:
        return rows.filter(state__in=RUNNING, due_at__gte=at, due_at__lt=at + HOURS[due])
    today = at.astimezone(_zone()).date()
    last = today if due == Due.TODAY else _last_of_soon(at)
    return rows.filter(
        state__in=RUNNING, due_at__gte=_start_of(today), due_at__lt=_start_of(_next(last))
    )


def _last_of_soon(at: datetime) -> date:
    return business_calendar().end_of_working_day(at, SOON).astimezone(_zone()).date()


def _received(rows: Any, chosen: CaseFilter) -> Any:
    if chosen.received_from:
        rows = rows.filter(received_at__gte=_start_of(chosen.received_from))
    if chosen.received_to:
        rows = rows.filter(received_at__lt=_start_of(_next(chosen.received_to)))
    return rows


def _next(day: date) -> date:
    return day + timedelta(days=1)


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=_zone())


def _zone() -> ZoneInfo:
    return ZoneInfo(current_tenant().time_zone)


def _one_of(allowed: Callable[[], Any]) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in allowed():
            raise Invalid(name, N_("There is no such choice here. Choose one from the list."))
        return value

    return read


def _few(*allowed: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in allowed:
            raise Invalid(name, N_("Choose one of: %(allowed)s."), allowed=", ".join(allowed))
        return value

    return read


def _holder(name: str, value: str) -> str:
    if value in tuple(Holder):
        return value
    try:
        return str(UUID(value))
    except ValueError:
        raise Invalid(name, N_("There is no such choice here. Choose one from the list.")) from None


def _day(name: str, value: str) -> date:
    try:
        day = date.fromisoformat(western_digits(value))
    except ValueError:
        day = date.min
    if not date(1990, 1, 1) <= day <= date(2200, 1, 1):
        raise Invalid(name, N_("Write the day as year, month and day, such as 2026-03-01."))
    return day


def _words(name: str, value: str) -> str:
    if has_controls(value):
        raise Invalid(name, N_("Remove the invisible control characters from the text."))
    if len(value) > LONGEST_QUERY:
        raise Invalid(
            name,
            N_("Search for fewer words: at most %(longest)s characters."),
            longest=LONGEST_QUERY,
        )
    return value


_READ: dict[str, Callable[[str, str], Any]] = {
    "queue": _few(*QUEUES),
    "q": _words,
    "state": _few(*State),
    "entity": _one_of(lambda: entity_tree().by_code),
    "type": _one_of(lambda: catalogue().types),
    "category": _one_of(lambda: catalogue().categories),
    "importance": _one_of(lambda: catalogue().importance),
    "channel": _few(*Channel),
    "applicant_language": _one_of(lambda: current_tenant().languages),
    "holder": _holder,
    "due": _few(*Due),
    "received_from": _day,
    "received_to": _day,
    "reopened": _few(YES),
    "replied": _few(YES),
    "sort": _few(*Sort),
}
