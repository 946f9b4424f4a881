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
