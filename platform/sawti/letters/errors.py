"""What can be refused about the documents of a case."""

from sawti.lib.errors import N_, DomainError, Kind


class NoAnswerYet(DomainError):
    """There is no answer to make a letter of."""

    code = "no_answer_yet"
    kind = Kind.CONFLICT
    text = N_("Case %(number)s has no answer yet, so there is no letter.")


class TokenExpired(DomainError):
    """The confirmation page that asked for the receipt is older than an hour, or not ours."""

    code = "token_expired"
    text = N_("This page is too old to make a PDF of the receipt. Print the page instead.")
