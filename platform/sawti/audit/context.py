"""Who acts in this flow of control, and in which request: edges say it, `write_entry` reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class ActorKind(StrEnum):
    """What an entry's `actor_id` names."""

    STAFF = "staff"
    PERSON = "person"
    CLIENT = "client"  # a program that acts as its service account
    SUPPORT = "support"  # an operator of the deployment, let in by the tenant
    SYSTEM = "system"  # a job or a command; there is no id


@dataclass(frozen=True)
class Acting:
    """Somebody who acts otherwise than in their own name: `acting_for_id` is whose place it is."""

    kind: ActorKind
    actor_id: UUID
    acting_for_id: UUID | None = None


request_id: ContextVar[str] = ContextVar("sawti_request_id", default="")
_acting: ContextVar[Acting | None] = ContextVar("sawti_acting", default=None)


def acting() -> Acting | None:
    """Return who acts otherwise than in their own name, or None where everything is as usual."""
    return _acting.get()


@contextmanager
def nobody_acts_yet() -> Iterator[None]:
    """Begin a request: whoever an earlier one said to act is forgotten, before and after."""
    token = _acting.set(None)
    try:
        yield
    finally:
        _acting.reset(token)


def note_acting(who: Acting) -> None:
    """Say for the rest of this request who acts: a program, support, a view as somebody else."""
    _acting.set(who)
