"""What the tests of incidents share."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.incidents.actions.deciding import answer_cases, move_due_dates
from sawti.incidents.actions.gathering import Gathered, NewIncident, open_incident
from sawti.incidents.models import Decision, DecisionCase
from sawti.incidents.queries import DecisionFacts, incident_for_staff
from sawti.lib import clock
from sawti.lib.ids import new_id
from sawti.tenancy.context import tenant_context
from tests.cast import Cast

ELECTRICITY = "ewa-electricity-distribution"
NAMES = {"ar": "انقطاع الكهرباء في المحرق", "en": "Power cut in Muharraq"}
ANSWERS = {"ar": "عادت الكهرباء إلى الحي.", "en": "Power is back in the quarter."}
POWER_CUT = NewIncident(NAMES, ELECTRICITY, "street-lighting")


def opened(
    cast: Cast, case_ids: Iterable[UUID], *, by: Staff | None = None, **changes: Any
) -> Gathered:
    """Open an incident of electricity with these cases."""
    wanted = NewIncident(**{**vars(POWER_CUT), **changes})
    with tenant_context(cast.bahrain):
        return open_incident(wanted, case_ids, by=by or cast.fatima, at=clock.now())


def answered(cast: Cast, incident_id: UUID, *, key: UUID | None = None) -> Decision:
    """Fatima answers all its cases; a worker has not done it yet."""
    with tenant_context(cast.bahrain):
        return answer_cases(
            incident_id, ANSWERS, key=key or new_id(), by=cast.fatima, at=clock.now()
        )


def moved(cast: Cast, incident_id: UUID, days: int, *, key: UUID | None = None) -> Decision:
    """Fatima sets one due date for all its cases; a worker has not done it yet."""
    with tenant_context(cast.bahrain):
        return move_due_dates(
            incident_id,
            days,
            "The transformer comes by ship.",
            key=key or new_id(),
            by=cast.fatima,
            at=clock.now(),
        )


def lines_of(cast: Cast, decision: Decision) -> dict[UUID, tuple[str, str, str]]:
    """Return what became of each case: outcome, why, and its state if that is why."""
    with cast.inside(cast.bahrain):
        rows = DecisionCase.objects.filter(decision_id=decision.id)
        return {row.case_id: (row.outcome, row.why, row.stood) for row in rows}


def seen_by(cast: Cast, staff: Staff, incident_id: UUID) -> Any:
    """Return the incident as somebody sees it, or None."""
    with cast.inside(cast.bahrain):
        return incident_for_staff(incident_id, rights_of(staff), language="en", at=clock.now())


def decision_of(cast: Cast, incident_id: UUID) -> DecisionFacts:
    """Return the newest decision as Fatima sees it."""
    found: DecisionFacts = seen_by(cast, cast.fatima, incident_id).decisions[0]
    return found
