"""Applying the present version of a policy to open cases that keep an older one: never by itself.

Changing a policy restates nothing. Whoever wants open cases to follow says so, with a reason that
stands in the history of each; what is late stays late, and nothing becomes due in the past.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.calendars.permissions import require_calendar_manager
from sawti.cases.due_dates import Impact, impact_of
from sawti.cases.models import Cause, Rescheduling
from sawti.cases.reschedulings import aim_of, cases_of
from sawti.cases.steps import checked_words
from sawti.cases.steps.rescheduling import begin
from sawti.entities.queries import entity_tree
from sawti.lib.errors import N_, Invalid
from sawti.lib.ids import canonical_case_number
from sawti.sla.editing import found_policy

LONGEST_REASON = 250
MOST_NUMBERS = 500


@dataclass(frozen=True)
class Baseline:
    """Which open cases are to follow a policy as it is now: all, an entity's, or some numbers."""

    policy: str
    reason: str
    entity: str = ""
    numbers: Sequence[str] = ()


def baseline_impact(wanted: Baseline, *, by: Staff, at: datetime) -> Impact:
    """Return what a baseline would change; nothing is written. Raises as `begin_baseline` does."""
    run = _run(wanted, by, at)
    return impact_of(cases_of(run), None, at=at, aim=aim_of(run))


def begin_baseline(wanted: Baseline, *, by: Staff, at: datetime) -> Rescheduling:
    """Begin to apply the policy to the chosen cases; the run moves them in the background.

    Raises NotPermitted, Missing for an unknown policy, and Invalid for an unknown entity, a number
    that is none and a reason that is missing or too long.
    """
    return begin(_run(wanted, by, at), at=at)


def _run(wanted: Baseline, by: Staff, at: datetime) -> Rescheduling:
    require_calendar_manager(by)
    policy = found_policy(wanted.policy)
    return Rescheduling(
        cause=Cause.BASELINE,
        names=policy.names,
        reason=checked_words("reason", wanted.reason, longest=LONGEST_REASON),
        declared_at=at,
        declared_by=by,
        policy_code=policy.code,
        policy_version=policy.version,
        entity_id=_entity_id(wanted.entity),
        numbers=_numbers(wanted.numbers),
    )


def _entity_id(code: str) -> UUID | None:
    if not code:
        return None
    entity = entity_tree().by_code.get(code)
    if entity is None:
        raise Invalid("entity", N_("There is no such entity. Choose one from the list."))
    return entity.id


def _numbers(typed: Sequence[str]) -> list[str]:
    numbers = []
    for each in typed:
        number = canonical_case_number(each)
        if number is None:
            raise Invalid("numbers", N_("%(number)s is no number of a case."), number=each[:40])
        numbers.append(number)
    if len(numbers) > MOST_NUMBERS:
        raise Invalid("numbers", N_("Name %(most)s cases at most."), most=MOST_NUMBERS)
    return numbers
