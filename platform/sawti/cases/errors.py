"""What can be refused about a case, each with a stable code."""

from sawti.lib.errors import N_, DomainError, Kind


class CaseNotFound(DomainError):
    """No such number, another tenant's number, or a wrong receipt: one answer for all three."""

    code = "case_not_found"
    kind = Kind.MISSING
    text = N_(
        "We found no case with this number and receipt. "
        "Check both; the receipt was shown once, when the case was sent."
    )


class TooManyReceipts(DomainError):
    """Wrong receipts were tried too often on one case."""

    code = "too_many_attempts"
    kind = Kind.TOO_MANY
    text = N_("The receipt was wrong too many times. Try again in %(minutes)s minutes.")


class CaseChanged(DomainError):
    """Somebody else changed the case first; `state_code` and `version` are where it stands now."""

    code = "case_changed"
    kind = Kind.CONFLICT
    text = N_(
        "Somebody else has changed case %(number)s. It is now: %(state)s. Read it again first."
    )


class TransitionNotAllowed(DomainError):
    """The state of the case does not allow this."""

    code = "transition_not_allowed"
    kind = Kind.CONFLICT
    text = N_("This can't be done while case %(number)s is: %(state)s. Possible now: %(allowed)s.")


class CaseOfAnother(DomainError):
    """Told to who holds the receipt only: the case is in another person's list."""

    code = "case_of_another"
    kind = Kind.CONFLICT
    text = N_("Case %(number)s is in the list of another account. Its receipt still opens it.")


class CaseAnonymised(DomainError):
    """Only figures are left of the case (sawti.retention)."""

    code = "case_anonymised"
    kind = Kind.CONFLICT
    text = N_("The words of this case were removed when its time was over. It can only be counted.")


class SecondNeeded(DomainError):
    """A second person must approve an opening of this case; the wish now waits for one."""

    code = "second_needed"
    kind = Kind.CONFLICT
    text = N_(
        "A second person must agree before the identity behind case %(number)s is opened. "
        "Your wish waits for one; open it again afterwards."
    )


class ReopeningOver(DomainError):
    """The window in which the applicant may reopen the case has closed; `until` is aware UTC."""

    code = "reopening_over"
    kind = Kind.CONFLICT
    text = N_("Case %(number)s can't be reopened any more. File a new case and name this number.")


class KeyReused(DomainError):
    """An `Idempotency-Key` came again with another body (draft-ietf-httpapi-idempotency, 2.7)."""

    code = "idempotency_key_reused"
    kind = Kind.CONFLICT
    text = N_(
        "This Idempotency-Key was used for something else. Send a new key with a new request."
    )
