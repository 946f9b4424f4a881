from sawti.lib.errors import N_, DomainError, Kind


class SignInRefused(DomainError):
    """One answer for an unknown address, a wrong password and a disabled account."""

    code = "sign_in_refused"
    kind = Kind.NOT_PERMITTED
    text = N_("The e-mail address or the password is wrong. Check both and try again.")
