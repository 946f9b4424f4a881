"""What an action calls to leave its mark; if the mark can't be written, the action fails."""

from datetime import datetime
from uuid import UUID

from sawti.audit.models import Entry


def write_entry(
    event: str,
    *,
    at: datetime,
    actor_id: UUID | None = None,
    object_type: str = "",
    object_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Append one entry in the open transaction. `reason` is what the actor gave, at most 300."""
    Entry.objects.create(
        event=event,
        at=at,
        actor_id=actor_id,
        object_type=object_type,
        object_id=object_id,
        reason=reason[:300],
    )
