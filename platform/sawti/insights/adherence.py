"""How the share of answers in time came about, case by case, from history rows alone.

Which cases a month of an entity has is read from the cases; everything that is counted of them
(receipt, first answer, breach, withdrawal, reopening, who has the case) is read from the rows of
their history, which nobody can change. docs/sla.md ("How adherence is counted") is the rule in
words; the roll-ups of `counting.py` must come to the same figures, and a test compares them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from sawti.insights.counting import Span
from sawti.insights.figures import Figures
from sawti.tenancy.context import reading

PAGE = 50
BATCH = 1000


class Verdict(StrEnum):
    """Why a case counts as it does."""

    IN_TIME = "in_time"
    ANSWERED_LATE = "answered_late"
    OVERDUE = "overdue"
    WITHDRAWN_LATE = "withdrawn_late"
    WITHDRAWN = "withdrawn"
    LAPSED_LATE = "lapsed_late"
    LAPSED = "lapsed"
    RUNNING = "running"


KEPT = frozenset({Verdict.IN_TIME})
BROKEN = frozenset(
    {Verdict.ANSWERED_LATE, Verdict.OVERDUE, Verdict.WITHDRAWN_LATE, Verdict.LAPSED_LATE}
)


@dataclass(frozen=True)
class Judged:
    """A case of the month, as its history tells.

    `due_at`: the due date that decided, or decides, about the first answer.
    """

    case_id: UUID
    number: str
    entity_id: UUID
    received_at: datetime
    due_at: datetime | None
    answered_at: datetime | None
    is_reopened: bool
    verdict: Verdict

    @property
    def is_kept(self) -> bool | None:
        """Tell whether the promise was kept; None where that is not judged."""
        return None if self.verdict not in KEPT | BROKEN else self.verdict in KEPT


_FACTS = tuple(field.name for field in fields(Judged))


@dataclass(frozen=True)
class Place:
    """Behind which case the next page of a list begins."""

    received_at: datetime
    case_id: UUID


# What the rows of one case's history say. A breach is one of the promise that the first answer is
# judged by if it lies before that answer, and behind the reopening of a case that had lapsed.
_TOLD = """
SELECT min(at) FILTER (WHERE event = 'file') AS received_at,
       min(first_at) AS answered_at,
       CASE WHEN max(at) FILTER (WHERE event = 'breach' AND at < coalesce(first_at, 'infinity'))
         > coalesce(max(at) FILTER (WHERE event = 'reopen'
             AND at < coalesce(first_at, 'infinity')), '-infinity')
         THEN max(at) FILTER (WHERE event = 'breach' AND at < coalesce(first_at, 'infinity'))
         END AS breached_at,
       CASE WHEN max(at) FILTER (WHERE event IN ('withdraw', 'lapse'))
         > coalesce(max(at) FILTER (WHERE event = 'reopen'), '-infinity')
         THEN max(at) FILTER (WHERE event IN ('withdraw', 'lapse')) END AS withdrawn_at,
       coalesce(max(at) FILTER (WHERE event = 'lapse')
         > coalesce(max(at) FILTER (WHERE event = 'reopen'), '-infinity'), false) AS is_lapsed,
       min(at) FILTER (WHERE event = 'reopen') AS reopened_at,
       (array_agg(to_entity_id ORDER BY at DESC, id DESC)
         FILTER (WHERE to_entity_id IS NOT NULL))[1] AS entity_id
FROM (
  SELECT *, min(at) FILTER (WHERE event = 'answer') OVER () AS first_at FROM cases_historyrow
  WHERE tenant_id = %(tenant)s AND case_id = c.id
) rows
"""
# Of an erased case only its figures are left (sawti.retention); its instants are cut to the day.
_JUDGED = f"""
SELECT *, CASE
  WHEN answered_at IS NOT NULL AND NOT is_late THEN 'in_time'
  WHEN answered_at IS NOT NULL THEN 'answered_late'
  WHEN is_late AND withdrawn_at IS NULL THEN 'overdue'
  WHEN is_late AND is_lapsed THEN 'lapsed_late'
  WHEN is_late THEN 'withdrawn_late'
  WHEN is_lapsed THEN 'lapsed'
  WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
  ELSE 'running' END AS verdict
