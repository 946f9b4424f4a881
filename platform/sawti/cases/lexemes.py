"""How the words of a case stand in the index: after its tenant and the week it was received in.

So a search reads, week by week, what one tenant received, and other tenants' cases cost it
nothing. One more lexeme names the entity that holds the case. Migration 0008 has the same in SQL.
"""

from datetime import datetime
from uuid import UUID

WEEK = 7 * 24 * 3600


def tenant_mark(tenant_id: UUID) -> str:
    """Return four random signs of the id; two tenants may share them, rows name the tenant too."""
    return str(tenant_id)[-4:]


def week_mark(received_at: datetime) -> str:
    """Return the week since 1970 in four signs."""
    return f"{int(received_at.timestamp()) // WEEK:04x}"


def word_lexeme(begin: str, word: str) -> str:
    return f"{begin}:{word}"


def entity_lexeme(begin: str, entity_id: UUID | str) -> str:
    return f"{begin}@{entity_id}"
