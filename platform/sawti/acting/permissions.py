"""Who checks proofs."""

from sawti.accounts.models import Staff
from sawti.entities.permissions import rights_of
from sawti.lib.permissions import CHECK_PROOFS, OPEN_IDENTITY


def may_check(by: Staff) -> bool:
    """Tell whether somebody checks proofs: that shows who people are, so both rights are needed."""
    rights = rights_of(by)
    return rights.may(CHECK_PROOFS) and rights.may(OPEN_IDENTITY)
