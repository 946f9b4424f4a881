"""What can be refused where somebody acts for another person."""

from sawti.lib.errors import N_, DomainError, Kind


class ActingWaits(DomainError):
    """Told to who holds the receipt only: the proof is not accepted yet."""

    code = "representation_not_proven"
    kind = Kind.CONFLICT
    text = N_(
        "You filed this case for somebody else. It opens for you as soon as we have accepted your "
        "proof; we then write to you."
    )


class ActingOver(DomainError):
    """Told to who holds the receipt only: the representation does not allow this, or is over."""

    code = "representation_not_allowed"
    kind = Kind.CONFLICT
    text = N_(
        "You filed this case for somebody else, and may not do this for them: your representation "
        "is over, was not accepted, or does not go so far."
    )


class RepresentationDecided(DomainError):
    """Somebody decided on the proof first, or the representation is over."""

    code = "representation_decided"
    kind = Kind.CONFLICT
    text = N_("This is decided already. Read the list again.")


class ProofClosed(DomainError):
    """The documents were not opened, or too long ago."""

    code = "proof_closed"
    kind = Kind.CONFLICT
    text = N_("Open the documents first, with a reason; then decide within an hour.")
