from sawti.lib.errors import N_, DomainError, Kind


class NothingToWithdraw(DomainError):
    """The case that number and receipt open holds no thanks."""

    code = "nothing_to_withdraw"
    kind = Kind.MISSING
    text = N_("This case holds no thanks, so there is nothing to take back.")


class AlreadyDecided(DomainError):
    """Somebody decided first, or the author took the consent back."""

    code = "already_decided"
    kind = Kind.CONFLICT
    text = N_(
        "These thanks were decided on or taken back meanwhile. "
        "Go back to the list to see what is left."
    )
