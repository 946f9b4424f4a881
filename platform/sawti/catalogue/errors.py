from sawti.lib.errors import N_, DomainError, Kind


class EditedMeanwhile(DomainError):
    """Somebody else saved the same row after this editor had opened it."""

    code = "edited_meanwhile"
    kind = Kind.CONFLICT
    text = N_(
        "Somebody else has changed this in the meantime. Open it again, look at the change and "
        "enter yours once more."
    )


class KindInUse(DomainError):
    """Somebody acts for others in this way, or did."""

    code = "kind_in_use"
    kind = Kind.CONFLICT
    text = N_("Somebody acts or acted in this way, so it stays. Switch it off instead.")
