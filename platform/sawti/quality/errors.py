"""What can be refused about a rating."""

from sawti.lib.errors import N_, DomainError, Kind


class AlreadyRated(DomainError):
    """The answer has its rating."""

    code = "already_rated"
    kind = Kind.CONFLICT
    text = N_("You have rated this answer already. Thank you.")
