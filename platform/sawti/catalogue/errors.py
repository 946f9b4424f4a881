from sawti.lib.errors import N_, DomainError, Kind


class EditedMeanwhile(DomainError):
    """Somebody else saved the same row after this editor had opened it."""

    code = "edited_meanwhile"
    kind = Kind.CONFLICT
    text = N_(
        "Somebody else has changed this in the meantime. Open it again, look at the change and "
        "enter yours once more."
    )
