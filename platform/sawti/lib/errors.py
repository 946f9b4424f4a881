"""What can go wrong, with a stable code, the figures, and a sentence that the edge translates."""

from enum import StrEnum
from typing import ClassVar


def N_(text: str) -> str:  # noqa: N802 - the name that message extraction looks for
    """Mark `text` for translation; the edge translates it when it shows the error."""
    return text


class Kind(StrEnum):
    """How an edge answers: which status, which page."""

    INVALID = "invalid"
    NOT_PERMITTED = "not_permitted"
    MISSING = "missing"
    CONFLICT = "conflict"
    TOO_MANY = "too_many"
    FAULT = "fault"  # of a plugin: neither the person's nor ours
    UNAVAILABLE = "unavailable"


class DomainError(Exception):
    """A refusal that a person can understand. Its text has named placeholders for `params`."""

    code: ClassVar[str] = "error"
    kind: ClassVar[Kind] = Kind.INVALID
    text: ClassVar[str] = N_("This could not be done.")

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.text % params if params else self.text)


class Invalid(DomainError):
    """Input that can't be accepted; `field` names what to mend."""

    code = "invalid"
    plugin = ""  # whose rule it is, if not ours

    def __init__(self, field: str, text: str, **params: object) -> None:
        self.field, self.params = field, params
        self.message = text
        Exception.__init__(self, text % params if params else text)


class InvalidInput(DomainError):
    """Several faults of one input, all at once; each names its field."""

    code = "invalid"
    text = N_("Some of what you sent can't be accepted. Each fault says what to mend.")

    def __init__(self, faults: "list[Invalid]") -> None:
        self.faults = tuple(faults)
        super().__init__()


class NotPermitted(DomainError):
    """A person of this tenant may not do this."""

    code = "not_permitted"
    kind = Kind.NOT_PERMITTED
    text = N_("You do not have the right to do this. Ask your entity's administrator.")


class Missing(DomainError):
    """There is no such thing here; the same whether it belongs to another tenant or to nobody."""

    code = "not_found"
    kind = Kind.MISSING
    text = N_("We found nothing here. Check the address or the number.")


class NoTenant(RuntimeError):
    """A tenant's table was touched outside `tenant_context`: a fault in our code, no result."""

    def __init__(self) -> None:
        super().__init__(
            "No tenant: a tenant's table was touched outside tenant_context() "
            "or outside a transaction. Open one with reading() or in an action."
        )


class OtherTenant(RuntimeError):
    """A row of one tenant was about to be written, or pointed at, from another."""

    def __init__(self) -> None:
        super().__init__("The row belongs to another tenant than the one of this transaction.")
