"""Reads of the roll-ups, as frozen figures."""

from datetime import date

from django.db.models import Max, Min

from sawti.cases.models import Case
from sawti.insights.counting import month_of, next_month
from sawti.insights.models import MonthlyFigures
from sawti.tenancy.context import reading


def months_with_figures() -> list[date]:
    """Return every month with cases or figures, newest first, by its first day."""
    with reading():
        known = set(MonthlyFigures.objects.values_list("month", flat=True).distinct())
        span = Case.objects.aggregate(first=Min("received_at"), last=Max("received_at"))
    if span["first"]:
        month, last = month_of(span["first"]), month_of(span["last"])
        while month <= last:
            known.add(month)
            month = next_month(month)
    return sorted(known, reverse=True)
