"""What can be refused about a document."""

from sawti.lib.errors import N_, DomainError, Kind


class DocumentsUnavailable(DomainError):
    """The libraries that draw a PDF are not installed on this machine."""

    code = "documents_unavailable"
    kind = Kind.UNAVAILABLE
    text = N_("A PDF can't be made at the moment. Print the page instead.")
