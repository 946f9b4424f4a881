"""What can be refused where people act for a company."""

from sawti.lib.errors import N_, DomainError, Kind


class BusinessDecided(DomainError):
    """Somebody decided first, or the company is closed."""

    code = "business_decided"
    kind = Kind.CONFLICT
    text = N_("This is decided already. Read the list again.")


class BusinessTaken(DomainError):
    """Another company is verified with this number; told to who checks only."""

    code = "business_taken"
    kind = Kind.CONFLICT
    text = N_(
        "A company with this register number is verified already, and has an owner. Refuse this "
        "one, and ask the person to have that owner invite them."
    )


class LastOwner(DomainError):
    """Whoever goes is the only one who could let somebody in."""

    code = "last_owner"
    kind = Kind.CONFLICT
    text = N_(
        "A company needs an owner. Invite another owner first, or close the company's account."
    )


class InvitationOver(DomainError):
    """The link was used, is too old, was taken back, or went to another address."""

    code = "invitation_over"
    kind = Kind.MISSING
    text = N_(
        "This invitation does not hold for you: it was used, is too old, was taken back, or went "
        "to another e-mail address than the one you signed in with."
    )


class CompanyLeft(DomainError):
    """Told to who holds the receipt only: they no longer act for the company."""

    code = "company_left"
    kind = Kind.CONFLICT
    text = N_("This case belongs to a company, and its receipt code no longer opens it.")
