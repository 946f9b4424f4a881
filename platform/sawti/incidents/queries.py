"""What staff and applicants see of incidents, as frozen facts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from sawti.calendars.queries import business_calendar
from sawti.cases.filters import SOON, Sort
from sawti.cases.lifecycle import RUNNING, UNANSWERED, Event
from sawti.cases.lists import CasePage, page_of
from sawti.cases.queries import HistoryFacts
from sawti.cases.scope import HANDLE, VIEW, Scope, scope_of
from sawti.catalogue.queries import catalogue
from sawti.entities.permissions import Rights
from sawti.entities.queries import entity_tree
from sawti.incidents.models import Decision, DecisionCase, Incident, Membership, Outcome
from sawti.lib.cursors import cursor_after, opened_cursor
from sawti.lib.text import localised

PAGE = 25
LINES = 100
CASES = 50


@dataclass(frozen=True)
class IncidentRow:
    """One line of the list. `count`: of its cases, those that the reader sees."""

    id: UUID
    name: str
    entity_name: str
    category_name: str
    opened_at: datetime
    closed_at: datetime | None
    count: int


@dataclass(frozen=True)
class IncidentPage:
    """A page of incidents, the newest first; `next_cursor` is empty on the last one."""

    rows: tuple[IncidentRow, ...]
    next_cursor: str


@dataclass(frozen=True)
class DecisionFacts:
    """What was decided for all cases, and how far it is."""

    id: UUID
    kind: str
    texts: dict[str, str]
    days: int | None
    reason: str
    decided_at: datetime
    decided_by: str
    ended_at: datetime | None
    total: int
    done: int
    skipped: int

    @property
    def left(self) -> int:
        """Return how many cases are still to be done."""
        return self.total - self.done - self.skipped


@dataclass(frozen=True)
class IncidentFacts:
    """All that staff see of an incident; the figures are of the cases that the reader sees.

    `by_state`: state → count, of those that have cases. `due_soon`: due within two working days,
    or late. `languages`: those of its open cases, each with their number, also unseen ones.
    """

    id: UUID
    names: dict[str, str]
    public_texts: dict[str, str]
    entity_id: UUID
    entity_name: str
    category_name: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None
    closed_by: str
    may_act: bool
    count: int
    by_state: dict[str, int]
    due_soon: int
    overdue: int
    languages: dict[str, int]
    decisions: tuple[DecisionFacts, ...]

    def name(self, language: str) -> str:
        """Return the name in a language, or in any rather than none."""
        return localised(self.names, language)

    @property
    def is_under_way(self) -> bool:
        """Tell whether a decision is being carried out."""
        return any(each.ended_at is None for each in self.decisions)

    @property
    def open_cases(self) -> int:
        """Return how many cases wait for an answer, also unseen ones."""
        return sum(self.languages.values())


def incidents_page(
    rights: Rights,
    *,
    language: str,
    is_open: bool | None = None,
    cursor: str = "",
    limit: int = PAGE,
) -> IncidentPage:
    """Return the incidents of the entities whose cases `rights` let a person see.

    `is_open`: only open, or only closed ones. Three statements.
    """
    rows = Incident.objects.filter(entity_id__in=rights.on(VIEW)).order_by("-opened_at", "-id")
    if is_open is not None:
        rows = rows.filter(closed_at__isnull=is_open)
    if cursor:
        opened_at, last_id = opened_cursor(cursor)
        older = Q(opened_at__lt=opened_at) | Q(opened_at=opened_at, id__lt=last_id)
        rows = rows.filter(older)
    found = list(rows[: limit + 1])
    page = found[:limit]
    counts = _counts(scope_of(rights), page)
    return IncidentPage(
        tuple(_row(each, counts.get(each.id, 0), language) for each in page),
        cursor_after(page[-1].opened_at, page[-1].id) if len(found) > limit else "",
    )


def open_incidents(rights: Rights, *, language: str) -> tuple[IncidentRow, ...]:
    """Return the newest open incidents that a person may put cases into."""
    rows = Incident.objects.filter(entity_id__in=rights.on(HANDLE), closed_at__isnull=True)
    return tuple(_row(each, 0, language) for each in rows.order_by("-opened_at", "-id")[:LINES])


def _counts(scope: Scope, incidents: list[Incident]) -> dict[UUID, int]:
    rows = scope.cases().order_by().filter(_belongs(each.id for each in incidents))
    counted = rows.values_list("memberships__incident_id").annotate(count=Count("pk"))
    return dict(counted)


def _belongs(incident_ids: Iterable[UUID]) -> Q:
    """Return the condition of a case that belongs to one of these, or did until it was closed."""
    is_in = Q(memberships__left_at__isnull=True) | Q(memberships__is_closed=True)
    return Q(is_in, memberships__incident_id__in=list(incident_ids))


def _row(incident: Incident, count: int, language: str) -> IncidentRow:
    return IncidentRow(
        incident.id,
        localised(incident.names, language),
        entity_tree().by_id[incident.entity_id].name(language),
        catalogue().name(incident.category_id, language),
        incident.opened_at,
        incident.closed_at,
        count,
    )


def incident_for_staff(
    incident_id: UUID, rights: Rights, *, language: str, at: datetime
) -> IncidentFacts | None:
    """Return an incident, or None where there is none that `rights` let a person see.

    Five statements, however many cases and decisions it has.
    """
    incident = _seen(incident_id, rights)
    if incident is None:
        return None
    cases = scope_of(rights).cases().order_by().filter(_belongs([incident_id]))
    by_state, due_soon, overdue = _figures(cases, incident, at)
    return IncidentFacts(
        id=incident.id,
        names=incident.names,
        public_texts=incident.public_texts,
        entity_id=incident.entity_id,
        entity_name=entity_tree().by_id[incident.entity_id].name(language),
        category_name=catalogue().name(incident.category_id, language),
        opened_at=incident.opened_at,
        opened_by=incident.opened_by.name,
        closed_at=incident.closed_at,
        closed_by=incident.closed_by.name if incident.closed_by else "",
        may_act=incident.closed_at is None and rights.allow(HANDLE, incident.entity_id),
        count=sum(by_state.values()),
        by_state=by_state,
        due_soon=due_soon,
        overdue=overdue,
        languages=_languages(incident),
        decisions=_decisions(Q(incident=incident)),
    )


def sees_incident(incident_id: UUID, rights: Rights) -> bool:
    """Tell whether there is such an incident that `rights` let a person see: one statement."""
    rows = Incident.objects.filter(pk=incident_id, entity_id__in=rights.on(VIEW))
    return bool(rows.exists())


def _seen(incident_id: UUID, rights: Rights) -> Incident | None:
    rows = Incident.objects.select_related("opened_by", "closed_by")
    found: Incident | None = rows.filter(pk=incident_id, entity_id__in=rights.on(VIEW)).first()
    return found


def _figures(cases: Any, incident: Incident, at: datetime) -> tuple[dict[str, int], int, int]:
    """Return the cases by state, and how many are due soon and late: one statement."""
    soon = business_calendar(incident.entity_id).end_of_working_day(at, SOON)
    runs = Q(state__in=RUNNING)
    rows = cases.values_list("state").annotate(
        count=Count("pk"),
        soon=Count("pk", filter=runs & Q(due_at__lte=soon)),
        late=Count("pk", filter=runs & Q(due_at__lt=at)),
    )
    found = list(rows.order_by("state"))
    by_state = {state: count for state, count, _soon, _late in found}
    return by_state, sum(row[2] for row in found), sum(row[3] for row in found)


def _languages(incident: Incident) -> dict[str, int]:
    rows = Membership.objects.filter(
        incident=incident, left_at__isnull=True, case__state__in=UNANSWERED
    )
    counted = rows.values_list("case__language").annotate(count=Count("pk"))
    return dict(counted.order_by("case__language"))


def _decisions(wanted: Q) -> tuple[DecisionFacts, ...]:
    rows = (
        Decision.objects.filter(wanted)
        .select_related("decided_by")
        .annotate(
            total=Count("lines"),
            done=Count("lines", filter=Q(lines__outcome=Outcome.DONE)),
            skipped=Count("lines", filter=Q(lines__outcome=Outcome.SKIPPED)),
        )
    )
    return tuple(
        DecisionFacts(
            id=row.id,
            kind=row.kind,
            texts=row.texts,
            days=row.days,
            reason=row.reason,
            decided_at=row.decided_at,
            decided_by=row.decided_by.name,
            ended_at=row.ended_at,
            total=row.total,
            done=row.done,
            skipped=row.skipped,
        )
        for row in rows.order_by("-decided_at", "-id")
    )


def cases_of_incident(
    incident_id: UUID,
    rights: Rights,
    *,
    language: str,
    at: datetime,
    cursor: str = "",
    limit: int = CASES,
) -> CasePage:
    """Return a page of the cases of an incident, those that a person sees, the first due first.

    The caller has asked whether that person sees the incident.
    """
    rows = scope_of(rights).cases().filter(_belongs([incident_id]))
    return page_of(rows, Sort.DUE, language=language, at=at, cursor=cursor, limit=limit)


@dataclass(frozen=True)
class SkippedCase:
    """A case that a decision left as it is; `number` is "" where the reader does not see it."""

    case_id: UUID
    number: str
    why: str
    stood: str


def decision_for_staff(
    incident_id: UUID, decision_id: UUID, rights: Rights
) -> DecisionFacts | None:
    """Return a decision of an incident that a person sees, or None."""
    if _seen(incident_id, rights) is None:
        return None
    found = _decisions(Q(pk=decision_id, incident_id=incident_id))
    return found[0] if found else None


def skipped_cases(
    decision_id: UUID, rights: Rights, *, after: str = ""
) -> tuple[tuple[SkippedCase, ...], str]:
    """Return which cases were skipped and why, a page of them, and where the next one begins."""
    lines = DecisionCase.objects.filter(decision_id=decision_id, outcome=Outcome.SKIPPED)
    if after:
        lines = lines.filter(case_id__gt=after)
    found = list(lines.order_by("case_id")[: LINES + 1])
    page = found[:LINES]
    seen = scope_of(rights).cases().filter(pk__in=[line.case_id for line in page])
    numbers = dict(seen.values_list("pk", "number"))
    rows = tuple(
        SkippedCase(line.case_id, numbers.get(line.case_id, ""), line.why, line.stood)
        for line in page
    )
    return rows, str(page[-1].case_id) if len(found) > LINES else ""


@dataclass(frozen=True)
class MembershipFacts:
    """That a case belongs, or belonged, to an incident; `name` in the reader's language.

    `left_by` is "" while it belongs there. `is_closed`: the incident ended, the case was in it.
    """

    incident_id: UUID
    entity_id: UUID
    name: str
    public_text: str
    joined_at: datetime
    joined_by: str
    left_at: datetime | None
    left_by: str
    is_closed: bool


def memberships_of(
    case_id: UUID, history: Iterable[HistoryFacts], *, language: str
) -> tuple[MembershipFacts, ...]:
    """Return the incidents of a case that the caller may see, the first one first.

    Without an event in its history that says that it joined one, nothing is asked.
    """
    if not _has_joined(history):
        return ()
    rows = Membership.objects.filter(case_id=case_id)
    return tuple(
        MembershipFacts(
            incident_id=row.incident_id,
            entity_id=row.incident.entity_id,
            name=localised(row.incident.names, language),
            public_text=localised(row.incident.public_texts, language),
            joined_at=row.joined_at,
            joined_by=row.joined_by.name,
            left_at=row.left_at,
            left_by=row.left_by.name if row.left_by else "",
            is_closed=row.is_closed,
        )
        for row in rows.select_related("incident", "joined_by", "left_by").order_by("joined_at")
    )


def _has_joined(history: Iterable[HistoryFacts]) -> bool:
    return any(row.event == Event.JOIN for row in history)


def public_text_of(case_id: UUID, history: Iterable[HistoryFacts], *, language: str) -> str:
    """Return what the applicant of a case reads about its incident, or ""; as `memberships_of`."""
    if not _has_joined(history):
        return ""
    rows = Membership.objects.filter(case_id=case_id, left_at__isnull=True)
    texts = rows.values_list("incident__public_texts", flat=True).first()
    return localised(texts, language) if texts else ""
