"""What can be refused about an incident, each with a stable code."""

from sawti.lib.errors import N_, DomainError, Kind


class IncidentClosed(DomainError):
    """A closed incident is a record: nothing is added, taken out or decided any more."""

    code = "incident_closed"
    kind = Kind.CONFLICT
    text = N_("This incident is closed. Open a new one for cases that came later.")


class DecisionUnderWay(DomainError):
    """What was decided before is not through yet."""

    code = "decision_under_way"
    kind = Kind.CONFLICT
    text = N_("The decision before is still being carried out. Wait until all its cases are done.")


class NoOpenCase(DomainError):
    """There is no case to decide about."""

    code = "no_open_case"
    kind = Kind.CONFLICT
    text = N_("This incident has no case that waits for an answer.")
