"""Reads about runs that give open cases new due dates."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from sawti.cases.due_dates import Aim, Aimed, aimed_at, candidates, own_target
from sawti.cases.models import Case, Cause, Clock, Rescheduling
from sawti.entities.queries import entity_tree
from sawti.lib.text import localised
from sawti.tenancy.context import current_tenant
from sawti.tenancy.snapshot import kept_per_version

# A run that has not ended by then has met a fault that operators see; breaches wait no longer.
LONGEST_WAIT = timedelta(hours=1)


@kept_per_version
def _unfinished() -> tuple[Rescheduling, ...]:
    return tuple(Rescheduling.objects.filter(ended_at=None).order_by("declared_at"))


def unsettled(at: datetime) -> tuple[Rescheduling, ...]:
    """Return the runs under way, the oldest first: no statement, it is kept with the settings."""
    return tuple(run for run in _unfinished() if at - run.declared_at < LONGEST_WAIT)


def breaches_wait_from(at: datetime) -> datetime:
    """Return up to when breaches may be dated: what falls due later may be moved by a run.

    A breach is dated when it fell due, so it loses nothing by waiting for the end of the run.
    """
    return min([at, *(run.declared_at for run in unsettled(at))])


def aim_of(run: Rescheduling) -> Aim:
    """Return what the clocks of a run's cases count up to."""
    if run.cause == Cause.CALENDAR:
        return own_target

    def aim(clock: Clock) -> Aimed | None:
        assert run.policy_version is not None, "a baseline names its version"
        is_meant = clock.policy_code == run.policy_code
        return aimed_at(clock, run.policy_version) if is_meant else None

    return aim


def cases_of(run: Rescheduling) -> Any:
    """Return the open cases that a run is about."""
    cases = candidates(run.begins_at)
    if run.cause == Cause.CALENDAR:
        return cases
    cases = cases.filter(policy_code=run.policy_code).exclude(policy_version=run.policy_version)
    if run.entity_id:
        cases = cases.filter(entity_id__in=entity_tree().below[run.entity_id])
    if run.numbers:
        cases = cases.filter(number__in=run.numbers)
    return cases


def is_meant(run: Rescheduling, case: Case) -> bool:
    """Tell whether a run is about this open case."""
    if run.cause == Cause.CALENDAR:
        return True
    return (
        case.policy_code == run.policy_code
        and case.policy_version != run.policy_version
        and (not run.numbers or case.number in run.numbers)
        and (not run.entity_id or case.entity_id in entity_tree().below[run.entity_id])
    )


def reason_of(run: Rescheduling) -> str:
    """Return why, for the history of a case: what changed in every language, and when."""
    zone = ZoneInfo(current_tenant().time_zone)
    names = " · ".join(dict.fromkeys(name for name in run.names.values() if name))
    declared = f"{run.declared_at.astimezone(zone):%Y-%m-%d}"
    return f"{run.reason or names} ({declared})"[:300]


def why_moved(run_id: str, language: str) -> str:
    """Return why, for who filed a case: a holiday by its name; what staff wrote stays with them."""
    run = Rescheduling.objects.get(pk=run_id)
    if run.cause == Cause.BASELINE:
        with override(language):
            return gettext("what is promised for such cases was changed")
    return localised(run.names, language)


def found_run(run_id: UUID) -> Rescheduling | None:
    """Return this run, or None."""
    row: Rescheduling | None = Rescheduling.objects.filter(pk=run_id).first()
    return row


def newest_runs(count: int = 5) -> list[Rescheduling]:
    """Return the runs that were begun last, newest first."""
    return list(Rescheduling.objects.order_by("-declared_at")[:count])
