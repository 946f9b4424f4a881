"""When the clocks of a case stood, as its history tells. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from sawti.cases.lifecycle import RUNNING, UNANSWERED

STANDING = frozenset(UNANSWERED) - frozenset(RUNNING)  # states in which no clock runs


class Step(Protocol):
    """A row of history, as far as it counts here."""

    @property
    def at(self) -> datetime: ...

    @property
    def to_state(self) -> str: ...


def pauses_in(
    rows: Iterable[Step],
) -> tuple[list[tuple[datetime, datetime]], datetime | None]:
    """Return the ended pauses, and since when the case stands if it does at the end.

    `rows` come in order. One that ends with the case (withdrawn while it waits) never ended: no
    clock ran on after it.
    """
    pauses: list[tuple[datetime, datetime]] = []
    since: datetime | None = None
    for row in rows:
        if row.to_state in STANDING and since is None:
            since = row.at
        elif row.to_state in RUNNING and since is not None:
            pauses.append((since, row.at))
            since = None
    return pauses, since
