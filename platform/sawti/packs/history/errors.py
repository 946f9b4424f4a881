"""What can be refused about a generated history."""

from sawti.lib.errors import N_, DomainError, Kind


class HistoryExists(DomainError):
    """The tenant has cases, and nobody said that more should come on top."""

    code = "history_exists"
    kind = Kind.CONFLICT
    text = N_(
        "The tenant %(tenant)s has cases already; nothing was written. With --append the history "
        "is added to them, and one that was broken off is finished."
    )


class NoHandlers(DomainError):
    """Somebody must have answered the cases."""

    code = "history_no_handlers"
    text = N_(
        "In the tenant %(tenant)s no staff may handle cases. Appoint a focal point or a "
        "dispatcher first."
    )
