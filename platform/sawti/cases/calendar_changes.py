"""A change of when entities work, as a run over the open cases is told of it; reads only."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.utils.translation import override

from sawti.accounts.models import Staff
from sawti.cases.due_dates import Impact, candidates, impact_of
from sawti.cases.models import Cause, Rescheduling
from sawti.catalogue.steps.edits import LANGUAGES
from sawti.tenancy.context import current_tenant


def impact_since(first_on: date | None, *, at: datetime) -> Impact:
    """Return what open cases move by the calendars in force.

    `first_on`: the first day that is another one than before; None: any may be.
    """
    begins_at = _midnight(first_on)
    return impact_of(candidates(begins_at), begins_at, at=at)


def run_since(
    first_on: date | None, *, names: dict[str, str], by: Staff | None, at: datetime
) -> Rescheduling:
    """Return the run that gives open cases the dates of the calendars in force; it is not begun.

    `names`: of what changed, by language, for those whom it concerns.
    """
    return Rescheduling(
        cause=Cause.CALENDAR,
        names=names,
        begins_at=_midnight(first_on),
        declared_at=at,
        declared_by=by,
    )


def named(text: Callable[[], str]) -> dict[str, str]:
    """Return a text of ours in every language."""
    found = {}
    for code in LANGUAGES:
        with override(code):
            found[code] = text()
    return found


def earlier_of(*days: date | None) -> date | None:
    """Return the first of the days; None, since ever, comes before all."""
    return None if None in days else min(day for day in days if day)


def _midnight(day: date | None) -> datetime | None:
    if day is None:
        return None
    zone = ZoneInfo(current_tenant().time_zone)
    return datetime.combine(day, time.min, tzinfo=zone).astimezone(UTC)
