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


class LinkDead(DomainError):
    """A link that was used, replaced or is too old, and one that never was."""

    code = "link_dead"
    kind = Kind.MISSING
    text = N_("This link is no longer good. Ask for a new one.")


class NotYourself(DomainError):
    """An administrator would take away what only a colleague may take away."""

    code = "not_yourself"
    kind = Kind.CONFLICT
    text = N_("You can't do this to your own account. Ask another administrator.")


class IdentityUnknown(DomainError):
    """Nobody here is this identity, or whoever is may not sign in."""

    code = "identity_unknown"
    kind = Kind.NOT_PERMITTED
    text = N_("Your provider knows you, but no account here is linked to you. Ask to be invited.")


class PersonUnknown(DomainError):
    """A provider vouched for somebody whose account is closed."""

    code = "person_unknown"
    kind = Kind.NOT_PERMITTED
    text = N_("Signing in by your provider did not work. Try again.")


class IdentityTaken(DomainError):
    """The identity is linked to another account of the tenant."""

    code = "identity_taken"
    kind = Kind.CONFLICT
    text = N_("This identity is linked to another account already.")


class HasAdministrator(DomainError):
    """The first administrator is there; from then on administrators invite."""

    code = "has_administrator"
    kind = Kind.CONFLICT
    text = N_("%(tenant)s has an administrator already, who invites other people at the desk.")
