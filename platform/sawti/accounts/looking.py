"""A session that only looks: an administrator as a colleague, or support that was let in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

VIEW_KEY = "view_as"  # in a session: whose desk is seen, and until when
SUPPORT_KEY = "support"  # in a session: the access that a tenant allowed


class LookingKind(StrEnum):
    """Why somebody only looks."""

    VIEW_AS = "view_as"
    SUPPORT = "support"


@dataclass(frozen=True)
class Looking:
    """Said on every page of such a session. `name`: whose desk is seen, or who the operator is."""

    kind: LookingKind
    name: str
    until_at: datetime
    reason: str = ""
