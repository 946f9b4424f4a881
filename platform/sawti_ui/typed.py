"""What a form or an address sends back as text, read as what it stands for."""

from datetime import datetime
from uuid import UUID

from django.utils.dateparse import parse_datetime


def typed_instant(text: str) -> datetime | None:
    """Return an aware instant (ISO 8601); None for anything else."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def typed_id(text: str) -> UUID:
    """Return the id, or the nil UUID, which is nobody's, for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
