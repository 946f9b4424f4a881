"""What can be refused about keeping and removing, each with a stable code."""

from sawti.lib.errors import N_, DomainError, Kind


class PersonHeld(DomainError):
    """A legal hold names the person; what is held and why is not said to them here."""

    code = "person_held"
    kind = Kind.CONFLICT
    text = N_(
        "The law obliges us to keep your account for now. Ask the data protection officer when "
        "it can be deleted."
    )


class PolicyInForce(DomainError):
    """What counts already is changed by a new version, not undone."""

    code = "policy_in_force"
    kind = Kind.CONFLICT
    text = N_("This policy is in force already. Set another one instead.")


class CaseHeld(DomainError):
    """A legal hold protects what the request is about."""

    code = "case_held"
    kind = Kind.CONFLICT
    text = N_("A legal hold protects this. Lift the hold first, or refuse the request.")


class CaseStillOpen(DomainError):
    """Somebody still works on a case that the request is about."""

    code = "case_still_open"
    kind = Kind.CONFLICT
    text = N_("A case is still open: %(number)s. It must be answered or withdrawn first.")


class RequestDecided(DomainError):
    """The request was decided or withdrawn before."""

    code = "request_decided"
    kind = Kind.CONFLICT
    text = N_("This request has been decided or withdrawn already.")
