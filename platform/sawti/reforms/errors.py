"""Refusals about reforms."""

from sawti.lib.errors import N_, DomainError, Kind


class ReformNotOpen(DomainError):
    """The act was done, refused or called off."""

    code = "reform_not_open"
    kind = Kind.CONFLICT
    text = N_("This can't be called off any more: it was done, refused or called off already.")
