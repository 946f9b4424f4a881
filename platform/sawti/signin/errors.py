from sawti.lib.errors import N_, DomainError, Kind


class TooManyTries(DomainError):
    """Too many wrong passwords or codes; the same whether there is such an account or not."""

    code = "too_many_tries"
    kind = Kind.TOO_MANY
    text = N_("Too many attempts. Try again in %(minutes)s minutes.")


class WrongCode(DomainError):
    """One answer for a wrong code, one that was used already, and one of nobody."""

    code = "wrong_code"
    kind = Kind.NOT_PERMITTED
    text = N_("This code is wrong or was used already. Wait for the next one and enter it.")


class LastFactor(DomainError):
    """The only second factor can't be removed where one is required."""

    code = "last_factor"
    kind = Kind.CONFLICT
    text = N_("This is your only second factor. Add another one first.")
