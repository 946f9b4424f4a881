"""What an action calls to leave its mark; if the mark can't be written, the action fails."""

from datetime import datetime
from uuid import UUID

from sawti.audit.context import ActorKind, acting, request_id
from sawti.audit.models import Entry
from sawti.lib.text import one_line


def write_entry(
    event: str,
    *,
    at: datetime,
    actor_id: UUID | None = None,
    actor_kind: ActorKind | None = None,
    acting_for_id: UUID | None = None,
    object_type: str = "",
    object_id: UUID | None = None,
    reason: str = "",
) -> None:
    """Append one entry in the open transaction.

    `reason` is what the actor gave, on one line, at most 300 characters. The request's id comes
    from the edge. Who acts in another's place, or as a program, does too (`note_acting`), where
    it is the `actor_id` of the entry. Else the actor of an event `person.…` is a person and any
    other one staff, unless `actor_kind` says otherwise.
    """
    who = acting()
    if who and who.actor_id == actor_id:
        actor_kind, acting_for_id = actor_kind or who.kind, acting_for_id or who.acting_for_id
    Entry.objects.create(
        event=event,
        at=at,
        actor_kind=actor_kind or _usual_kind(event, actor_id),
        actor_id=actor_id,
        acting_for_id=acting_for_id,
        object_type=object_type,
        object_id=object_id,
        reason=one_line(reason)[:300],
        request_id=request_id.get(),
    )


def _usual_kind(event: str, actor_id: UUID | None) -> ActorKind:
    if actor_id is None:
        return ActorKind.SYSTEM
    return ActorKind.PERSON if event.startswith("person.") else ActorKind.STAFF
