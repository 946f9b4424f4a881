"""What can be refused about limits on contacts, each with a stable code."""

from sawti.lib.errors import N_, DomainError, Kind


class ContactLimited(DomainError):
    """The contact has used up what a limit lets through; days are those of the tenant's zone."""

    code = "contact_limited"
    kind = Kind.TOO_MANY
    text = N_(
        "Until %(until)s we take %(most)s cases a week from you (limit %(number)s); the next one "
        "is possible on %(next)s. The e-mail that we sent you says why and how to object, and so "
        "does the page Help. In an emergency call the emergency services; every entity also "
        "takes your matter at its counter."
    )

    def __init__(self, *, retry_after: int, **params: object) -> None:
        """`retry_after` is in seconds."""
        self.retry_after = max(retry_after, 1)
        super().__init__(**params)


class NobodyToTell(DomainError):
    """A limit that its contact can't be told of, or object to, is none."""

    code = "nobody_to_tell"
    kind = Kind.CONFLICT
    text = N_(
        "The applicant left no e-mail address, so nobody can tell them of a limit. "
        "It can't be set; answer the cases as usual."
    )


class LimitedAlready(DomainError):
    """The same contact has a limit, or one is proposed."""

    code = "limited_already"
    kind = Kind.CONFLICT
    text = N_("This contact has a limit already, or one is proposed: %(number)s.")


class SecondPerson(DomainError):
    """Whoever had a part in a limit, or a deputy of theirs, decides nothing further about it."""

    code = "second_person_needed"
    kind = Kind.CONFLICT
    text = N_(
        "You, or a colleague with whom you share a post, had a part in limit %(number)s. "
        "Somebody else must decide on it now."
    )


class LimitDecided(DomainError):
    """There is nothing, or no longer anything, to decide about a limit or to say against it."""

    code = "limit_decided"
    kind = Kind.CONFLICT
    text = N_("Limit %(number)s is decided or over, so this can't be done any more.")