FROM (
  SELECT c.id, c.number, told.entity_id, told.received_at, told.answered_at, told.withdrawn_at,
         told.is_lapsed, told.reopened_at IS NOT NULL AS is_reopened,
         told.breached_at IS NOT NULL AS is_late,
         coalesce(told.breached_at,
                  CASE WHEN told.reopened_at IS NULL THEN c.due_at END) AS due_at
  FROM cases_case c CROSS JOIN LATERAL ({_TOLD}) told
  WHERE c.tenant_id = %(tenant)s AND c.received_at >= %(starts)s AND c.received_at < %(ends)s
    AND c.entity_id = ANY(%(entities)s) AND c.confidentiality_id IS NULL
  UNION ALL
  SELECT NULL, '', entity_id, received_at, first_answered_at, withdrawn_at, is_lapsed,
         reopenings > 0,
         coalesce(NOT first_answer_in_time, breached_at IS NOT NULL), NULL
  FROM retention_remainder
  WHERE tenant_id = %(tenant)s AND received_at >= %(starts)s AND received_at < %(ends)s
    AND entity_id = ANY(%(entities)s)
) counted
"""  # noqa: S608 - no word of the caller's gets into the SQL
_COUNTS = f"""
SELECT verdict, count(*), count(*) FILTER (WHERE is_reopened),
       count(*) FILTER (WHERE id IS NULL), count(*) FILTER (WHERE id = ANY(%(hidden)s))
FROM ({_JUDGED}) judged GROUP BY verdict
"""  # noqa: S608
_PAGE = f"""
SELECT id, number, entity_id, received_at, due_at, answered_at, is_reopened, verdict
FROM ({_JUDGED}) judged
WHERE id IS NOT NULL AND id <> ALL(%(hidden)s)
  AND (%(after_at)s::timestamptz IS NULL OR (received_at, id) > (%(after_at)s, %(after_id)s::uuid))
ORDER BY received_at, id LIMIT %(limit)s
"""  # noqa: S608


@dataclass(frozen=True)
class Counted:
    """The figures of a month as the histories give them.

    `erased`: how many of the cases only figures are left of. `hidden`: how many are counted but
    not listed, for the person who asks has a conflict of interest there.
    """

    figures: Figures
    verdicts: dict[Verdict, int]
    erased: int
    hidden: int


def counted(span: Span, entity_ids: Iterable[UUID], *, hidden: Iterable[UUID] = ()) -> Counted:
    """Count the cases that these entities hold and that were received in the month: one statement.

    Without days and ratings, which no promise is about.
    """
    with reading(), connection.cursor() as cursor:
        cursor.execute(_COUNTS, _params(span, entity_ids, hidden))
        rows = {Verdict(row[0]): row[1:] for row in cursor.fetchall()}
    verdicts = {verdict: rows[verdict][0] if verdict in rows else 0 for verdict in Verdict}
    figures = Figures(
        received=sum(verdicts.values()),
        answered=verdicts[Verdict.IN_TIME] + verdicts[Verdict.ANSWERED_LATE],
        in_time=sum(verdicts[each] for each in KEPT),
        late=sum(verdicts[each] for each in BROKEN),
        withdrawn=verdicts[Verdict.WITHDRAWN] + verdicts[Verdict.WITHDRAWN_LATE],
        lapsed=verdicts[Verdict.LAPSED] + verdicts[Verdict.LAPSED_LATE],
        reopened=sum(row[1] for row in rows.values()),
    )
    erased, unlisted = (sum(row[place] for row in rows.values()) for place in (2, 3))
    return Counted(figures, verdicts, erased, unlisted)


def judged_page(
    span: Span,
    entity_ids: Iterable[UUID],
    *,
    hidden: Iterable[UUID] = (),
    after: Place | None = None,
    limit: int = PAGE,
) -> list[Judged]:
    """Return the next `limit` cases behind `after`, in the order of receipt; `hidden` never."""
    params = {
        **_params(span, entity_ids, hidden),
        "after_at": after.received_at if after else None,
        "after_id": after.case_id if after else None,
        "limit": limit,
    }
    with reading(), connection.cursor() as cursor:
        cursor.execute(_PAGE, params)
        return [_judged(row) for row in cursor.fetchall()]


def every_judged(
    span: Span, entity_ids: Iterable[UUID], *, hidden: Iterable[UUID] = ()
) -> Iterator[Judged]:
    """Yield all cases of the month, in the order of receipt, read in batches."""
    place, entity_ids, hidden = None, list(entity_ids), list(hidden)
    while page := judged_page(span, entity_ids, hidden=hidden, after=place, limit=BATCH):
        yield from page
        place = place_of(page[-1])


def place_of(case: Judged) -> Place:
    """Return the place behind this case."""
    return Place(case.received_at, case.case_id)


def _judged(row: Sequence[Any]) -> Judged:
    facts = dict(zip(_FACTS, row, strict=True))
    return Judged(**{**facts, "verdict": Verdict(facts["verdict"])})


def _params(span: Span, entity_ids: Iterable[UUID], hidden: Iterable[UUID]) -> dict[str, Any]:
    return {**span.params(), "entities": list(entity_ids), "hidden": list(hidden)}
