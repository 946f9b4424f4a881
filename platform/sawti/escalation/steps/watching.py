"""Keeping the instant of each clock's next level: called where clocks changed, and by the sweep."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sawti.escalation.models import Watch
from sawti.escalation.watching import Ran


def watch(clocks: Sequence[Any], *, at: datetime) -> None:
    """Keep when each clock reaches its next level; forget those that reach none.

    A level that is due already is watched for at once: the sweep acts on it. Three statements and
    one for each that differs; twice the same changes nothing.
    """
    ran = Ran(clocks)
    wanted: dict[Any, datetime] = {}
    for clock in clocks:
        standing = ran.standing(clock, at)
        next_at = standing.due[0].at if standing.due else standing.next_at
        if next_at:
            wanted[clock.pk] = next_at
    keep(clocks, wanted)


def keep(clocks: Sequence[Any], wanted: dict[Any, datetime]) -> None:
    """Make the watches of these clocks those that are wanted: clock → instant."""
    ids = [clock.pk for clock in clocks]
    known = {row.clock_id: row for row in Watch.objects.filter(clock_id__in=ids)}
    gone = [row.pk for clock_id, row in known.items() if clock_id not in wanted]
    if gone:
        Watch.objects.filter(pk__in=gone).delete()
    moved = [
        row for clock_id, row in known.items() if wanted.get(clock_id, row.next_at) != row.next_at
    ]
    for row in moved:
        row.next_at = wanted[row.clock_id]
    if moved:
        Watch.objects.bulk_update(moved, ["next_at"])
    new = [clock_id for clock_id in wanted if clock_id not in known]
    if new:
        Watch.objects.bulk_create(
            [Watch(clock_id=clock_id, next_at=wanted[clock_id]) for clock_id in new],
            ignore_conflicts=True,  # another worker watches it since a moment ago
        )
