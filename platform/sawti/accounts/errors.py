from sawti.lib.errors import N_, DomainError, Kind


class SignInRefused(DomainError):
    """One answer for an unknown address, a wrong password and a disabled account."""

    code = "sign_in_refused"
    kind = Kind.NOT_PERMITTED
    text = N_("The e-mail address or the password is wrong. Check both and try again.")


class CodeRefused(DomainError):
    """One answer for a wrong code, one tried too often, used, replaced or too old, and for none."""

    code = "code_refused"
    text = N_("This code is wrong, or its time is over. Check it, or ask for a new one.")


class TooManyCodes(DomainError):
    """Too many codes were asked for, to one address or from one place."""

    code = "too_many_codes"
    kind = Kind.TOO_MANY
    text = N_("Too many codes were asked for. Try again in %(minutes)s minutes.")


class UndoTooLate(DomainError):
    """One answer for a link that was used, is too old, or never was."""

    code = "undo_too_late"
    kind = Kind.MISSING
    text = N_("This link was used already, or its time is over. Sign in, or ask us for help.")


class AddressTaken(DomainError):
    """Another person of the tenant has this address; told only to who reads its mail."""

    code = "address_taken"
    kind = Kind.CONFLICT
    text = N_("There is already an account with this e-mail address. Sign in with it instead.")
