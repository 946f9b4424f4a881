"""What other apps' actions do for a client, inside their transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sawti.audit.context import ActorKind
from sawti.audit.steps import write_entry
from sawti.clients.queries import ClientAccess


def remember_filing(client: ClientAccess, at: datetime) -> Callable[[Any], None]:
    """Return what records, with a new case, which client filed it."""

    def remember(case: Any) -> None:
        write_entry(
            "case.filed_by_client",
            at=at,
            actor_id=client.staff.id,
            actor_kind=ActorKind.CLIENT,
            object_type="case",
            object_id=case.id,
        )

    return remember
