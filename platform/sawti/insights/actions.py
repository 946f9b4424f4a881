"""Count the roll-ups: what is out of date, a month, or everything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from sawti.insights.counting import (
    CELL,
    COUNTED_DAYS,
    COUNTED_FIGURES,
    FIGURES,
    Span,
)
from sawti.insights.models import AnswerDays, MonthlyFigures, StaleMonth
from sawti.insights.queries import months_with_figures
from sawti.tenancy.context import reading
from sawti.tenancy.locks import wait_for_turn

_COLUMNS = ", ".join((*CELL, *FIGURES))
KEEP_FIGURES = f"""
INSERT INTO insights_monthlyfigures (id, tenant_id, month, counted_at, {_COLUMNS})
SELECT gen_random_uuid(), %(tenant)s, %(month)s, %(at)s, {_COLUMNS} FROM ({COUNTED_FIGURES}) counted
"""  # noqa: S608 - no word of the caller's gets into the SQL
KEEP_DAYS = f"""
INSERT INTO insights_answerdays (id, tenant_id, month, entity_id, days, cases)
SELECT gen_random_uuid(), %(tenant)s, %(month)s, entity_id, days, cases
FROM ({COUNTED_DAYS}) counted
"""  # noqa: S608 - no word of the caller's gets into the SQL


@dataclass(frozen=True)
class Rebuilt:
    """One month that was counted anew, and how many cases were received in it."""

    month: date
    cases: int


def refresh_stale(*, at: datetime) -> int:
    """Count anew what is marked out of date in the current tenant; return how many were counted.

    `at` is aware UTC. May run beside itself, a rebuild and people at work.
    """
    with reading():
        marks = list(StaleMonth.objects.order_by("marked_at").values_list("month", "entity_id"))
    return sum(_recount_if_stale(Span(month, entity_id), at) for month, entity_id in marks)


def rebuild(
    *,
    at: datetime,
    month: date | None = None,
    progress: Callable[[Rebuilt], None] = lambda rebuilt: None,
) -> int:
    """Count the current tenant's roll-ups anew, all months or one; return how many months.

    A month is one transaction: readers see the old figures or the new ones, never a half.
    `month` is the first of its days; `progress` is called after each month, newest first.
    """
    months = [month] if month else months_with_figures()
    for each in months:
        with transaction.atomic(durable=True):
            wait_for_turn(f"insights {each}")
            StaleMonth.objects.filter(month=each).delete()
            cases = _count(Span(each), at)
        progress(Rebuilt(each, cases))
    return len(months)


def _recount_if_stale(span: Span, at: datetime) -> int:
    with transaction.atomic(durable=True):
        wait_for_turn(f"insights {span.month}")  # counts of one month replace the same rows
        # First take the mark away, then count: news that comes between the two marks again.
        gone, _ = StaleMonth.objects.filter(month=span.month, entity_id=span.entity_id).delete()
        if gone:
            _count(span, at)
    return int(gone)


def _count(span: Span, at: datetime) -> int:
    """Replace the roll-ups of the span; return how many cases were received in it."""
    kept = {"month": span.month, **({"entity_id": span.entity_id} if span.entity_id else {})}
    MonthlyFigures.objects.filter(**kept).delete()
    AnswerDays.objects.filter(**kept).delete()
    params = {**span.params(), "at": at}
    with connection.cursor() as cursor:
        cursor.execute(KEEP_FIGURES, params)
        cursor.execute(KEEP_DAYS, params)
    return sum(MonthlyFigures.objects.filter(**kept).values_list("received", flat=True))
