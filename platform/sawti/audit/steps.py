"""What an action calls to leave its mark; if the mark can't be written, the action fails."""

from datetime import datetime
from uuid import UUID

from django.db import connection

from sawti.audit.context import ActorKind, acting, request_id
from sawti.audit.waking import wake_after_commit
from sawti.lib.ids import new_id
from sawti.lib.text import one_line
from sawti.tenancy.context import current_tenant

# Entry and its mark for the sealer in one statement: neither is ever without the other.
APPEND = """
WITH entry AS (
    INSERT INTO audit_entry (id, tenant_id, at, event, actor_kind, actor_id, acting_for_id,
                             object_type, object_id, reason, request_id)
    VALUES (%(id)s, %(tenant_id)s, %(at)s, %(event)s, %(actor_kind)s, %(actor_id)s,
            %(acting_for_id)s, %(object_type)s, %(object_id)s, %(reason)s, %(request_id)s)
    RETURNING id, tenant_id
)
INSERT INTO audit_pending (id, tenant_id) SELECT id, tenant_id FROM entry
"""


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
    entry_id: UUID | None = None,
) -> None:
    """Append one entry in the open transaction; it is sealed within seconds of the commit.

    `reason` is what the actor gave, on one line, at most 300 characters. The request's id comes
    from the edge. Who acts in another's place, or as a program, does too (`note_acting`), where
    it is the `actor_id` of the entry. Else the actor of an event `person.…` is a person and any
    other one staff, unless `actor_kind` says otherwise. `entry_id` is for what a worker may try
    again: the database takes the same id once.
    """
    who = acting()
    if who and who.actor_id == actor_id:
        actor_kind, acting_for_id = actor_kind or who.kind, acting_for_id or who.acting_for_id
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND,
            {
                "id": entry_id or new_id(),
                "tenant_id": current_tenant().id,
                "at": at,
                "event": event,
                "actor_kind": str(actor_kind or _usual_kind(event, actor_id)),
                "actor_id": actor_id,
                "acting_for_id": acting_for_id,
                "object_type": object_type,
                "object_id": object_id,
                "reason": one_line(reason)[:300],
                "request_id": request_id.get(),
            },
        )
    wake_after_commit()


def _usual_kind(event: str, actor_id: UUID | None) -> ActorKind:
    if actor_id is None:
        return ActorKind.SYSTEM
    return ActorKind.PERSON if event.startswith("person.") else ActorKind.STAFF
