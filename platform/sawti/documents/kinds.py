"""Which kinds of document there are, and who composes each: apps above register themselves."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sawti.accounts.models import Staff


@dataclass(frozen=True)
class Order:
    """What a composer is told. `secret` is a receipt, or ""; `requested_by`: None for applicants.

    The active language and time zone are those of the document.
    """

    about_id: UUID
    language: str
    requested_by: Staff | None
    secret: str
    at: datetime


@dataclass(frozen=True)
class Sheet:
    """What is to be drawn: a template with its one dataclass, the title, a line for every foot."""

    template: str
    title: str
    foot: str
    content: object


Composer = Callable[[Order], Sheet | None]
_composers: dict[str, Composer] = {}


def register(kind: str, composer: Composer) -> None:
    """Let `composer` compose documents of `kind`; called from `AppConfig.ready`."""
    if kind in _composers:
        raise ValueError(f"The documents of kind {kind!r} have a composer already.")
    _composers[kind] = composer


def compose(kind: str, order: Order) -> Sheet | None:
    """Return the sheet of a document, or None where its reader may not have it (any more)."""
    return _composers[kind](order)
