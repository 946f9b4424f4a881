"""What a client may be allowed: a closed list. Which cases it reaches is a matter of its posts."""

from enum import StrEnum

from sawti.lib.errors import N_


class Scope(StrEnum):
    """One kind of calls."""

    FILE = "cases:file"
    READ = "cases:read"
    ANSWER = "cases:answer"
    DECIDE = "incidents:decide"


LABELS: dict[str, str] = {
    Scope.FILE: N_("File cases"),
    Scope.READ: N_("Read the cases of its entity"),
    Scope.ANSWER: N_("Take, ask, answer and transfer the cases of its entity"),
    Scope.DECIDE: N_("Open incidents, put cases into them, and decide for all of their cases"),
}


def scopes_in(text: str) -> frozenset[str] | None:
    """Return the scopes of a list with spaces between (RFC 6749, 3.3), or None for an unknown."""
    wanted = frozenset(text.split())
    return wanted if wanted <= set(Scope) else None
