"""Refusals about API clients."""

from sawti.lib.errors import N_, DomainError, Kind


class ClientRefused(DomainError):
    """Unknown, wrong, expired, revoked, of another tenant or from elsewhere: always the same."""

    code = "invalid_client"
    kind = Kind.NOT_PERMITTED
    text = N_("Client and secret do not belong together, or no longer count.")


class ScopeRefused(DomainError):
    """More was asked for than the client may do."""

    code = "invalid_scope"
    kind = Kind.INVALID
    text = N_("The client does not have all of these scopes.")


class TooManySecrets(DomainError):
    """A third secret: the first must end before."""

    code = "too_many_secrets"
    kind = Kind.CONFLICT
    text = N_("Two secrets of this client count already. End the older one first.")
