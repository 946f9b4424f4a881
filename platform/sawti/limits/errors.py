from sawti.lib.errors import N_, DomainError, Kind


class TooMany(DomainError):
    """More came than a limit lets through; the same for every limit, so that none is told."""

    code = "too_many_requests"
    kind = Kind.TOO_MANY
    text = N_("Too many attempts came in a short time. Try again in %(minutes)s minutes.")

    def __init__(self, *, retry_after: int) -> None:
        """`retry_after` is in seconds; people read whole minutes."""
        self.retry_after = max(retry_after, 1)
        super().__init__(minutes=-(-self.retry_after // 60))
